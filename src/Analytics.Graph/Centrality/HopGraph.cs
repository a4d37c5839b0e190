using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// The arcs of a graph without loops, with lengths for weights, and with vertices renumbered in breadth-first order
/// from the vertex of largest degree, component after component (direction ignored). Neighbours get numbers close
/// together, which keeps what a search touches in the cache and makes searches from consecutive sources reach the same
/// vertices at the same time. 4 bytes per arc, 8 more for a length, and 16 per vertex; directed graphs keep arcs in
/// both directions.
/// </summary>
internal sealed class HopGraph
{
    private const int VerticesPerBlock = 1 << 13;

    private readonly int[] _componentStarts;

    private HopGraph(int[] vertices, int[] componentStarts, (long[] Offsets, int[] Targets, double[] Lengths) outgoing,
        (long[] Offsets, int[] Targets, double[] Lengths) incoming)
    {
        Vertices = vertices;
        _componentStarts = componentStarts;
        (OutOffsets, OutTargets, OutLengths) = outgoing;
        (InOffsets, InTargets, _) = incoming;
    }

    public int Count => Vertices.Length;

    /// <summary>The vertex of the graph that each number here stands for.</summary>
    public int[] Vertices { get; }

    public long[] OutOffsets { get; }

    public int[] OutTargets { get; }

    /// <summary>Empty if every arc has length 1.</summary>
    public double[] OutLengths { get; }

    /// <summary>The same as <see cref="OutOffsets"/> for a symmetric graph.</summary>
    public long[] InOffsets { get; }

    public int[] InTargets { get; }

    /// <param name="graph">The graph.</param>
    /// <param name="reverse">Its arcs turned round; the graph itself if it is symmetric.</param>
    /// <param name="workers">Threads to renumber arcs with.</param>
    /// <param name="supervision">Only looked at for whether to stop.</param>
    /// <param name="removed">Vertices to leave out; none if null.</param>
    /// <param name="lengths">What weights mean.</param>
    public static HopGraph Of(
        CsrGraph graph, CsrGraph reverse, Workers workers, Supervision supervision, bool[]? removed = null,
        ArcLengths lengths = ArcLengths.Hops)
    {
        (int[] vertices, int[] starts, int[] numbers) = Number(graph, reverse, removed, supervision.Cancel);
        (long[], int[], double[]) outgoing = Rows(graph, vertices, numbers, lengths, workers, supervision);
        return new HopGraph(
            vertices, starts, outgoing,
            ReferenceEquals(graph, reverse)
                ? outgoing
                : Rows(reverse, vertices, numbers, ArcLengths.Hops, workers, supervision));
    }

    /// <summary>First and one past the last number of every component.</summary>
    public IEnumerable<(int Start, int End)> Components() =>
        _componentStarts.Zip(_componentStarts.Skip(1), (start, end) => (start, end));

    public bool HasNeighbours(int number) =>
        OutOffsets[number + 1] > OutOffsets[number] || InOffsets[number + 1] > InOffsets[number];

    /// <summary>First and one past the last number of the components that the given numbers lie in.</summary>
    public (int Start, int End) Range(int first, int last)
    {
        int start = Array.BinarySearch(_componentStarts, first);
        int end = Array.BinarySearch(_componentStarts, last);
        start = start < 0 ? ~start - 1 : start;
        end = end < 0 ? ~end : end + 1;
        return (_componentStarts[start], _componentStarts[end]);
    }

    private static (int[] Vertices, int[] Starts, int[] Numbers) Number(
        CsrGraph graph, CsrGraph reverse, bool[]? removed, CancellationToken cancel)
    {
        int n = graph.VertexCount;
        int[] numbers = new int[n];
        Array.Fill(numbers, -1);
        int[] vertices = new int[n];
        int count = 0;
        List<int> starts = [];
        foreach (int root in ByDegree(graph, reverse))
        {
            if (numbers[root] >= 0 || removed?[root] == true)
                continue;
            starts.Add(count);
            int next = count;
            Visit(root);
            while (next < count)
            {
                if (next % VerticesPerBlock == 0)
                    cancel.ThrowIfCancellationRequested();
                int v = vertices[next++];
                foreach (int w in graph.Targets(v))
                    Visit(w);
                if (!ReferenceEquals(graph, reverse))
                {
                    foreach (int w in reverse.Targets(v))
                        Visit(w);
                }
            }
        }

        starts.Add(count);
        return (vertices[..count], [.. starts], numbers);

        void Visit(int v)
        {
            if (numbers[v] >= 0 || removed?[v] == true)
                return;
            numbers[v] = count;
            vertices[count++] = v;
        }
    }

    /// <summary>All vertices, those with most arcs first, by counting.</summary>
    private static int[] ByDegree(CsrGraph graph, CsrGraph reverse)
    {
        int n = graph.VertexCount;
        long[] keys = new long[n];
        for (int v = 0; v < n; v++)
            keys[v] = -(graph.Degree(v) + (long)reverse.Degree(v)) << 31 | (uint)v;
        Array.Sort(keys);
        int[] order = new int[n];
        for (int i = 0; i < n; i++)
            order[i] = (int)(keys[i] & int.MaxValue);
        return order;
    }

    private static (long[] Offsets, int[] Targets, double[] Lengths) Rows(
        CsrGraph graph, int[] vertices, int[] numbers, ArcLengths meaning, Workers workers, Supervision supervision)
    {
        long[] offsets = new long[vertices.Length + 1];
        ForEach(vertices.Length, workers, supervision, v =>
        {
            int count = 0;
            foreach (int w in graph.Targets(vertices[v]))
                count += numbers[w] >= 0 && w != vertices[v] ? 1 : 0;
            offsets[v + 1] = count;
        });
        for (int v = 0; v < vertices.Length; v++)
            offsets[v + 1] += offsets[v];

        int[] targets = new int[offsets[^1]];
        double[] lengths = new double[meaning == ArcLengths.Hops ? 0 : offsets[^1]];
        ForEach(vertices.Length, workers, supervision, v =>
        {
            (int first, int count) = ((int)offsets[v], (int)(offsets[v + 1] - offsets[v]));
            Span<int> row = targets.AsSpan(first, count);
            Span<double> rowLengths = meaning == ArcLengths.Hops ? [] : lengths.AsSpan(first, count);
            Fill(graph, vertices[v], numbers, meaning, row, rowLengths);
            if (meaning == ArcLengths.Hops)
                row.Sort();
            else
                row.Sort(rowLengths);
        });
        return (offsets, targets, lengths);
    }

    private static void Fill(
        CsrGraph graph, int vertex, int[] numbers, ArcLengths meaning, Span<int> row, Span<double> lengths)
    {
        int slot = 0;
        ReadOnlySpan<int> targets = graph.Targets(vertex);
        for (int i = 0; i < targets.Length; i++)
        {
            if (numbers[targets[i]] < 0 || targets[i] == vertex)
                continue;
            if (meaning != ArcLengths.Hops)
                lengths[slot] = LengthOf(graph.Weights(vertex)[i], meaning);
            row[slot++] = numbers[targets[i]];
        }
    }

    private static void ForEach(int count, Workers workers, Supervision supervision, Action<int> body) =>
        workers.For((count + VerticesPerBlock - 1) / VerticesPerBlock, (block, _) =>
        {
            supervision.Cancel.ThrowIfCancellationRequested();
            int end = Math.Min(count, (block + 1) * VerticesPerBlock);
            for (int v = block * VerticesPerBlock; v < end; v++)
                body(v);
        });

    private static double LengthOf(float weight, ArcLengths meaning) =>
        meaning == ArcLengths.Weights ? weight : 1.0 / weight;
}
