using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Communities;

public sealed class CommunityMartTests
{
    /// <summary>Two cliques and one follow between them: all figures below are computed by hand.</summary>
    private static Facts TwoCliques() => new Facts().Clique(1, 2, 3, 4).Clique(11, 12, 13).Follow(4, 11);

    [Fact]
    public void Communities_TwoCliques_DensityConductanceAndWeightByHand()
    {
        using var facts = TwoCliques();
        facts.Analyse();

        // Volumes 2·12 + 1 and 2·6 + 1; one follow crosses; the smaller volume is 13 for both.
        Assert.Equal(
            [[1L, 4, 1.0, 1.0 / 13, 12.0, "birth", null], [2L, 3, 1.0, 1.0 / 13, 6.0, "birth", null]],
            facts.Rows(
                """
                SELECT community_id, size, density, conductance, internal_weight, event, previous_id FROM communities
                """));
    }

    [Fact]
    public void Communities_NobodyOutside_ConductanceIsNull()
    {
        using var facts = new Facts().Clique(1, 2, 3);
        facts.Analyse();

        Assert.Null(facts.Value("SELECT conductance FROM communities"));
    }

    [Fact]
    public void Communities_SmallGraph_AgreementOverSeedsIsMeasured()
    {
        using var facts = TwoCliques();
        facts.Analyse();

        Assert.Equal(
            [[1.0, 1.0, null], [1.0, 1.0, null]],
            facts.Rows("SELECT agreement, stability, agreement_note FROM communities"));
    }

    [Fact]
    public void Communities_LargeGraph_AgreementIsNullWithAReason()
    {
        using Facts facts = new();
        // 22 accounts with 19,000 followers each: more accounts than agreement is measured for.
        facts.Connection.Execute(
            """
            INSERT INTO follows
            SELECT 100 + 19000 * i + a, i, TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01', NULL, 'test'
            FROM range(22) AS r(i), range(19000) AS s(a)
            """);
        facts.Analyse();

        Assert.Equal(22, facts.Number("SELECT count(*) FROM communities"));
        Assert.Equal(
            [[null, null, "measured up to 400,000 accounts and 4,000,000 pairs only"]],
            facts.Rows("SELECT DISTINCT agreement, stability, agreement_note FROM communities"));
    }

    [Fact]
    public void Communities_NothingDistinctive_LabelIsTheNumber()
    {
        using var facts = TwoCliques();
        facts.Analyse();

        Assert.Equal([["Community 1"], ["Community 2"]], facts.Rows("SELECT label FROM communities"));
    }

    [Fact]
    public void Communities_SmallParts_AreResidualAndCounted()
    {
        using var facts = TwoCliques().Follow(21, 22);
        var summary = facts.Analyse(WithMinSize(3));

        Assert.Equal((9, 7, 2, 4), (summary.Vertices, summary.Members, summary.Residual, summary.LargestCommunity));
        Assert.Equal(0, facts.Number("SELECT count(*) FROM members WHERE account_id > 20"));
    }

    [Fact]
    public void Communities_BelowTheSmallestCell_AreResidualWhateverMinSizeSays()
    {
        using var facts = new Facts().Clique(1, 2, 3, 4).Clique(11, 12, 13);
        var summary = facts.Analyse(TestDefinition.WithMinGroup(4));

        Assert.Equal(3, summary.Residual);
        Assert.Equal(4, facts.Number("SELECT min_size FROM settings"));
    }

    [Fact]
    public void Communities_CeilingBelowTheSmallestCell_IsTheUsersMistake()
    {
        using var facts = TwoCliques();
        var definition = TestDefinition.WithMinGroup(10) with
        {
            Communities = TestDefinition.Tiny.Communities with { MaxSize = 5 },
        };

        var error = Assert.Throws<UserException>(() => facts.Analyse(definition));

        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.Contains("communities.max_size", error.Message);
    }

    [Fact]
    public void Communities_Expire_WhenRetentionAfterAsOfHasPassed()
    {
        using var facts = TwoCliques().Interact(1, 2, "like", 7);
        facts.Analyse();

        Assert.Equal(
            [[Facts.Day(7), Facts.Day(372)]], facts.Rows("SELECT DISTINCT as_of, expires_at FROM communities"));
    }

    [Fact]
    public void Members_TwoCliques_DegreeParticipationCorenessAndPageRankByHand()
    {
        using var facts = TwoCliques();
        facts.Analyse();

        // Account 4 has three neighbours in its community and one outside: 1 − (9 + 1) / 16.
        Assert.Equal(
            [
                [1UL, 3, null, 0.0, "ultra-peripheral", 0.25, 3],
                [4UL, 3, null, 0.375, "peripheral", 0.25, 3],
                [11UL, 2, null, 1 - (4.0 + 1) / 9, "peripheral", 0.333333333333, 2],
            ],
            facts.Rows(
                """
                SELECT account_id, internal_degree, within_module_z, participation, role, pagerank, coreness
                FROM members
                WHERE account_id IN (1, 4, 11)
                ORDER BY account_id
                """));
    }

    [Fact]
    public void Members_Star_ItsCentreIsAProvincialHub()
    {
        using Facts facts = new();
        for (ulong leaf = 2; leaf <= 9; leaf++)
            facts.Follow(leaf, 1);
        facts.Analyse();

        // Degrees 8, 1 × 8: mean 16 / 9, variance 72 / 9 − (16 / 9)².
        Assert.Equal((8 - 16.0 / 9) / Math.Sqrt(8 - 256.0 / 81), facts.Number(
            "SELECT within_module_z FROM members WHERE account_id = 1"), 12);
        Assert.Equal("provincial hub", facts.Value("SELECT role FROM members WHERE account_id = 1"));
        Assert.Equal("ultra-peripheral", facts.Value("SELECT DISTINCT role FROM members WHERE account_id > 1"));
    }

    [Fact]
    public void Members_NeighbourInTheResidual_CountsAsOneMoreCommunity()
    {
        // Four accounts close together fill the ceiling: the two that one of them follows stay outside.
        using var facts = new Facts().Clique(1, 2, 3, 4).Follow(4, 21).Follow(4, 22);
        foreach (var (one, other) in new (ulong, ulong)[] { (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4) })
            facts.Interact(one, other, "repost", 0).Interact(one, other, "quote", 0);
        var definition = WithMinSize(3) with
        {
            Communities = TestDefinition.Tiny.Communities with { MinSize = 3, MaxSize = 4 },
        };
        facts.Analyse(definition);

        Assert.Equal(4, facts.Number("SELECT count(*) FROM members"));
        Assert.Equal(1 - (9.0 + 4) / 25, facts.Number("SELECT participation FROM members WHERE account_id = 4"), 12);
    }

    [Fact]
    public void Check_CommunityThatFallsApart_IsFound()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 600, 6);
        facts.Analyse(TestDefinition.Defaults);
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.Checks));

        // An account that nobody knows is put into a community: it cannot be connected.
        facts.Connection.Execute(
            "INSERT INTO marts.members SELECT * REPLACE (7 AS account_id) FROM marts.members LIMIT 1");

        Assert.Equal(1, Assert.Single(DataTests.Run(facts.Connection, DataTests.Checks)).Rows);
    }

    private static PipelineDefinition WithMinSize(int accounts) =>
        TestDefinition.Tiny with { Communities = TestDefinition.Tiny.Communities with { MinSize = accounts } };
}
