using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Csr;

public class CsrGraphTests
{
    [Fact]
    public void Reverse_RandomGraph_TransposesTheMatrix() => RandomGraph.ForAll(random =>
    {
        double[,] matrix = DenseMatrix.Of(random);
        double[,] reversed = DenseMatrix.Of(random.Directed().Reverse());
        for (int i = 0; i < random.VertexCount; i++)
        {
            for (int j = 0; j < random.VertexCount; j++)
                Assert.Equal(matrix[i, j], reversed[j, i]);
        }
    });

    [Fact]
    public void Symmetrize_RandomGraph_AddsTheTransposeWithoutLoops() => RandomGraph.ForAll(random =>
    {
        CsrGraph symmetric = random.Symmetric();
        Assert.Equal(DenseMatrix.Symmetrized(DenseMatrix.Of(random)), DenseMatrix.Of(symmetric));
        Assert.True(symmetric.IsSymmetric);
    });

    [Fact]
    public void IsSymmetric_RandomGraph_SaysWhatTheMatrixSays() => RandomGraph.ForAll(random =>
    {
        double[,] matrix = DenseMatrix.Of(random);
        bool symmetric = true;
        for (int i = 0; i < random.VertexCount; i++)
        {
            for (int j = 0; j < i; j++)
                symmetric &= matrix[i, j] == matrix[j, i];
        }

        Assert.Equal(symmetric, random.Directed().IsSymmetric);
    });

    [Fact]
    public void IsSymmetric_UnequalWeights_IsFalse()
    {
        Assert.False(RandomGraph.Build([(0, 1, 1f), (1, 0, 2f)], 2).IsSymmetric);
        Assert.True(RandomGraph.Build([(0, 1, 2f), (1, 0, 2f), (0, 0, 5f)], 2).IsSymmetric);
    }

    [Fact]
    public void Take_RandomVertices_IsTheSubmatrix() => RandomGraph.ForAll(random =>
    {
        int[] labels = random.RandomLabels(3);
        double[,] matrix = DenseMatrix.Of(random);
        InducedSubgraph cutter = new(random.Directed());
        for (int label = 0; label < 3; label++)
        {
            int[] chosen = [.. Enumerable.Range(0, random.VertexCount).Where(v => labels[v] == label)];
            double[,] cut = DenseMatrix.Of(cutter.Take(chosen));
            for (int i = 0; i < chosen.Length; i++)
            {
                for (int j = 0; j < chosen.Length; j++)
                    Assert.Equal(matrix[chosen[i], chosen[j]], cut[i, j]);
            }
        }
    });

    [Fact]
    public void Take_SymmetricGraph_StaysSymmetric() => RandomGraph.ForAll(random =>
    {
        int[] chosen = [.. Enumerable.Range(0, random.VertexCount).Where(v => v % 2 == 0)];
        CsrGraph cut = InducedSubgraph.Of(random.Symmetric(), chosen);
        Assert.True(cut.IsSymmetric);
        Assert.Equal(DenseMatrix.Of(cut), DenseMatrix.Of(cut.Reverse()));
    });

    [Theory]
    [InlineData(new[] { 1, 0 })]
    [InlineData(new[] { 1, 1 })]
    [InlineData(new[] { 0, 3 })]
    [InlineData(new[] { -1 })]
    public void Take_UnorderedOrUnknownVertices_IsRefusedAndTheCutterStaysUsable(int[] vertices)
    {
        InducedSubgraph cutter = new(RandomGraph.Build([(0, 1, 1f), (1, 2, 1f)], 3));
        Assert.Throws<ArgumentException>(() => cutter.Take(vertices));
        Assert.Equal(1, cutter.Take([0, 1]).ArcCount);
    }
}
