using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>
/// Label propagation as LDBC Graphalytics defines it (CDLP, after Raghavan, Albert, Kumara 2007): every vertex begins
/// with its own id; in each iteration all vertices at once take the most frequent label among their neighbours, the
/// smallest of equally frequent ones. A neighbour by arcs in both directions counts twice; in a symmetric graph each
/// once. Weights are ignored.
/// <para>O(arcs) per iteration; 8 bytes per vertex and 8 more per worker. The result does not depend on the number of
/// threads.</para>
/// </summary>
public static class LabelPropagation
{
    private const int ArcsPerBlock = 1 << 15;

    /// <summary>The labels after <paramref name="iterations"/>, or before if they change no more.</summary>
    public static int[] Run(
        CsrGraph graph, int iterations, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        workers ??= Workers.All;
        CsrGraph? reverse = graph.IsSymmetric ? null : graph.Reverse(workers, cancel: cancel);
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        int blocks = bounds.Length - 1;
        int[] labels = [.. Enumerable.Range(0, graph.VertexCount)];
        int[] next = new int[labels.Length];
        Votes?[] votes = new Votes?[workers.Count];
        bool[] changed = new bool[blocks];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Supervision supervision =
                new Supervision(progress, cancel).Part((double)iteration / iterations, 1.0 / iterations);
            (int[] from, int[] to) = (labels, next);
            workers.For(blocks, (block, worker) =>
            {
                supervision.ReachedBy(worker, (double)block / blocks);
                Votes own = votes[worker] ??= new Votes(from.Length);
                changed[block] = false;
                for (int v = bounds[block]; v < bounds[block + 1]; v++)
                {
                    own.Count(graph.Targets(v), from);
                    if (reverse is not null)
                        own.Count(reverse.Targets(v), from);
                    to[v] = own.Winner(from[v]);
                    changed[block] |= to[v] != from[v];
                }
            });
            (labels, next) = (next, labels);
            if (!changed.Contains(true))
                break;
        }

        progress?.Report(1);
        return labels;
    }

    /// <summary>Counts per label and which of them are not zero.</summary>
    private sealed class Votes(int labels)
    {
        private readonly int[] _counts = new int[labels];
        private readonly int[] _seen = new int[labels];
        private int _seenCount;

        public void Count(ReadOnlySpan<int> neighbours, int[] labels)
        {
            foreach (int neighbour in neighbours)
            {
                int label = labels[neighbour];
                if (_counts[label]++ == 0)
                    _seen[_seenCount++] = label;
            }
        }

        /// <summary>The winner, <paramref name="own"/> if nobody voted; forgets the votes.</summary>
        public int Winner(int own)
        {
            int winner = own;
            int most = 0;
            for (int i = 0; i < _seenCount; i++)
            {
                int label = _seen[i];
                if (_counts[label] > most || (_counts[label] == most && label < winner))
                    (winner, most) = (label, _counts[label]);
                _counts[label] = 0;
            }

            _seenCount = 0;
            return winner;
        }
    }
}
