using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>
/// Every pair of neighbours once, at the end with fewer neighbours (the smaller id among equals), direction and loops
/// ignored. Rows are then short even where hubs are: at most √(2·pairs). A word is the id of the other end, with the
/// highest bit set where arcs go both ways.
/// </summary>
internal sealed unsafe class OrderedNeighbours
{
    public const uint Id = 0x7FFF_FFFF;
    public const uint BothWays = 0x8000_0000;
    private const int ArcsPerBlock = 1 << 16;

    private readonly CsrGraph _graph;
    private readonly CsrGraph _reverse;

    private OrderedNeighbours(CsrGraph graph, CsrGraph reverse)
    {
        (_graph, _reverse) = (graph, reverse);
        Degrees = new LargeArray<int>(graph.VertexCount);
        Offsets = new LargeArray<long>(graph.VertexCount + 1L);
        Words = new LargeArray<uint>(0);
    }

    /// <summary>Neighbours per vertex.</summary>
    public LargeArray<int> Degrees { get; }

    public LargeArray<long> Offsets { get; }

    public LargeArray<uint> Words { get; private set; }

    /// <summary>All arcs go both ways, so the highest bits need not be looked at.</summary>
    public bool IsSymmetric => ReferenceEquals(_graph, _reverse);

    public static OrderedNeighbours Of(CsrGraph graph, Workers workers, Supervision supervision)
    {
        CsrGraph reverse = graph.IsKnownSymmetric
            ? graph
            : graph.Reverse(workers, cancel: supervision.Cancel);
        OrderedNeighbours result = new(graph, reverse);
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        int blocks = bounds.Length - 1;
        ForVertices(0, v => result.Degrees[v] = result.CountNeighbours(v));
        ForVertices(1, v => result.Offsets[v + 1] = result.Write(v, null));
        result.Offsets[0] = 0;
        for (int v = 0; v < graph.VertexCount; v++)
            result.Offsets[v + 1] += result.Offsets[v];
        result.Words = new LargeArray<uint>(result.Offsets[graph.VertexCount]);
        ForVertices(2, v =>
        {
            fixed (uint* words = result.Words)
                result.Write(v, words + result.Offsets[v]);
        });
        return result;

        void ForVertices(int pass, Action<int> body)
        {
            Supervision part = supervision.Part(pass / 3.0, 1 / 3.0);
            workers.For(blocks, (block, worker) =>
            {
                part.ReachedBy(worker, (double)block / blocks);
                for (int v = bounds[block]; v < bounds[block + 1]; v++)
                    body(v);
            });
        }
    }

    private int CountNeighbours(int v)
    {
        if (IsSymmetric)
            return _graph.Degree(v) - (_graph.Targets(v).BinarySearch(v) >= 0 ? 1 : 0);
        int count = 0;
        MergedRow row = new(_graph.Targets(v), _reverse.Targets(v));
        while (row.Next(out int neighbour, out _))
            count += neighbour == v ? 0 : 1;
        return count;
    }

    /// <summary>Counts the row of <paramref name="v"/>, and writes it if told where to.</summary>
    private long Write(int v, uint* words)
    {
        long count = 0;
        int degree = Degrees[v];
        fixed (int* degrees = Degrees)
        {
            if (IsSymmetric)
            {
                foreach (int neighbour in _graph.Targets(v))
                {
                    int other = degrees[neighbour];
                    if (other < degree || (other == degree && neighbour <= v))
                        continue;
                    if (words != null)
                        words[count] = (uint)neighbour | BothWays;
                    count++;
                }

                return count;
            }

            MergedRow row = new(_graph.Targets(v), _reverse.Targets(v));
            while (row.Next(out int neighbour, out bool bothWays))
            {
                int other = degrees[neighbour];
                if (other < degree || (other == degree && neighbour <= v))
                    continue;
                if (words != null)
                    words[count] = (uint)neighbour | (bothWays ? BothWays : 0);
                count++;
            }
        }

        return count;
    }

    /// <summary>Two ascending rows as one.</summary>
    private ref struct MergedRow(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        private readonly ReadOnlySpan<int> _left = left;
        private readonly ReadOnlySpan<int> _right = right;
        private int _i;
        private int _j;

        public bool Next(out int id, out bool inBoth)
        {
            int a = _i < _left.Length ? _left[_i] : int.MaxValue;
            int b = _j < _right.Length ? _right[_j] : int.MaxValue;
            id = Math.Min(a, b);
            inBoth = a == b;
            if (id == int.MaxValue)
                return false;
            _i += a == id ? 1 : 0;
            _j += b == id ? 1 : 0;
            return true;
        }
    }
}
