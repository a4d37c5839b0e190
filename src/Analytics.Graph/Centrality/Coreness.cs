using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Coreness: the largest k for which a vertex belongs to the k-core, the largest subgraph in which every vertex has k
/// neighbours or more. Weights and self-loops are ignored.
/// <para>Method: peeling as in PKC (Kabir and Madduri 2017, "Parallel k-core decomposition on multicore platforms").
/// For every k, each worker collects some of the vertices with k neighbours left, removes them, and goes on with those
/// that thereby fall to k, so workers wait for one another only twice per k. Coreness is unique, so the order in which
/// vertices go does not show.</para>
/// <para>O(arcs + vertices · levels) time, where a level only looks at the vertices left; 8 bytes per vertex, and up to
/// 4 more for the vertices in work.</para>
/// </summary>
public static class Coreness
{
    /// <summary>One value per vertex of a symmetric graph.</summary>
    /// <exception cref="ArgumentException">The graph is not symmetric.</exception>
    public static int[] Run(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        graph.RequireSymmetric(nameof(graph));
        Peeling peeling = new(graph, workers ?? Workers.All, new Supervision(progress, cancel));
        peeling.Run();
        progress?.Report(1);
        return peeling.Coreness;
    }

    private sealed unsafe class Peeling
    {
        private const int ArcsPerBlock = 1 << 16;
        private const int VerticesPerBlock = 1 << 13;
        private const int Stride = 1 << 12;

        private readonly CsrGraph _graph;
        private readonly Workers _workers;
        private readonly Supervision _supervision;
        private readonly LargeArray<int> _degrees;
        private readonly List<int>[] _found;
        private readonly int[] _left;
        private readonly int[] _kept;
        private readonly int[] _lowest;
        private int _leftCount;

        public Peeling(CsrGraph graph, Workers workers, Supervision supervision)
        {
            (_graph, _workers, _supervision) = (graph, workers, supervision);
            _leftCount = graph.VertexCount;
            _degrees = new LargeArray<int>(_leftCount);
            _left = GC.AllocateUninitializedArray<int>(_leftCount);
            _kept = new int[_leftCount / VerticesPerBlock + 1];
            _lowest = new int[_kept.Length];
            _found = new List<int>[workers.Count];
            for (int worker = 0; worker < workers.Count; worker++)
                _found[worker] = [];
        }

        /// <summary>Neighbours left; they stop falling when the vertex is removed, and that is the coreness.</summary>
        public int[] Coreness => _degrees.Span(0, _graph.VertexCount).ToArray();

        public void Run()
        {
            CountNeighbours();
            for (int k = 0; _leftCount > 0;)
            {
                _supervision.Reached(1 - (double)_leftCount / _graph.VertexCount);
                int lowest = Collect(k);
                bool removes = _found.Any(list => list.Count > 0);
                int level = k;
                if (removes)
                    _workers.Run(worker => Remove(_found[worker], level));
                // Where nothing was removed no degree fell, so levels without a vertex are passed over.
                k = removes ? k + 1 : lowest;
            }
        }

        private void CountNeighbours()
        {
            int[] bounds = ArcBlocks.Of(_graph.Offsets, ArcsPerBlock);
            _workers.For(bounds.Length - 1, (block, _) =>
            {
                for (int v = bounds[block]; v < bounds[block + 1]; v++)
                {
                    _degrees[v] = _graph.Degree(v) - (_graph.Targets(v).BinarySearch(v) >= 0 ? 1 : 0);
                    _left[v] = v;
                }
            });
        }

        /// <summary>Hands the vertices with k neighbours left to the workers, forgets them and those removed before,
        /// and returns the lowest degree among the others.</summary>
        private int Collect(int k)
        {
            int blocks = (_leftCount + VerticesPerBlock - 1) / VerticesPerBlock;
            _workers.For(blocks, (block, worker) => CollectBlock(block, k, _found[worker]));
            int kept = 0;
            int lowest = int.MaxValue;
            for (int block = 0; block < blocks; block++)
            {
                Array.Copy(_left, block * VerticesPerBlock, _left, kept, _kept[block]);
                kept += _kept[block];
                lowest = Math.Min(lowest, _lowest[block]);
            }

            _leftCount = kept;
            return lowest;
        }

        private void CollectBlock(int block, int k, List<int> found)
        {
            int start = block * VerticesPerBlock;
            int end = Math.Min(_leftCount, start + VerticesPerBlock);
            int kept = start;
            int lowest = int.MaxValue;
            fixed (int* degree = _degrees, left = _left)
            {
                for (int i = start; i < end; i++)
                {
                    int v = left[i];
                    int d = degree[v];
                    if (d == k)
                        found.Add(v);
                    left[kept] = v;
                    kept += d > k ? 1 : 0;
                    lowest = d > k ? Math.Min(lowest, d) : lowest;
                }
            }

            (_kept[block], _lowest[block]) = (kept - start, lowest);
        }

        private void Remove(List<int> found, int k)
        {
            bool alone = _workers.Count == 1;
            fixed (long* offset = _graph.Offsets)
            fixed (int* target = _graph.TargetArray, degree = _degrees)
            {
                for (int head = 0; head < found.Count; head++)
                {
                    if (head % Stride == 0)
                        _supervision.Cancel.ThrowIfCancellationRequested();
                    int v = found[head];
                    for (long i = offset[v]; i < offset[v + 1]; i++)
                    {
                        int neighbour = target[i];
                        if (degree[neighbour] <= k)
                            continue;
                        int left = alone ? --degree[neighbour] : Interlocked.Decrement(ref degree[neighbour]);
                        if (left == k)
                            found.Add(neighbour);
                        else if (left < k)
                            Interlocked.Increment(ref degree[neighbour]); // another worker was first and has it
                    }
                }
            }

            found.Clear();
        }
    }
}
