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
                    var silent = name is "examples/communities_about" or "examples/what_became_of_communities";
                    Assert.True(silent == (rows.Count == 0), name);
                }
            });
    }

    [Fact]
    public void Why_Leader_ExplainsTheWholeScore()
    {
        var facts = analysed.Facts;
        var account = facts.Value("SELECT account_id FROM leaders WHERE community_id = 1 AND rank = 1");

        Assert.Equal(6, facts.Rows($"FROM leader_card({account})").Count);
        Assert.Equal(
            facts.Number($"SELECT score FROM leaders WHERE account_id = {account}"),
            facts.Number($"SELECT sum(contribution) FROM why({account})"),
            9);
        Assert.StartsWith(
            "PageRank: higher than 100 % of the members",
            (string)facts.Value($"SELECT reason FROM why({account}) WHERE starts_with(reason, 'PageRank')")!);
    }

    [Fact]
    public void PartnerPlan_Community_ListsItsStepsInOrder()
    {
        var facts = analysed.Facts;

        var steps = facts.Rows("SELECT step FROM partner_plan(1) WHERE brief = 'default'").Select(row => (int)row[0]!);

        Assert.NotEmpty(steps);
        Assert.Equal(Enumerable.Range(1, steps.Count()), steps);
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
