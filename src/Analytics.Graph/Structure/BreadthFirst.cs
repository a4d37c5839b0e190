using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>
/// Breadth-first search: the fewest arcs from one vertex to every other.
/// <para>Method: level by level. In a symmetric graph a level that would look at a large part of the arcs is done from
/// the other side: every vertex not yet reached looks for a neighbour in the last level (Beamer, Asanović, Patterson
/// 2012, "Direction-optimizing breadth-first search"). Numbers of hops are unique, so threads leave no trace.</para>
/// <para>O(vertices + arcs) time, 12 bytes per vertex.</para>
/// </summary>
public static unsafe class BreadthFirst
{
    private const int VerticesPerBlock = 1 << 10;
    private const int ArcsPerBlock = 1 << 16;

    /// <summary>How many times the arcs of a level may go into those left before the side is changed.</summary>
    private const int ChangeShare = 14;

    /// <summary>Hops to every vertex, −1 where no path leads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The source is not a vertex.</exception>
    public static int[] Hops(
        CsrGraph graph, int source, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(source);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(source, graph.VertexCount);
        Search search = new(graph, workers ?? Workers.All, cancel);
        search.From(source, new Supervision(progress, cancel));
        progress?.Report(1);
        return search.Hops;
    }

    private sealed class Search
    {
        private readonly CsrGraph _graph;
        private readonly Workers _workers;
        private readonly CancellationToken _cancel;
        private readonly List<int>[] _found;
        private readonly int[] _bounds;
        private int[] _level;
        private int _levelSize;

        public Search(CsrGraph graph, Workers workers, CancellationToken cancel)
        {
            (_graph, _workers, _cancel) = (graph, workers, cancel);
            Hops = GC.AllocateUninitializedArray<int>(graph.VertexCount);
            fixed (int* first = Hops)
                HugePages.Ask(first, sizeof(int) * (long)Hops.Length);
            Array.Fill(Hops, -1);
            _level = new int[graph.VertexCount];
            _bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
            _found = new List<int>[workers.Count];
            for (int worker = 0; worker < workers.Count; worker++)
                _found[worker] = [];
        }

        public int[] Hops { get; }

        public void From(int source, Supervision supervision)
        {
            Hops[source] = 0;
            (_level[0], _levelSize) = (source, 1);
            long arcsLeft = _graph.ArcCount;
            int reached = 1;
            for (int depth = 0; _levelSize > 0; depth++)
            {
                supervision.Reached((double)reached / _graph.VertexCount);
                long arcs = 0;
                for (int i = 0; i < _levelSize; i++)
                    arcs += _graph.Degree(_level[i]);
                int current = depth;
                if (_graph.IsKnownSymmetric && arcs > arcsLeft / ChangeShare)
                    _workers.For(_bounds.Length - 1, (block, worker) => LookBack(block, current, _found[worker]));
                else
                    _workers.For(
                        (_levelSize + VerticesPerBlock - 1) / VerticesPerBlock,
                        (block, worker) => LookAhead(block, current, _found[worker]));
                arcsLeft -= arcs;
                _levelSize = 0;
                foreach (List<int> found in _found)
                {
                    found.CopyTo(_level, _levelSize);
                    _levelSize += found.Count;
                    found.Clear();
                }

                reached += _levelSize;
            }
        }

        private void LookAhead(int block, int depth, List<int> found)
        {
            _cancel.ThrowIfCancellationRequested();
            int end = Math.Min(_levelSize, (block + 1) * VerticesPerBlock);
            for (int i = block * VerticesPerBlock; i < end; i++)
            {
                foreach (int target in _graph.Targets(_level[i]))
                {
                    if (Hops[target] < 0 && Interlocked.CompareExchange(ref Hops[target], depth + 1, -1) < 0)
                        found.Add(target);
                }
            }
        }

        private void LookBack(int block, int depth, List<int> found)
        {
            _cancel.ThrowIfCancellationRequested();
            for (int v = _bounds[block]; v < _bounds[block + 1]; v++)
            {
                if (Hops[v] >= 0)
                    continue;
                foreach (int target in _graph.Targets(v))
                {
                    if (Volatile.Read(ref Hops[target]) != depth)
                        continue;
                    Hops[v] = depth + 1;
                    found.Add(v);
                    break;
                }
            }
        }
    }
}
