using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>A graph as the square matrix of its weights, and textbook formulas on it.</summary>
public static class DenseMatrix
{
    public static double[,] Of(RandomGraph graph)
    {
        double[,] matrix = new double[graph.VertexCount, graph.VertexCount];
        foreach ((int source, int target, float weight) in graph.Arcs)
            matrix[source, target] += weight;
        return matrix;
    }

    public static double[,] Of(CsrGraph graph)
    {
        double[,] matrix = new double[graph.VertexCount, graph.VertexCount];
        for (int v = 0; v < graph.VertexCount; v++)
        {
            for (int i = 0; i < graph.Degree(v); i++)
                matrix[v, graph.Targets(v)[i]] += graph.Weights(v)[i];
        }

        return matrix;
    }

    /// <summary>A + Aᵀ with an empty diagonal.</summary>
    public static double[,] Symmetrized(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] result = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                result[i, j] = i == j ? 0 : matrix[i, j] + matrix[j, i];
        }

        return result;
    }

    /// <summary>Modularity by its definition, over all pairs of vertices.</summary>
    public static double Modularity(double[,] matrix, int[] labels, double resolution)
    {
        int n = labels.Length;
        double[] outWeight = new double[n];
        double[] inWeight = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                outWeight[i] += matrix[i, j];
                inWeight[j] += matrix[i, j];
                total += matrix[i, j];
            }
        }

        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                bool together = i == j || (labels[i] >= 0 && labels[i] == labels[j]);
                if (together && total > 0)
                    sum += matrix[i, j] / total - resolution * outWeight[i] * inWeight[j] / (total * total);
            }
        }

        return sum;
    }

    /// <summary>PageRank as the solution of <c>(I − dPᵀ) x = (1−d) · t</c> by Gaussian elimination, where a vertex
    /// without outgoing weight leads to where walks restart (t, everywhere by default).</summary>
    public static double[] PageRank(double[,] matrix, double damping, double[]? restart = null)
    {
        int n = matrix.GetLength(0);
        double[] t = [.. restart?.Select(weight => weight / restart.Sum()) ?? Enumerable.Repeat(1.0 / n, n)];
        double[,] system = new double[n, n + 1];
        for (int u = 0; u < n; u++)
        {
            double total = Enumerable.Range(0, n).Sum(v => matrix[u, v]);
            for (int v = 0; v < n; v++)
                system[v, u] = (u == v ? 1 : 0) - damping * (total > 0 ? matrix[u, v] / total : t[v]);
            system[u, n] = (1 - damping) * t[u];
        }

        return Solve(system);
    }

    private static double[] Solve(double[,] system)
    {
        int n = system.GetLength(0);
        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(r => Math.Abs(system[r, column]));
            for (int k = 0; k <= n; k++)
                (system[column, k], system[pivot, k]) = (system[pivot, k], system[column, k]);
            for (int row = 0; row < n; row++)
            {
                double factor = row == column ? 0 : system[row, column] / system[column, column];
                for (int k = column; k <= n && factor != 0; k++)
                    system[row, k] -= factor * system[column, k];
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => system[i, n] / system[i, i])];
    }
}
