using Analytics.DuckDb;
using Analytics.Pipeline.Validation;
using Analytics.Pipeline.Validation.Planted;

namespace Analytics.Tests.Validation;

public sealed class PlantedSuiteTests
{
    [Theory]
    [InlineData(0, 0, 0.9)]
    [InlineData(0.2, 0, 0.75)]
    [InlineData(0.2, 0.5, 0.75)]
    public async Task RunAsync_SmallSample_FindsLeadersBetterThanAnySingleMeasure(
        double bots, double noise, double least)
    {
        var rows = await PlantedSuite.RunAsync(
            new PlantedCase(3_000, 0.3, bots, noise), threads: 2, TestContext.Current.CancellationToken);

        var alone = rows.Where(row => row.Metric == "precision_at_10" && row.Baseline != "followers").ToList();
        Assert.Equal(10, alone.Count);
        Assert.All(alone, row => Assert.True(row.Value >= least, row.ToString()));
        // At the ceiling there is nothing to be better by.
        Assert.All(alone, row => Assert.True(row.Value >= row.BaselineValue, row.ToString()));
        Assert.True(ValueOf(rows, "partner_spread") > 0);
        Assert.Equal(1, ValueOf(rows, "partner_sets_not_below"));
        if (bots == 0)
        {
            Assert.True(ValueOf(rows, "flagged_share") < 0.01);
            return;
        }

        Assert.True(ValueOf(rows, "bot_precision") >= 0.9);
        Assert.True(ValueOf(rows, "bot_recall") >= 0.7);
    }

    [Fact]
    public void Suite_EachSize_HasMixingBotsNoiseAndPartialExports()
    {
        var cases = PlantedCase.Suite([1_000, 2_000]);

        Assert.Equal(2 * 15, cases.Count);
        Assert.Equal(cases.Count, cases.Distinct().Count());
        Assert.Contains("1,000 accounts, mixing 0.3, bots 0.2, partial 0.5", cases.Select(one => one.ToString()));
    }

    [Fact]
    public void BotDetection_ByHand()
    {
        // Bots 1, 2, 3 and 9, which no export mentions. Flagged: 1, 2 and the innocent 4. Signs: one alone finds all.
        PlantedTruth truth = new("by hand",
        [
            .. ((ulong[])[1, 2, 3, 9]).Select(bot => new PlantedAccount(bot, -1, false, false, true)),
            new PlantedAccount(4, 0, true, false, false), new PlantedAccount(5, 0, false, false, false),
        ]);
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute(
            """
            CREATE SCHEMA work;
            CREATE TABLE work.vertices AS
            SELECT range::INTEGER AS vertex, range::UBIGINT + 1 AS account_id FROM range(5);
            CREATE TABLE work.flags AS
            SELECT vertex, account_id IN (1, 2, 4) AS flagged, account_id <= 3 AS no_posts,
              NULL::BOOLEAN AS following_ratio,
              false AS mass_following, false AS young_account, false AS follow_burst, false AS identical_timing,
              false AS coordinated
            FROM work.vertices
            """);

        var rows = BotDetection.Compare(truth, connection, TestContext.Current.CancellationToken).ToList();

        Assert.Equal(3.0 / 5, ValueOf(rows, "flagged_share"));
        Assert.Equal(2.0 / 3, ValueOf(rows, "bot_precision"));
        Assert.Equal(2.0 / 3, ValueOf(rows, "bot_recall"));
        Assert.Equal(1, rows.Single(row => row is { Metric: "bot_recall", Baseline: "no_posts" }).BaselineValue);
        Assert.Equal(0, rows.Single(row => row is { Metric: "bot_recall", Baseline: "following_ratio" }).BaselineValue);
    }

    [Fact]
    public void PartnerSpread_ByHand()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute(
            """
            CREATE SCHEMA work;
            CREATE TABLE work.partner_sets AS
            SELECT *
            FROM (VALUES ('a', 1, 'community', 100, 50.0, 40.0), ('a', 2, 'community', 10, 3.0, 4.0),
              ('b', NULL, 'campaign', 110, 1.0, 9.0))
              AS sets(brief, community_id, scope, population, spread, top_spread)
            """);

        var rows = PartnerSpread.Compare(new PlantedTruth("by hand", []), connection).ToList();

        Assert.Equal((0.5 + 0.3) / 2, ValueOf(rows, "partner_spread"), 12);
        Assert.Equal((0.4 + 0.4) / 2, rows[0].BaselineValue!.Value, 12);
        Assert.Equal(0.5, ValueOf(rows, "partner_sets_not_below"));
    }

    private static double ValueOf(IReadOnlyList<ValidationRow> rows, string metric) =>
        rows.First(row => row.Metric == metric).Value;
}
