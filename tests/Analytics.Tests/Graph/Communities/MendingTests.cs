using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class MendingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Run_SomeVerticesMoved_LeavesExactlyTheConnectedParts(long moves) => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Symmetric();
        int n = graph.VertexCount;
        int[] before = Connected(graph, random.RandomLabels(3));
        int[] labels = (int[])before.Clone();
        for (int v = (int)(random.Seed % 5); v < n; v += 5)
            labels[v] = graph.Degree(v) > 0 ? before[graph.Targets(v)[0]] : labels[v];

        // Two vertices belong together if they did after the moves and a way inside leads from one to the other.
        int[] expected = Connected(graph, labels);
        int[] mended = Mend(graph, before, labels, moves);
        for (int v = 0; v < n; v++)
        {
            for (int w = 0; w < v; w++)
                Assert.Equal(expected[v] == expected[w], mended[v] == mended[w]);
        }

        Assert.All(mended, label => Assert.InRange(label, 0, n - 1));
    }, count: 1000);

    private static unsafe int[] Connected(CsrGraph graph, int[] labels)
    {
        int[] parts = new int[labels.Length];
        int[] queue = new int[labels.Length];
        LevelGraphs.With(graph, Objective.Modularity, (level, _, _) =>
        {
            fixed (int* label = labels, part = parts, waiting = queue)
                ConnectedParts.Split(level, label, part, waiting);
        });
        return parts;
    }

    private static unsafe int[] Mend(CsrGraph graph, int[] before, int[] labels, long moves)
    {
        int[] mended = (int[])labels.Clone();
        int n = mended.Length;
        LevelGraphs.With(graph, Objective.Modularity, (level, team, scratch) =>
        {
            int* queue = scratch.New<int>(n).Pointer;
            int* stamps = scratch.New<int>(n).Pointer;
            fixed (int* old = before, label = mended)
                new Mending(level, old, label, queue, stamps, new LevelGroups(n, scratch), team).Run(moves);
        });
        return mended;
    }
}
