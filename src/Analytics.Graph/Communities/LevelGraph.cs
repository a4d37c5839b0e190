using Analytics.Graph.Csr;
using Analytics.Graph.Memory;

namespace Analytics.Graph.Communities;

/// <summary>
/// The graph at one level of the multilevel scheme: rows as in <see cref="CsrGraph"/>, plus per vertex its mass (what
/// the quality function counts: weighted degree for modularity, input vertices for CPM) and its size (input vertices).
/// Self-loops carry mass but never influence a move, so aggregated levels do not store them.
/// </summary>
internal sealed class LevelGraph(
    LargeArray<long> offsets, LargeArray<int> targets, LargeArray<float> weights, double[] mass, int[] size)
{
    public readonly LargeArray<long> Offsets = offsets;
    public readonly LargeArray<int> Targets = targets;
    public readonly LargeArray<float> Weights = weights;
    public readonly double[] Mass = mass;
    public readonly int[] Size = size;

    public int VertexCount => Mass.Length;

    /// <summary>The input graph as the lowest level; shares its arrays.</summary>
    public static LevelGraph Of(CsrGraph graph, Objective objective)
    {
        int n = graph.VertexCount;
        int[] size = new int[n];
        Array.Fill(size, 1);
        double[] mass = new double[n];
        for (int v = 0; v < n; v++)
            mass[v] = objective == Objective.Modularity ? graph.OutWeight(v) : 1;
        return new LevelGraph(graph.Offsets, graph.TargetArray, graph.WeightArray, mass, size);
    }
}
