using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Csr;

public class CsrBuilderTests
{
    [Fact]
    public void Build_RandomArcs_EqualsTheMatrixOfSums() => RandomGraph.ForAll(random =>
        Assert.Equal(DenseMatrix.Of(random), DenseMatrix.Of(random.Directed())));

    [Fact]
    public void Build_RandomArcs_RowsAscendWithoutRepetitionAndZero() => RandomGraph.ForAll(random =>
    {
        CsrGraph graph = random.Directed();
        for (int v = 0; v < graph.VertexCount; v++)
        {
            Assert.Equal([.. graph.Targets(v).ToArray().Distinct().Order()], graph.Targets(v).ToArray());
            Assert.All(graph.Weights(v).ToArray(), w => Assert.True(w > 0));
        }
    });

    [Fact]
    public void Build_DuplicatesInAnyOrder_SumsToTheLastBit()
    {
        // 2^53 + 2^29 lies half-way between two floats. The two ones decide, but only if they meet before they are
        // added to the rest: one alone is lost in float64.
        float[] weights = [MathF.Pow(2, 53), MathF.Pow(2, 29), 1, 1];
        float expected = MathF.Pow(2, 53) + MathF.Pow(2, 30);
        Xoshiro256 random = new(5);
        int[] order = new int[weights.Length];
        for (int trial = 0; trial < 50; trial++)
        {
            random.Permutation(order);
            Assert.Equal(expected, SumIn([.. order.Select(i => weights[i])]));
        }

        static float SumIn(float[] weights) =>
            RandomGraph.Build(weights.Select(w => (0, 1, w)), 2).Weights(0)[0];
    }

    [Fact]
    public void Build_ArcsInAnyOrder_GivesTheSameGraph() => RandomGraph.ForAll(random =>
    {
        int[] order = new int[random.Arcs.Length];
        new Xoshiro256(random.Seed).Permutation(order);
        CsrGraph shuffled = RandomGraph.Build(order.Select(i => random.Arcs[i]), random.VertexCount);
        Assert.Equal(DenseMatrix.Of(random.Directed()), DenseMatrix.Of(shuffled));
    });

    [Fact]
    public void Build_ManyBlocks_KeepsEveryArc()
    {
        const int Arcs = 700_000;
        int[] sources = [.. Enumerable.Range(0, Arcs)];
        int[] targets = [.. sources.Select(v => (int)(v * 7919L % Arcs))];
        float[] weights = [.. sources.Select(v => 1f + v % 3)];
        CsrBuilder builder = new();
        builder.Add(sources.AsSpan(0, 10), targets.AsSpan(0, 10), weights.AsSpan(0, 10));
        builder.Add(sources.AsSpan(10), targets.AsSpan(10), weights.AsSpan(10));
        CsrGraph graph = builder.Build(Arcs);

        Assert.Equal(Arcs, graph.ArcCount);
        Assert.All(sources, v => Assert.Equal(targets[v], graph.Targets(v)[0]));
        Assert.All(sources, v => Assert.Equal(weights[v], graph.Weights(v)[0]));
        Assert.Equal(0, builder.AddedCount);
    }

    [Fact]
    public void Build_SelfLoops_AreKeptUnlessAsked()
    {
        CsrBuilder keeping = new();
        CsrBuilder dropping = new(dropSelfLoops: true);
        keeping.Add([0, 0, 1], [0, 1, 1], [2, 3, 4]);
        dropping.Add([0, 0, 1], [0, 1, 1], [2, 3, 4]);

        CsrGraph kept = keeping.Build(2);
        Assert.Equal([0, 1], kept.Targets(0).ToArray());
        Assert.Equal(5, kept.OutWeight(0));
        Assert.Equal(1, dropping.Build(2).ArcCount);
    }

    [Fact]
    public void Build_NothingAdded_GivesIsolatedVertices()
    {
        Assert.Equal(0, new CsrBuilder().Build(0).VertexCount);
        CsrGraph isolated = new CsrBuilder().Build(3);
        Assert.Equal(3, isolated.VertexCount);
        Assert.Equal(0, isolated.ArcCount);
        Assert.True(isolated.IsSymmetric);
    }

    [Theory]
    [InlineData(-1, 0, 1f, "negative")]
    [InlineData(0, -5, 1f, "negative")]
    [InlineData(0, 1, -1f, "finite")]
    [InlineData(0, 1, float.NaN, "finite")]
    [InlineData(0, 1, float.PositiveInfinity, "finite")]
    public void Add_ImpossibleArc_IsRefusedWithItsReason(int source, int target, float weight, string reason)
    {
        ArgumentException error =
            Assert.Throws<ArgumentException>(() => new CsrBuilder().Add(source, target, weight));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ColumnsOfUnequalLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new CsrBuilder().Add([0, 1], [1], [1f, 1f]));

    [Fact]
    public void Build_IdBeyondVertexCount_IsRefused()
    {
        CsrBuilder builder = new();
        builder.Add(0, 7, 1);
        Assert.Throws<ArgumentException>(() => builder.Build(7));
    }

    [Fact]
    public void Build_SumBeyondFloat_IsRefused()
    {
        CsrBuilder builder = new();
        builder.Add([0, 0], [1, 1], [float.MaxValue, float.MaxValue]);
        Assert.Throws<OverflowException>(() => builder.Build(2));
    }

    [Fact]
    public void Add_BeyondTheMemoryLimit_IsRefusedWithBothFigures()
    {
        CsrBuilder builder = new(memoryLimitBytes: 50_000_000);
        builder.Add([0], [1], [1f]);
        int[] ids = new int[4_000_000];
        InsufficientMemoryException error =
            Assert.Throws<InsufficientMemoryException>(() => builder.Add(ids, ids, new float[ids.Length]));
        Assert.Contains("4,000,001 arcs takes 86 MB", error.Message, StringComparison.Ordinal);
        Assert.Contains("limit of 50 MB", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, builder.AddedCount);
        Assert.Throws<InsufficientMemoryException>(() => builder.Build(10_000_000));
        Assert.Equal(1, builder.Build(2).ArcCount);
    }

    [Fact]
    public void PeakBytes_LargeGraph_IsAtMostTwoAndAHalfTimesTheGraph()
    {
        Assert.Equal(8 * 1_000_001L + 8 * 20_000_000L, CsrGraph.BytesFor(1_000_000, 20_000_000));
        Assert.InRange(
            CsrBuilder.PeakBytes(2_000_000, 50_000_000, workers: 2) / (double)CsrGraph.BytesFor(2_000_000, 50_000_000),
            2, 2.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Add_OneArcAmongManyIsWrong_SaysWhich(int wrong)
    {
        int[] sources = new int[1001];
        int[] targets = new int[1001];
        float[] weights = new float[1001];
        weights[wrong] = float.NaN;
        Assert.Contains($"Arc {wrong}:", Message(), StringComparison.Ordinal);
        weights[wrong] = float.PositiveInfinity;
        Assert.Contains($"Arc {wrong}:", Message(), StringComparison.Ordinal);
        weights[wrong] = -1;
        Assert.Contains($"Arc {wrong}:", Message(), StringComparison.Ordinal);
        (weights[wrong], targets[wrong]) = (-0f, -5);
        Assert.Contains($"Arc {wrong}:", Message(), StringComparison.Ordinal);
        targets[wrong] = 7;
        CsrBuilder builder = new();
        builder.Add(sources, targets, weights);
        Assert.Contains("Vertex 7", Assert.Throws<ArgumentException>(() => builder.Build(7)).Message);

        string Message() =>
            Assert.Throws<ArgumentException>(() => new CsrBuilder().Add(sources, targets, weights)).Message;
    }
}
