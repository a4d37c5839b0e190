using Analytics.Tests.Marts;

namespace Analytics.Tests.Communities;

public sealed class LineageTests
{
    private static readonly ulong[] A = [1, 2, 3, 4, 5, 6];
    private static readonly ulong[] B = [11, 12, 13, 14, 15, 16];
    private static readonly ulong[] C = [21, 22, 23, 24, 25, 26];
    private static readonly ulong[] D = [31, 32, 33, 34, 35, 36];
    private static readonly ulong[] E = [41, 42, 43, 44, 45, 46];

    [Fact]
    public void Communities_FirstSnapshot_AreBornInOrderOfSizeAndAccount()
    {
        using var facts = new Facts().Clique([.. A, 7]).Clique(C).Clique(B);
        var summary = facts.Analyse();

        Assert.Equal([[1L, 7, "birth", null], [2L, 6, "birth", null], [3L, 6, "birth", null]], Events(facts));
        Assert.Equal(4, summary.NextCommunityId);
        Assert.Equal(3, summary.Events["birth"]);
        Assert.Empty(facts.Rows("FROM lineage"));
    }

    [Fact]
    public void Communities_OverFourSnapshots_ContinueMergeSplitAndNeverReuseNumbers()
    {
        using var facts = new Facts().Clique(A).Clique(B).Clique(C);
        var summary = facts.Analyse();

        facts.NextSnapshot().Clique(A).Clique([.. B, .. C]).Clique(D);
        summary = facts.Analyse(nextCommunityId: summary.NextCommunityId);
        Assert.Equal(
            [[1L, 6, "continue", 1L], [2L, 12, "merge", 2L], [4L, 6, "birth", null]], Events(facts));
        Assert.Equal([3L], summary.Deaths);

        facts.NextSnapshot().Clique(A).Clique(B).Clique(C);
        summary = facts.Analyse(nextCommunityId: summary.NextCommunityId);
        Assert.Equal([[1L, 6, "continue", 1L], [2L, 6, "split", 2L], [5L, 6, "split", 2L]], Events(facts));
        Assert.Equal([4L], summary.Deaths);

        facts.NextSnapshot().Clique(A).Clique(E);
        summary = facts.Analyse(nextCommunityId: summary.NextCommunityId);
        Assert.Equal([[1L, 6, "continue", 1L], [6L, 6, "birth", null]], Events(facts));
        Assert.Equal([2L, 5L], summary.Deaths);
        Assert.Equal(7, summary.NextCommunityId);
    }

    [Fact]
    public void Lineage_Merge_ShowsBothOriginsAndTheNumberThatEnds()
    {
        using var facts = new Facts().Clique(A).Clique(B).Clique(C);
        facts.Analyse();
        facts.NextSnapshot().Clique(A).Clique([.. B, .. C]);
        facts.Analyse(nextCommunityId: 4);

        Assert.Equal(
            [
                [1L, "overlap", 1L, 6L, 1.0],
                [2L, "overlap", 2L, 6L, 0.5],
                [3L, "death", 2L, null, null],
                [3L, "overlap", 2L, 6L, 0.5],
            ],
            facts.Rows("SELECT previous_id, relation, community_id, shared_members, jaccard FROM lineage"));
    }

    [Fact]
    public void Lineage_OverlapOfFewAccounts_IsASmallCell()
    {
        using var facts = new Facts().Clique(A).Clique(B);
        facts.Analyse(TestDefinition.WithMinGroup(3));
        // Two of B have moved to A.
        facts.NextSnapshot().Clique([.. A, 15, 16]).Clique(11, 12, 13, 14);
        facts.Analyse(TestDefinition.WithMinGroup(3), nextCommunityId: 3);

        Assert.Equal(
            [[1L, 1L, 6L], [2L, 2L, 4L]],
            facts.Rows("SELECT previous_id, community_id, shared_members FROM lineage"));
    }

    private static List<object?[]> Events(Facts facts) =>
        facts.Rows("SELECT community_id, size, event, previous_id FROM communities ORDER BY community_id");
}
