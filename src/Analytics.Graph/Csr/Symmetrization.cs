using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>
/// Adds a graph to its transpose by merging their ordered rows, twice: once to count, once to write. Both arcs of a
/// pair are the sum of the same two numbers, so they are equal to the last bit. O(vertices + arcs); allocates the
/// transpose and the result.
/// </summary>
internal static class Symmetrization
{
    public static CsrGraph Of(CsrGraph graph, Supervision supervision)
    {
        CsrGraph transpose = Transposition.Of(graph, supervision.Part(0, 0.4));
        int n = graph.VertexCount;
        LargeArray<long> offsets = new(n + 1, cleared: true);
        for (int v = 0; v < n; v++)
        {
            supervision.Part(0.4, 0.2).At(v, n);
            offsets[v + 1] = offsets[v] + MergedDegree(v, graph.Targets(v), transpose.Targets(v));
        }

        LargeArray<int> targets = new(offsets[n]);
        LargeArray<float> weights = new(offsets[n]);
        for (int v = 0; v < n; v++)
        {
            supervision.Part(0.6, 0.4).At(v, n);
            MergeRow(v, graph, transpose, targets, weights, offsets[v]);
        }

        supervision.Reached(1);
        return new CsrGraph(offsets, targets, weights, knownSymmetric: true);
    }

    private static int MergedDegree(int vertex, ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int degree = 0;
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            int target = Smaller(left, i, right, j);
            degree += target == vertex ? 0 : 1;
            i += i < left.Length && left[i] == target ? 1 : 0;
            j += j < right.Length && right[j] == target ? 1 : 0;
        }

        return degree;
    }

    private static void MergeRow(
        int vertex, CsrGraph graph, CsrGraph transpose, LargeArray<int> targets, LargeArray<float> weights,
        long slot)
    {
        ReadOnlySpan<int> left = graph.Targets(vertex);
        ReadOnlySpan<int> right = transpose.Targets(vertex);
        ReadOnlySpan<float> leftWeights = graph.Weights(vertex);
        ReadOnlySpan<float> rightWeights = transpose.Weights(vertex);
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            int target = Smaller(left, i, right, j);
            double sum = 0;
            if (i < left.Length && left[i] == target)
                sum += leftWeights[i++];
            if (j < right.Length && right[j] == target)
                sum += rightWeights[j++];
            if (target == vertex)
                continue;
            targets[slot] = target;
            weights[slot++] = CsrBuilder.Rounded(sum);
        }
    }

    private static int Smaller(ReadOnlySpan<int> left, int i, ReadOnlySpan<int> right, int j)
    {
        if (i == left.Length)
            return right[j];
        return j == right.Length ? left[i] : Math.Min(left[i], right[j]);
    }
}
