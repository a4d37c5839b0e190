using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class CommunityMeasuresTests
{
    [Fact]
    public void Conductance_RandomGraph_EqualsTheDefinition() => ForAllMatrices((matrix, graph, labels) =>
    {
        double[] values = Conductance.Of(graph, labels);
        double total = Sum(matrix, (_, _) => true);
        for (int c = 0; c < values.Length; c++)
        {
            double cut = Sum(matrix, (i, j) => labels[i] == c && labels[j] != c);
            double volume = Sum(matrix, (i, _) => labels[i] == c);
            double smaller = Math.Min(volume, total - volume);
            Assert.Equal(smaller > 0 ? cut / smaller : double.NaN, values[c], 1e-12);
        }
    });

    [Fact]
    public void InternalDensity_RandomGraph_EqualsTheDefinition() => ForAllMatrices((matrix, graph, labels) =>
    {
        double[] values = InternalDensity.Of(graph, labels);
        for (int c = 0; c < values.Length; c++)
        {
            int size = labels.Count(label => label == c);
            int joined = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                for (int j = 0; j < i; j++)
                    joined += labels[i] == c && labels[j] == c && matrix[i, j] > 0 ? 1 : 0;
            }

            Assert.Equal(size > 1 ? joined / (size * (size - 1) / 2.0) : double.NaN, values[c], 1e-12);
        }
    });

    [Fact]
    public void ConstantPotts_RandomGraph_EqualsTheDefinition() => ForAllMatrices((matrix, graph, labels) =>
    {
        double expected = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < i; j++)
                expected += labels[i] >= 0 && labels[i] == labels[j] ? matrix[i, j] - 0.7 : 0;
        }

        Assert.Equal(expected, ConstantPotts.Of(graph, labels, 0.7), 1e-9);
    });

    [Fact]
    public void InternalDensity_Clique_IsOneWhateverTheWeights()
    {
        CsrGraph graph = RandomGraph.Build([(0, 1, 5f), (1, 2, 0.5f), (0, 2, 1f), (2, 3, 1f)], 4).Symmetrize();
        Assert.Equal([1.0, double.NaN], InternalDensity.Of(graph, [0, 0, 0, 1]));
    }

    [Fact]
    public void InternalDensity_SelfLoops_AreNoPairs()
    {
        CsrGraph graph = RandomGraph.Build([(0, 1, 1f), (1, 0, 1f), (0, 0, 1f), (2, 2, 1f)], 3);
        Assert.Equal([1.0 / 3], InternalDensity.Of(graph, [0, 0, 0]), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static void ForAllMatrices(Action<double[,], CsrGraph, int[]> check) => RandomGraph.ForAll(random =>
    {
        int[] labels = [.. random.RandomLabels(5).Select(label => label - 1)];
        check(DenseMatrix.Symmetrized(DenseMatrix.Of(random)), random.Symmetric(), labels);
    });

    private static double Sum(double[,] matrix, Func<int, int, bool> counts)
    {
        double sum = 0;
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
                sum += counts(i, j) ? matrix[i, j] : 0;
        }

        return sum;
    }
}
