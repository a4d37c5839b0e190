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
    public void WithinModuleZ_StarBesideAClique_IsKnownWhereDegreesDiffer()
    {
        // Degrees in the star: 8 and 1 × 8, of mean 16 / 9 and mean square 72 / 9; in the clique all have 3.
        using var facts = new Facts().Clique(11, 12, 13, 14);
        for (ulong leaf = 2; leaf <= 9; leaf++) facts.Follow(leaf, 1);
        facts.Analyse();

        Assert.Equal(
            [
                [1UL, Math.Round((8 - (16.0 / 9)) / Math.Sqrt(8 - (256.0 / 81)), 12), "provincial hub"],
                [11UL, null, "ultra-peripheral"],
            ],
            facts.Rows(
                """
                SELECT account_id, round(within_module_z, 12), role FROM leaders
                WHERE account_id IN (1, 11) ORDER BY account_id
                """));
    }

    [Theory]
    // Two neighbours at home, one each in two pairs: 1 − (4 + 1 + 1) / 16 = 0.625.
    [InlineData(2, 2, 1, 1, "connector")]
    // One at home and one each in five pairs, as six communities are needed to pass 0.8: 1 − 6 / 36.
    [InlineData(1, 5, 1, 1, "kinless")]
    // Seven leaves, z = (7 − 14/8) / √(56/8 − (14/8)²) = 2.6, and both of a pair: 1 − (49 + 4) / 81 = 0.35.
    [InlineData(7, 1, 2, 0, "connector hub")]
    // Seven leaves, and all of four cliques of seven: 1 − 5 · 49 / 35² = 0.8.
    [InlineData(7, 4, 7, 0, "kinless hub")]
    public void Role_NeighboursInSeveralCommunities_FollowsParticipation(
        int atHome, int others, int neighboursEach, int homeTies, string role)
    {
        using var facts = new Facts();
        for (var i = 0; i < atHome; i++) facts.Follow((ulong)i + 2, 1);
        if (homeTies > 0) facts.Clique([.. Enumerable.Range(1, atHome + 1).Select(i => (ulong)i)]);
        for (var other = 1; other <= others; other++)
        {
            ulong[] clique = [.. Enumerable.Range(100 * other, Math.Max(2, neighboursEach)).Select(i => (ulong)i)];
            facts.Clique(clique);
            foreach (var neighbour in clique[..neighboursEach]) facts.Follow(1, neighbour);
        }

        facts.Analyse();

        Assert.Equal(
            [[role, others + 1L]],
            facts.Rows("SELECT role, (SELECT count(*) FROM communities) FROM leaders WHERE account_id = 1"));
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
