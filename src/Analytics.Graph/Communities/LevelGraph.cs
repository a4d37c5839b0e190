using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// The graph at one level of the multilevel scheme. The arcs of vertex v lie at <c>Start[v] … End[v] − 1</c>; between
/// rows there may be room that nobody uses. Per vertex its mass (what the quality function counts: weighted degree for
/// modularity, input vertices for CPM) and its size (input vertices). Self-loops carry mass but never influence a
/// move: aggregated levels do not store them, and for an input graph with loops their weight is known per vertex.
/// <para>Points into memory that others own.</para>
/// </summary>
internal sealed unsafe class LevelGraph
{
    public int VertexCount { get; init; }

    /// <summary>Arcs stored, self-loops included.</summary>
    public long ArcCount { get; init; }

    public long* Start { get; init; }

    public long* End { get; init; }

    public int* Targets { get; init; }

    public float* Weights { get; init; }

    public double* Mass { get; init; }

    public int* Size { get; init; }

    /// <summary>Weight of the self-loop of each vertex; null where the graph has none.</summary>
    public double* Loops { get; set; }

    /// <summary>Weight of all arcs; of the input level only.</summary>
    public double TotalWeight { get; set; }

    /// <summary>Whether weights are sums that were rounded to float32.</summary>
    public bool IsAggregated { get; init; }

    public int Degree(int v) => (int)(End[v] - Start[v]);

    /// <summary>Quality of a partition in units of arc weight: <c>Σ_C [ w(C,C) − γ·mass(C)² ]</c>. Sums are joined in
    /// the order of the vertices.</summary>
    /// <param name="labels">Below the vertex count.</param>
    /// <param name="resolution">γ in units of mass.</param>
    /// <param name="team">Shares the arcs.</param>
    public double Quality(int[] labels, double resolution, Team team)
    {
        const int PerBlock = 4096;
        double[] inside = new double[(VertexCount + PerBlock - 1) / PerBlock];
        team.For(inside.Length, (block, _) =>
        {
            double sum = 0;
            int end = Math.Min(VertexCount, (block + 1) * PerBlock);
            for (int v = block * PerBlock; v < end; v++)
            {
                for (long i = Start[v]; i < End[v]; i++)
                    sum += labels[Targets[i]] == labels[v] ? Weights[i] : 0;
            }

            inside[block] = sum;
        });
        double[] mass = new double[VertexCount];
        for (int v = 0; v < VertexCount; v++)
            mass[labels[v]] += Mass[v];
        return inside.Sum() - resolution * mass.Sum(m => m * m);
    }
}
