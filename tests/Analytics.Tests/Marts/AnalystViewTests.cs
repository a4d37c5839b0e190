using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

public sealed class AnalystViewTests(AnalysedFacts analysed) : IClassFixture<AnalysedFacts>
{
    [Fact]
    public void Examples_OnSyntheticFacts_AllRunAndMostAnswer()
    {
        analysed.After(
            """
            UPDATE marts.leaders SET tier = 'mega', engaged_share_percentile = 0.5, posts = 10, sponsored_posts = 0
            WHERE rank = 2
            """,
            facts =>
            {
                foreach (var name in SqlFile.Names("examples"))
                {
                    var rows = facts.Rows(SqlFile.Read(name));
                    // Nobody talks about cycling here, and there is no earlier snapshot.
                    var silent = name is "examples/communities_about" or "examples/what_became_of_communities"
                        or "examples/who_is_rising";
                    Assert.True(silent == (rows.Count == 0), name);
                }
            });
    }

    [Fact]
    public void LeaderCard_Leader_ContributionsAreTheScore()
    {
        var facts = analysed.Facts;
        var account = facts.Value("SELECT account_id FROM leaders WHERE community_id = 1 AND rank = 1");

        Assert.Equal(
            LeaderComponents.All.Select(component => component.Title).Order(StringComparer.Ordinal),
            facts.Rows($"SELECT figure FROM leader_card({account}) WHERE scored")
                .Select(row => (string)row[0]!).Order(StringComparer.Ordinal));
        Assert.Equal(
            facts.Number($"SELECT score FROM leaders WHERE account_id = {account}"),
            facts.Number($"SELECT sum(contribution) FROM leader_card({account})"),
            9);
        Assert.Equal(
            facts.Rows($"SELECT reach::DOUBLE, posts::DOUBLE FROM leaders WHERE account_id = {account}")[0],
            facts.Rows(
                $"""
                SELECT max(value) FILTER (figure = 'reach'), max(value) FILTER (figure = 'posts')
                FROM leader_card({account})
                """)[0]);
    }

    [Fact]
    public void Why_Leader_SaysWhatAddsMostFirst()
    {
        var facts = analysed.Facts;
        var account = facts.Value("SELECT account_id FROM leaders WHERE community_id = 1 AND rank = 1");

        var sentence = (string)facts.Value($"SELECT sentence FROM why({account})")!;

        var first = facts.Value($"SELECT figure FROM leader_card({account}) LIMIT 1");
        Assert.StartsWith("Rank 1 of community 1 with a score of ", sentence);
        Assert.Contains($": {first} adds ", sentence);
        Assert.EndsWith(".", sentence);
        Assert.Empty(facts.Rows("FROM why(1)"));
    }

    [Fact]
    public void Why_HighPercentile_IsNotRoundedUpToEverybody()
    {
        // In a community of a few hundred the second of all is above 99.7 % of the others, not above 100 %.
        var leaders = analysed.Facts.Rows("SELECT account_id FROM leaders WHERE rank <= 3 ORDER BY ALL LIMIT 12");
        List<string> sentences =
            [.. leaders.Select(row => (string)analysed.Facts.Value($"SELECT sentence FROM why({row[0]})")!)];

        Assert.Contains(sentences, one => one.Contains("than all other members", StringComparison.Ordinal));
        Assert.All(sentences, one => Assert.DoesNotContain("than 100", one));
    }

    [Fact]
    public void PartnerPlan_MoreThanAnyNumber_IsTheWholePlan() => Assert.Equal(
        analysed.Facts.Number("SELECT count(*) FROM partner_plan(1)"),
        analysed.Facts.Number("SELECT count(*) FROM partner_plan(1, 99999999999)"));

    [Fact]
    public void Compare_TwoLeaders_DifferencesAreThatOfTheirScores()
    {
        var facts = analysed.Facts;
        var (one, other) = (Leader(1), Leader(2));

        Assert.Equal(
            facts.Number($"SELECT sum(score) FILTER (account_id = {one}) - sum(score) FILTER (account_id = {other}) "
                + "FROM leaders"),
            facts.Number($"SELECT sum(coalesce(contribution_a, 0) - coalesce(contribution_b, 0)) "
                + $"FROM compare({one}, {other})"),
            9);
        Assert.Equal([[1, 2]], facts.Rows($"SELECT DISTINCT rank_a, rank_b FROM compare({one}, {other})"));
        Assert.Equal(facts.Rows($"FROM leader_card({one})").Count, facts.Rows($"FROM compare({one}, 1)").Count);

        object? Leader(int rank) =>
            facts.Value($"SELECT account_id FROM leaders WHERE community_id = 1 AND rank = {rank}");
    }

    [Fact]
    public void PartnerPlan_Community_ListsTheFirstStepsOfItsSets()
    {
        var facts = analysed.Facts;

        Assert.Equal(
            [["default", 1], ["default", 2], ["learned", 1], ["learned", 2]],
            facts.Rows("SELECT brief, step FROM partner_plan(1, 2) WHERE brief IN ('default', 'learned')"));
        Assert.Equal(
            facts.Rows("SELECT count(*) FROM partners WHERE community_id = 1 AND brief <> 'campaign'"),
            facts.Rows("SELECT count(*) FROM partner_plan(1)"));
    }

    [Fact]
    public void Meaning_OfEveryViewAndMacro_IsASentence()
    {
        var names = AnalystViews.Names.Concat(AnalystViews.MacroCalls.Select(call => call[..call.IndexOf('(')]));
        Assert.All(names, name => Assert.EndsWith(".", AnalystViews.Meaning(name)));
    }

    [Fact]
    public void Steps_NoFile_UsesWhatDependsOnThreadsOrTime()
    {
        string[] forbidden = ["any_value", "random(", "now()", "current_", "first(", "mode(", "avg(", "date_diff"];
        foreach (var name in SqlFile.Names("steps").Concat(SqlFile.Names("marts")))
        {
            var sql = SqlFile.Read(name);
            Assert.All(forbidden, word => Assert.DoesNotContain(word, sql));
            Assert.Contains("final AS (", sql);
            Assert.Contains("SELECT * FROM final", sql);
        }
    }
}
