using Analytics.Pipeline;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Validation;
using Analytics.Pipeline.Validation.Predictive;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Validation;

public sealed class PredictiveValidationTests
{
    private const double Split = 50;

    /// <summary>
    /// Two communities of people who follow each other, 1 … 5 and 11 … 15. Before the split 2, 3 and 4 repost 1, and
    /// 3 reposts 2. From the split on two accounts turn to 1 and one to 4; a like, an account of the other community,
    /// and a second act of the same account count nothing.
    /// </summary>
    private static Facts TwoCommunities() => Delivered(new Facts()
        .Clique(1, 2, 3, 4, 5).Clique(11, 12, 13, 14, 15)
        .Interact(2, 1, "repost", 10).Interact(3, 1, "repost", 20).Interact(4, 1, "repost", 30)
        .Interact(3, 2, "repost", 10).Interact(12, 11, "repost", 40)
        .Interact(2, 1, "repost", Split).Interact(3, 1, "mention", 60).Interact(3, 1, "repost", 61)
        .Interact(5, 4, "mention", 70).Interact(3, 2, "like", 60).Interact(11, 2, "repost", 60));

    [Fact]
    public void Compare_TwoCommunities_NdcgOfABaselineByHand()
    {
        using var facts = TwoCommunities();

        var rows = Compare(facts);

        // In-degree orders 1, 2, then 3, 4 and 5 at the same place; outcomes are 2, 0, and one of the three has 1.
        var tie = Math.Log(2) / 3 * ((1 / Math.Log2(4)) + (1 / Math.Log2(5)) + (1 / Math.Log2(6)));
        var expected = (Math.Log(3) + tie) / (Math.Log(3) + (Math.Log(2) / Math.Log2(3)));
        var row = Row(rows, "ndcg_at_10", "in_degree");
        Assert.Equal(expected, row.BaselineValue!.Value, 12);
        Assert.Equal("test split=2024-02-20T00:00:00Z communities=1/2", row.Case);
        Assert.Equal(row.Value - expected, Row(rows, "ndcg_at_10_gain", "in_degree").Value, 12);
    }

    [Fact]
    public void Compare_EveryFigure_StandsBesideEveryBaseline()
    {
        using var facts = TwoCommunities();

        var rows = Compare(facts);

        Assert.Equal(4 * 2 * 8, rows.Count);
        Assert.All(rows, row => Assert.Equal("predictive", row.Check));
        Assert.All(rows, row => Assert.True(double.IsFinite(row.Value) && row.Low <= row.High, row.ToString()));
        // Everybody has the same followers: that orders nobody.
        Assert.Equal(0, Row(rows, "spearman", "followers").BaselineValue);
    }

    [Fact]
    public void Compare_LaterFacts_ChangeNoScore()
    {
        using var facts = TwoCommunities();
        using var other = Delivered(new Facts()
            .Clique(1, 2, 3, 4, 5).Clique(11, 12, 13, 14, 15)
            .Interact(2, 1, "repost", 10).Interact(3, 1, "repost", 20).Interact(4, 1, "repost", 30)
            .Interact(3, 2, "repost", 10).Interact(12, 11, "repost", 40)
            .Interact(1, 5, "mention", 90).Follow(11, 5, 80));
        const string Scores = "SELECT vertex, community_id, score FROM work.member_scores ORDER BY ALL";

        Compare(facts);
        Compare(other);

        Assert.Equal(facts.Rows(Scores), other.Rows(Scores));
    }

    [Fact]
    public void ShowBefore_FactsThatReachAcross_AreAsTheyWereKnown()
    {
        using var facts = Delivered(new Facts()
            .Follow(1, 2, 0, ended: 40).Follow(2, 1, 0, ended: 60).Follow(3, 1, Split)
            .Post(1, 10, likes: 7).Post(1, 55, likes: 8).Account(1, 100, 10).Account(1, 200, 55));
        SplitFacts.ShowBefore(facts.Connection, Facts.Day(Split));

        Assert.Equal(
            [[1UL, Facts.Day(40)], [2UL, null]],
            facts.Rows("SELECT follower_id, ended_at FROM follows ORDER BY follower_id"));
        Assert.Equal([[Facts.Day(10), null]], facts.Rows("SELECT posts.at, likes FROM posts"));
        Assert.Equal([[100L]], facts.Rows("SELECT claimed_followers FROM accounts"));
    }

    [Fact]
    public void Compare_NothingHappenedLater_IsAUsageError()
    {
        using var facts = Delivered(new Facts().Clique(1, 2, 3, 4, 5).Interact(2, 1, "repost", 10));

        var error = Assert.Throws<UserException>(() => Compare(facts));

        Assert.Equal(2, error.ExitCode);
        Assert.Contains("Choose an earlier or later time", error.Message);
    }

    private static IReadOnlyList<ValidationRow> Compare(Facts facts)
    {
        SplitFacts.ShowBefore(facts.Connection, Facts.Day(Split));
        return PredictiveValidation.Compare(
            TestDefinition.Tiny, facts.Connection, Facts.Day(Split), facts.Threads, CancellationToken.None,
            leastMembers: 5, leastWithOutcome: 1);
    }

    /// <summary>Moves the facts to where those of a lake are shown.</summary>
    private static Facts Delivered(Facts facts)
    {
        facts.Connection.Execute("CREATE SCHEMA delivered");
        foreach (var table in MartCatalog.Facts)
        {
            facts.Connection.Execute(
                $"CREATE TABLE delivered.{table.Name} AS FROM main.{table.Name}; DROP TABLE main.{table.Name}");
        }

        return facts;
    }

    private static ValidationRow Row(IReadOnlyList<ValidationRow> rows, string metric, string baseline) =>
        Assert.Single(rows, row => row.Metric == metric && row.Baseline == baseline);
}
