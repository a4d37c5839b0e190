using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// Adds a graph to its transpose by merging their ordered rows, twice: once to count, once to write. Both arcs of a
/// pair are the sum of the same two numbers, so they are equal to the last bit. O(vertices + arcs) time shared by all
/// workers; allocates the transpose and the result.
/// </summary>
internal static unsafe class Symmetrization
{
    private const int ArcsPerBlock = 1 << 16;

    public static CsrGraph Of(CsrGraph graph, Workers workers, Supervision supervision)
    {
        CsrGraph transpose = Transposition.Of(graph, workers, supervision.Part(0, 0.4));
        int n = graph.VertexCount;
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        int blocks = bounds.Length - 1;
        LargeArray<long> offsets = new(n + 1L);
        offsets[0] = 0;
        Supervision counting = supervision.Part(0.4, 0.2);
        workers.For(blocks, (block, worker) =>
        {
            counting.ReachedBy(worker, (double)block / blocks);
            CountRows(graph, transpose, bounds[block], bounds[block + 1], offsets);
        });
        for (int v = 0; v < n; v++)
            offsets[v + 1] += offsets[v];

        LargeArray<int> targets = new(offsets[n]);
        // Twice as many arcs: no loop was dropped and no two were added up.
        bool areUnits = graph.HasUnitWeights && offsets[n] == 2 * graph.ArcCount;
        LargeArray<float>? weights = areUnits ? null : new(offsets[n]);
        Supervision writing = supervision.Part(0.6, 0.4);
        workers.For(blocks, (block, worker) =>
        {
            writing.ReachedBy(worker, (double)block / blocks);
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
                MergeRow(v, graph, transpose, targets, weights, offsets[v]);
        });
        supervision.Reached(1);
        return new CsrGraph(offsets, targets, weights, knownSymmetric: true);
    }

    private static void CountRows(CsrGraph graph, CsrGraph transpose, int first, int end, LargeArray<long> offsets)
    {
        fixed (long* leftOffset = graph.Offsets, rightOffset = transpose.Offsets)
        fixed (int* lefts = graph.TargetArray, rights = transpose.TargetArray)
        {
            for (int v = first; v < end; v++)
            {
                int* left = lefts + leftOffset[v];
                int* right = rights + rightOffset[v];
                int* leftEnd = lefts + leftOffset[v + 1];
                int* rightEnd = rights + rightOffset[v + 1];
                long degree = 0;
                // Which side is smaller cannot be foretold, so the steps are numbers and not branches.
                while (left < leftEnd && right < rightEnd)
                {
                    int a = *left;
                    int b = *right;
                    degree += Math.Min(a, b) == v ? 0 : 1;
                    left += a <= b ? 1 : 0;
                    right += b <= a ? 1 : 0;
                }

                for (; left < leftEnd; left++)
                    degree += *left == v ? 0 : 1;
                for (; right < rightEnd; right++)
                    degree += *right == v ? 0 : 1;
                offsets[v + 1] = degree;
            }
        }
    }

    private static void MergeRow(
        int vertex, CsrGraph graph, CsrGraph transpose, LargeArray<int> targets, LargeArray<float>? weights,
        long slot)
    {
        int leftCount = graph.Degree(vertex);
        int rightCount = transpose.Degree(vertex);
        fixed (int* left = graph.Targets(vertex), right = transpose.Targets(vertex), toTarget = targets)
        fixed (float* leftWeight = graph.Weights(vertex), rightWeight = transpose.Weights(vertex), toWeight = weights)
        {
            int i = 0;
            int j = 0;
            while (i < leftCount || j < rightCount)
            {
                int a = i < leftCount ? left[i] : int.MaxValue;
                int b = j < rightCount ? right[j] : int.MaxValue;
                int target = Math.Min(a, b);
                double sum = (a == target ? (double)leftWeight[i] : 0) + (b == target ? (double)rightWeight[j] : 0);
                i += a == target ? 1 : 0;
                j += b == target ? 1 : 0;
                if (target == vertex)
                    continue;
                toTarget[slot] = target;
                if (toWeight != null)
                    toWeight[slot] = CsrBuilder.Rounded(sum);
                slot++;
            }
        }
    }
}
