using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Benchmarks.Graphs;

/// <summary>A symmetric graph to measure on; for planted ones also the community of each vertex.</summary>
internal sealed record GraphInput(string Name, CsrGraph Graph, Lazy<int[]?> Truth);

/// <summary>One line of the table.</summary>
/// <param name="Kernel">What is measured; a peer's row of the same name is set beside it.</param>
/// <param name="Work">What is timed; returns a few words on the result, such as its quality.</param>
internal sealed record GraphRow(string Kernel, Func<Workers, string> Work);

/// <summary>Rows that are measured in one process. What they prepare before they are yielded is not timed.</summary>
internal sealed record RowGroup(string Name, Func<GraphInput, IEnumerable<GraphRow>> Rows)
{
    public static IReadOnlyList<RowGroup> All { get; } =
    [
        new("csr", CsrRows.Of), new("centrality", CentralityRows.Of), new("structure", StructureRows.Of),
        new("betweenness", BetweennessRows.Of), new("influence", InfluenceRows.Of),
        new("communities", LeidenRows.Of),
    ];
}

/// <summary>What was measured of one row; seconds of each run in the order in which they were done.</summary>
internal sealed record GraphFigures(string Kernel, double[] Seconds, double PeakMb, string Note)
{
    /// <summary>The graph and what one run adds to the process, without the runtime; null for peers.</summary>
    public double? OwnMb { get; init; }

    /// <summary>Name and version of a peer; null for ours.</summary>
    public string? Peer { get; init; }

    public double Median => Seconds.Order().ElementAt(Seconds.Length / 2);
}
