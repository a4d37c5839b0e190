using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
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
        int[] parts = new int[6];
        int count = ConnectedParts.Split(LevelGraph.Of(path, Objective.Modularity), [7, 7, 3, 7, -1, 3], parts);
        Assert.Equal(4, count);
        Assert.Equal([0, 0, 1, 2, -1, 3], parts);
    }

    private static int[] Refine(CsrGraph graph, int[] labels, double resolution, ulong seed)
    {
        int[] parts = new int[graph.VertexCount];
        LevelGraph level = LevelGraph.Of(graph, Objective.ConstantPotts);
        new Refinement(graph.VertexCount).Run(
            level, labels, parts, resolution, 0.01, new Xoshiro256(seed), CancellationToken.None);
        return parts;
    }
}
