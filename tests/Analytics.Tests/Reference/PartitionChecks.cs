using Analytics.Graph.Communities;
using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>What every published partition promises, checked the slow way.</summary>
public static class PartitionChecks
{
    public static void ConnectedAndNumbered(CsrGraph graph, Partition partition)
    {
        Assert.Equal(graph.VertexCount, partition.Labels.Length);
        List<int>[] members = Members(partition);
        Assert.All(members, vertices => Assert.NotEmpty(vertices));
        Assert.All(members, vertices => Assert.True(Textbook.IsConnected(graph, vertices)));
        for (int c = 1; c < members.Length; c++)
        {
            Assert.True(
                members[c - 1].Count > members[c].Count
                || (members[c - 1].Count == members[c].Count && members[c - 1][0] < members[c][0]));
        }
    }

    public static void Bounded(CsrGraph graph, Partition partition, int minSize, int maxSize)
    {
        ConnectedAndNumbered(graph, partition);
        Assert.All(partition.Sizes(), size => Assert.InRange(size, minSize, maxSize));
    }

    /// <summary>Cliques 0, 1, 2, … each joined to the next by one edge.</summary>
    public static CsrGraph RingOfCliques(int cliques, int size)
    {
        List<(int, int, float)> arcs = [];
        for (int c = 0; c < cliques; c++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < i; j++)
                    arcs.Add((c * size + i, c * size + j, 1));
            }

            arcs.Add((c * size, (c + 1) % cliques * size + 1, 1));
        }

        return RandomGraph.Build(arcs, cliques * size).Symmetrize();
    }

    private static List<int>[] Members(Partition partition)
    {
        List<int>[] members = [.. Enumerable.Range(0, partition.Count).Select(_ => new List<int>())];
        for (int v = 0; v < partition.Labels.Length; v++)
        {
            Assert.InRange(partition.Labels[v], -1, partition.Count - 1);
            if (partition.Labels[v] >= 0)
                members[partition.Labels[v]].Add(v);
        }

        return members;
    }
}
