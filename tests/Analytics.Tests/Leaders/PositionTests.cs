using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class PositionTests
{
    [Fact]
    public void Betweenness_PathOfFive_IsTheShareOfPairs()
    {
        // 1 − 2 − 3 − 4 − 5: of six pairs of others 2 and 4 lie between three, 3 between four.
        using var facts = new Facts().Follow(1, 2).Follow(2, 3).Follow(4, 3).Follow(5, 4);
        facts.Analyse(TestDefinition.Tiny with
        {
            Communities = TestDefinition.Tiny.Communities with { MinSize = 5, Resolution = 0.01 },
        });

        Assert.Equal(
            [[1UL, 0.0, 2L], [2UL, 0.5, 3L], [3UL, 0.666666666667, 4L], [4UL, 0.5, 3L], [5UL, 0.0, 2L]],
            facts.Rows("SELECT account_id, betweenness, neighbour_degree_sum FROM members ORDER BY account_id"));
        Assert.Equal(
            [[3UL, 0.666666666667, 0.0, 4L, "provincial hub"]],
            facts.Rows(
                """
                SELECT account_id, betweenness, betweenness_error, neighbour_degree_sum,
                  CASE WHEN participation = 0 THEN 'provincial hub' END
                FROM leaders WHERE account_id = 3
                """));
    }

    [Fact]
    public void Betweenness_SquareWithTwoWays_CountsByShares()
    {
        // 1 and 3 are joined by way of 2 and of 4, half a pair each; the same the other way round.
        using var facts = new Facts().Follow(1, 2).Follow(2, 3).Follow(3, 4).Follow(4, 1);
        facts.Analyse(TestDefinition.Tiny with
        {
            Communities = TestDefinition.Tiny.Communities with { MinSize = 4, Resolution = 0.01 },
        });

        Assert.All(
            facts.Rows("SELECT betweenness FROM members"), row => Assert.Equal(0.5 / 3, (double)row[0]!, 11));
    }

    [Fact]
    public void Betweenness_CommunityOfTwo_IsZero()
    {
        using var facts = new Facts().Follow(1, 2);
        facts.Analyse();

        Assert.Equal([[0.0], [0.0]], facts.Rows("SELECT betweenness FROM members"));
    }

    [Fact]
    public void Leaders_Position_IsThatOfTheMember()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 1000, 8);
        facts.Analyse(TestDefinition.Defaults);

        Assert.Equal(
            0,
            facts.Number(
                """
                SELECT count(*) FROM leaders JOIN members USING (account_id)
                WHERE (leaders.betweenness, leaders.participation, leaders.role, leaders.neighbour_degree_sum)
                  IS DISTINCT FROM
                  (members.betweenness, members.participation, members.role, members.neighbour_degree_sum)
                """));
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.OfTable(MartCatalog.Table("leaders"))));
    }
}
