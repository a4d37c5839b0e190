using Analytics.Tests.Marts;

namespace Analytics.Tests.Campaigns;

public sealed class TopicMartTests
{
    /// <summary>Stars of 40: hub 1 with 2 … 40, hub 101 with 102 … 140.</summary>
    private static Facts TwoStars()
    {
        Facts facts = new();
        for (ulong leaf = 2; leaf <= 40; leaf++)
            facts.Follow(leaf, 1).Follow(leaf + 100, 101);
        return facts;
    }

    /// <summary>The hub and its first leaves each use the hashtag once.</summary>
    private static Facts Use(Facts facts, string hashtag, ulong first, int accounts, double day = 10)
    {
        for (var i = 0; i < accounts; i++)
            facts.Post(first + (ulong)i, day, [hashtag]);
        return facts;
    }

    [Fact]
    public void Topics_TwoStars_LogOddsAndZAsInThePaper()
    {
        using var facts = TwoStars();
        Use(facts, "Radweg", 1, 30);
        Use(facts, "radweg", 101, 2);
        Use(facts, "wetter", 1, 20);
        Use(facts, "wetter", 101, 20);
        // An account that nobody knows talks too: it belongs to the rest.
        Use(facts, "radweg", 999, 1);
        // Twice is once.
        Use(facts, "radweg", 1, 1);
        facts.Analyse(TestDefinition.WithMinGroup(5));

        // Uses by accounts: radweg 30 here, 3 elsewhere; wetter 20 and 20; 73 in all. Prior 100 · 33 / 73.
        var prior = 100.0 * 33 / 73;
        var logOdds = Math.Log((30 + prior) / (50 + 100 - 30 - prior)) - Math.Log((3 + prior) / (23 + 100 - 3 - prior));
        var z = logOdds / Math.Sqrt(1 / (30 + prior) + 1 / (3 + prior));
        var row = Assert.Single(facts.Rows("FROM topics WHERE community_id = 1"));
        Assert.Equal(["0001-test", 1L, 1, "radweg", 30L, 0.75, 31L], row[..7]);
        Assert.Equal(logOdds, (double)row[7]!, 12);
        Assert.Equal(z, (double)row[8]!, 12);
    }

    [Fact]
    public void Topics_FewerAccountsThanTheSmallestCell_AreLeftOut()
    {
        using var facts = TwoStars();
        Use(facts, "radweg", 1, 20);
        Use(facts, "chor", 1, 19);
        Use(facts, "wetter", 101, 40);
        facts.Analyse(TestDefinition.WithMinGroup(20));

        Assert.Equal([["radweg"]], facts.Rows("SELECT topic FROM topics WHERE community_id = 1"));
    }

    [Theory]
    [InlineData(40, 40L)]
    [InlineData(39, null)]
    [InlineData(31, null)]
    [InlineData(30, 30L)]
    public void Topics_CountThatGivesASmallCellAway_IsNull(int users, long? published)
    {
        using var facts = TwoStars();
        Use(facts, "radweg", 1, users);
        Use(facts, "wetter", 101, 40);
        facts.Analyse(TestDefinition.WithMinGroup(10));

        Assert.Equal(
            [[published, published / 40.0]], facts.Rows("SELECT accounts, share FROM topics WHERE topic = 'radweg'"));
        Assert.Equal(
            [[published, published / 40.0]],
            facts.Rows("SELECT accounts, prior_knowledge FROM stories WHERE topic = 'radweg'"));
        Assert.Equal(
            [[published]], facts.Rows("SELECT uses FROM topics WHERE topic = 'radweg'"));
        Assert.Equal(
            published is null ? 0L : 2L,
            facts.Value("SELECT count(log_odds) + count(z) FROM topics WHERE topic = 'radweg'"));
    }

    [Fact]
    public void Communities_WithTopicAndPlace_AreNamedAfterThem()
    {
        using var facts = TwoStars();
        Use(facts, "radweg", 1, 20);
        Use(facts, "wetter", 101, 40);
        for (ulong account = 1; account <= 20; account++)
            facts.Account(account, place: account <= 12 ? "Graz" : "Leoben", language: "de");
        facts.Analyse(TestDefinition.WithMinGroup(10));

        Assert.Equal("#radweg · Graz", facts.Value("SELECT label FROM communities WHERE community_id = 1"));
        Assert.Equal(
            ["#radweg", "Graz", "de"],
            Assert.Single(facts.Rows(
                """
                SELECT array_to_string(top_hashtags, ','), array_to_string(top_places, ','),
                  array_to_string(languages, ',')
                FROM communities WHERE community_id = 1
                """)));
    }

    [Fact]
    public void Stories_Trend_ComparesHalvesOfTheObservedTime()
    {
        using var facts = TwoStars();
        // Observed from day 0 to day 20: five members early, twenty-five late.
        Use(facts, "radweg", 1, 5, day: 0);
        Use(facts, "radweg", 6, 25, day: 20);
        Use(facts, "wetter", 101, 30, day: 0);
        facts.Analyse(TestDefinition.WithMinGroup(5));

        Assert.Equal(
            [[30L, 40, 0.75, Math.Log2(26.0 / 6)]],
            facts.Rows(
                "SELECT accounts, community_size, prior_knowledge, trend FROM stories WHERE topic = 'radweg'"));
        Assert.Equal(
            "2024-01-01", facts.Value("SELECT first_use::VARCHAR FROM stories WHERE topic = 'radweg'"));
    }

    [Fact]
    public void Stories_HalfThatIsASmallCell_HasNoTrend()
    {
        using var facts = TwoStars();
        Use(facts, "radweg", 1, 4, day: 0);
        Use(facts, "radweg", 5, 25, day: 20);
        Use(facts, "wetter", 101, 30, day: 0);
        facts.Analyse(TestDefinition.WithMinGroup(5));

        Assert.Equal([[null]], facts.Rows("SELECT trend FROM stories WHERE topic = 'radweg'"));
    }

    [Theory]
    [InlineData(20, 36)]
    [InlineData(0, 36)]
    public void Stories_TrendThatGivesASmallCellAway_IsNull(double day, int users)
    {
        using var facts = TwoStars();
        Use(facts, "radweg", 1, users, day);
        Use(facts, "wetter", 101, 30, day: 0);
        Use(facts, "wetter", 101, 30, day: 20);
        facts.Analyse(TestDefinition.WithMinGroup(5));

        Assert.Equal([[null, null]], facts.Rows("SELECT accounts, trend FROM stories WHERE topic = 'radweg'"));
    }

    [Fact]
    public void Stories_TopicNewInTheLaterHalf_HasATrend()
    {
        using var facts = TwoStars();
        Use(facts, "radweg", 1, 29, day: 20);
        Use(facts, "wetter", 101, 30, day: 0);
        facts.Analyse(TestDefinition.WithMinGroup(5));

        Assert.Equal(Math.Log2(30), facts.Number("SELECT trend FROM stories WHERE topic = 'radweg'"), 12);
    }
}
