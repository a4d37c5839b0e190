using System.Text;
using System.Text.Json;
using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Validation;
using Analytics.Pipeline.Validation.Planted;
using Analytics.Tests.Samples;

namespace Analytics.Tests.Validation;

public sealed class PlantedValidationTests
{
    /// <summary>
    /// Two planted communities: 1 … 6 with leader 1, and 7 … 12 with leaders 7 and 8; 5 is a celebrity, 20 a bot.
    /// </summary>
    private static readonly PlantedTruth Truth = new("by hand",
    [
        .. Enumerable.Range(1, 12).Select(i => new PlantedAccount(
            (ulong)i, i <= 6 ? 0 : 1, IsLeader: i is 1 or 7 or 8, IsDecoy: i == 5, IsBot: false)),
        new PlantedAccount(20, -1, IsLeader: false, IsDecoy: false, IsBot: true),
    ]);

    [Fact]
    public void Compare_Everything_IsOneWhereTheRunFoundEverything()
    {
        // The bot was put somewhere, and ranked last: neither must matter.
        var rows = PlantedValidation.Compare(Truth, Found(
            i => i is <= 6 or 20 ? 0 : 1, i => i is 1 or 7 ? 1 : i == 8 ? 2 : 0));

        Assert.Equal(1, ValueOf(rows, "adjusted_rand"));
        Assert.Equal(1, ValueOf(rows, "adjusted_mutual_information"));
        Assert.Equal(1, ValueOf(rows, "placed_share"));
        Assert.Equal(1, ValueOf(rows, "leaders_in_top_10"));
        Assert.Equal(1, ValueOf(rows, "precision_at_3"));
        Assert.Equal(0, ValueOf(rows, "decoys_for_leaders"));
    }

    [Fact]
    public void Compare_LeadersBehindOthers_CountsByHand()
    {
        // Leader 1 is 4th, 7 is 1st, 8 is 11th; the celebrity holds a place among five ranked of the first community.
        var rows = PlantedValidation.Compare(Truth, Found(
            i => i is <= 6 or 20 ? 0 : 1,
            i => i switch { 5 => 1, 2 => 2, 3 => 3, 1 => 4, 4 => 5, 7 => 1, 8 => 11, _ => 0 }));

        Assert.Equal(2.0 / 3, ValueOf(rows, "leaders_in_top_10"), 12);
        // First community 0 of 1, second 1 of 2.
        Assert.Equal(0.25, ValueOf(rows, "precision_at_3"), 12);
        // First community 1 of 1, second 1 of 2.
        Assert.Equal(0.75, ValueOf(rows, "precision_at_5"), 12);
        // The celebrity holds the one place of the first community; nobody those two of the second.
        Assert.Equal(1.0 / 3, ValueOf(rows, "decoys_for_leaders"), 12);
    }

    [Fact]
    public void Compare_AccountsLeftOut_CountAgainstTheRun()
    {
        var found = Found(i => i is <= 6 or 20 ? 0 : 1, _ => 0).Where(place => place.Account is not (2 or 3 or 9));

        var rows = PlantedValidation.Compare(Truth, [.. found]);

        Assert.Equal(0.75, ValueOf(rows, "placed_share"));
        // Pairs together: in the truth 15 + 15, found 6 + 10, in both 6 + 10; of 66.
        var expected = 30 * 16 / 66.0;
        Assert.Equal((16 - expected) / (((30 + 16) / 2.0) - expected), ValueOf(rows, "adjusted_rand"), 12);
    }

    [Fact]
    public void Compare_Twice_SameIntervals()
    {
        var found = Found(i => i is <= 6 or 20 ? 0 : 1, i => i is 1 or 7 ? 1 : 0);

        Assert.Equal(PlantedValidation.Compare(Truth, found), PlantedValidation.Compare(Truth, found));
        var row = PlantedValidation.Compare(Truth, found).Single(row => row.Metric == "leaders_in_top_10");
        Assert.True(row.Low <= row.Value && row.Value <= row.High && row.Low < row.High);
    }

    [Fact]
    public void Run_CatalogViews_ReadsCommunitiesRanksAndFollowers()
    {
        using SampleFolder sample = new(o => o with { Accounts = 4_000 });
        var truth = PlantedTruth.Read(sample.Path, Pseudonym);
        using var database = DuckDbDatabase.Open();
        using var catalog = database.Connect();
        catalog.Execute($$"""
            CREATE TABLE truth AS
                FROM read_csv('{{sample.Path}}/truth/accounts.csv', types = {'account_id': 'UBIGINT'});
            CREATE TABLE members AS SELECT community + 7 AS community_id, account_id FROM truth WHERE NOT is_bot;
            CREATE TABLE leaders AS
                SELECT community + 7 AS community_id, account_id, 0.5 AS score,
                    row_number() OVER (PARTITION BY community ORDER BY is_leader DESC, account_id) AS rank
                FROM truth WHERE NOT is_bot QUALIFY rank <= 50;
            CREATE TABLE follows AS SELECT DISTINCT src AS follower_id, dst AS followee_id
                FROM read_csv(
                    '{{sample.Path}}/csv/follows-*.csv',
                    types = {'src': 'UBIGINT', 'dst': 'UBIGINT', 'created': 'VARCHAR'})
                WHERE src IS NOT NULL AND dst IS NOT NULL AND src <> dst;
            """);

        var rows = PlantedValidation.Run(sample.Path, catalog, Pseudonym);

        Assert.Equal(3_880, truth.Accounts.Count(account => !account.IsBot));
        Assert.Equal(1, ValueOf(rows, "adjusted_rand"));
        Assert.Equal(1, ValueOf(rows, "leaders_in_top_10"));
        Assert.Equal(1, ValueOf(rows, "precision_at_10"));
        var baseline = rows.Single(row => row.Metric == "leaders_in_top_10").BaselineValue!.Value;
        Assert.InRange(baseline, 0.2, 0.9);
    }

    [Fact]
    public void Read_NoTruth_SaysWhatToGive()
    {
        var folder = Directory.CreateTempSubdirectory("analytics-samples-").FullName;

        var refusal = Assert.Throws<UserException>(() => PlantedTruth.Read(folder, Pseudonym));

        Directory.Delete(folder);
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains("truth/accounts.csv", refusal.Message);
    }

    [Fact]
    public void ToJson_Row_HasTheKeysOfTheContract()
    {
        ValidationRow row = new("planted", "a \"case\"", "precision_at_3", 2.0 / 3, 0.5, double.NaN, "followers", null);

        using var json = JsonDocument.Parse(row.ToJson());

        Assert.Equal(
            ["check", "case", "metric", "value", "low", "high", "baseline", "baseline_value"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0.6667, json.RootElement.GetProperty("value").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("high").ValueKind);
    }

    private static ulong Pseudonym(string platform, ReadOnlySpan<byte> nativeId) =>
        ulong.Parse(Encoding.UTF8.GetString(nativeId));

    /// <summary>Every account placed; followers rank in the order of ids.</summary>
    private static FoundAccount[] Found(Func<int, int> community, Func<int, int> leaderRank) =>
    [
        .. Enumerable.Range(1, 12).Append(20).Select(i => new FoundAccount((ulong)i, community(i), leaderRank(i), i)),
    ];

    private static double ValueOf(IReadOnlyList<ValidationRow> rows, string metric) =>
        rows.Single(row => row.Metric == metric).Value;
}
