using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class RefinementTests
{
    [Fact]
    public void Run_VertexBarelyTiedToItsCommunity_StaysAlone()
    {
        // Vertex 0 hangs on a clique by one arc; at this resolution CPM asks for 0.5 per member: one arc is too little.
        List<(int, int, float)> arcs = [(0, 1, 1)];
        for (int i = 1; i <= 6; i++)
            arcs.AddRange(Enumerable.Range(1, i - 1).Select(j => (i, j, 1f)));
        CsrGraph graph = RandomGraph.Build(arcs, 7).Symmetrize();
        for (ulong seed = 0; seed < 50; seed++)
            Assert.Single(Refine(graph, new int[7], 0.5, seed), part => part == 0);
    }

    [Fact]
    public void Run_RandomGraph_PartsAreConnectedInsideTheirCommunityAndDoNotLowerQuality() =>
        RandomGraph.ForAll(random =>
        {
            CsrGraph graph = random.Symmetric();
            int[] labels = [.. random.RandomLabels(3).Select(label => Math.Min(label, graph.VertexCount - 1))];
            int[] parts = Refine(graph, labels, 0.8, random.Seed);
            foreach (IGrouping<int, int> part in Enumerable.Range(0, parts.Length).GroupBy(v => parts[v]))
            {
                Assert.Single(part.Select(v => labels[v]).Distinct());
                Assert.True(Textbook.IsConnected(graph, [.. part]));
            }

            Assert.True(ConstantPotts.Of(graph, parts, 0.8) >= -1e-9);
        });

    [Fact]
    public void Split_ScatteredLabels_GivesThePartsInOrderOfTheirSmallestVertex()
    {
        CsrGraph path = RandomGraph.Build(Enumerable.Range(0, 5).Select(v => (v, v + 1, 1f)), 6).Symmetrize();
        Assert.Equal([0, 0, 1, 2, 3, 4], Split(path, [5, 5, 3, 5, 0, 3]));
    }

    private static unsafe int[] Split(CsrGraph graph, int[] labels)
    {
        int[] parts = new int[graph.VertexCount];
        int[] queue = new int[graph.VertexCount];
        LevelGraphs.With(graph, Objective.Modularity, (level, _, _) =>
        {
            fixed (int* label = labels, part = parts, waiting = queue)
                Assert.Equal(parts.Length - 1, ConnectedParts.Split(level, label, part, waiting));
        });
        return parts;
    }

    private static unsafe int[] Refine(CsrGraph graph, int[] labels, double resolution, ulong seed)
    {
        int[] parts = new int[graph.VertexCount];
        int[] compact = (int[])labels.Clone();
        LevelGraphs.With(graph, Objective.ConstantPotts, (level, team, scratch) =>
        {
            LevelGroups groups = new(parts.Length, scratch);
            Links links = new(scratch, parts.Length);
            fixed (int* label = compact, part = parts)
            {
                groups.Renumber(label, compact.Length);
                new Refinement(parts.Length, scratch, team, _ => links).Run(
                    level, groups, part, resolution, 0.01, seed, CancellationToken.None);
            }
        });
        return parts;
    }
}
