namespace Analytics.Tests.Reference;

/// <summary>Slow answers on the matrix of weights, where w[u, v] &gt; 0 says that there is an arc u → v.</summary>
public static class TextbookStructure
{
    /// <summary>Hops by trying every arc until nothing changes; −1 for unreachable.</summary>
    public static int[] Hops(double[,] w, int source) =>
        [.. Lengths(w, source, _ => 1).Select(length => double.IsInfinity(length) ? -1 : (int)length)];

    /// <summary>Shortest lengths by Bellman and Ford.</summary>
    public static double[] Lengths(double[,] w, int source) => Lengths(w, source, weight => weight);

    /// <summary>Triangles per vertex by looking at all triples, direction ignored.</summary>
    public static long[] Triangles(double[,] w)
    {
        int n = w.GetLength(0);
        long[] counts = new long[n];
        for (int a = 0; a < n; a++)
        {
            for (int b = 0; b < n; b++)
            {
                for (int c = b + 1; c < n; c++)
                    counts[a] += a != b && a != c && Near(w, a, b) && Near(w, a, c) && Near(w, b, c) ? 1 : 0;
            }
        }

        return counts;
    }

    /// <summary>The definition of LDBC Graphalytics: arcs among the neighbours over the number that could be.</summary>
    public static double[] LocalClustering(double[,] w)
    {
        int n = w.GetLength(0);
        double[] result = new double[n];
        for (int v = 0; v < n; v++)
        {
            int[] around = [.. Enumerable.Range(0, n).Where(u => u != v && Near(w, u, v))];
            int arcs = around.Sum(a => around.Count(b => a != b && w[a, b] > 0));
            result[v] = around.Length < 2 ? 0 : arcs / (around.Length * (around.Length - 1.0));
        }

        return result;
    }

    /// <summary>CDLP as LDBC Graphalytics defines it; in an undirected graph arcs in one direction are
    /// counted.</summary>
    public static int[] LabelPropagation(double[,] w, int iterations, bool directed)
    {
        int n = w.GetLength(0);
        int[] labels = [.. Enumerable.Range(0, n)];
        for (int i = 0; i < iterations; i++)
        {
            int[] before = labels;
            labels = [.. Enumerable.Range(0, n).Select(v => Enumerable.Range(0, n)
                .SelectMany(u => Enumerable.Repeat(
                    before[u], (w[v, u] > 0 ? 1 : 0) + (directed && w[u, v] > 0 ? 1 : 0)))
                .GroupBy(label => label)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
                .Select(group => group.Key).DefaultIfEmpty(before[v]).First())];
        }

        return labels;
    }

    private static bool Near(double[,] w, int a, int b) => w[a, b] > 0 || w[b, a] > 0;

    private static double[] Lengths(double[,] w, int source, Func<double, double> length)
    {
        int n = w.GetLength(0);
        double[] lengths = new double[n];
        Array.Fill(lengths, double.PositiveInfinity);
        lengths[source] = 0;
        for (int round = 0; round < n; round++)
        {
            for (int u = 0; u < n; u++)
            {
                for (int v = 0; v < n; v++)
                {
                    if (w[u, v] > 0)
                        lengths[v] = Math.Min(lengths[v], lengths[u] + length(w[u, v]));
                }
            }
        }

        return lengths;
    }
}
