using Analytics.Graph.Csr;

namespace Analytics.Tests.Graph.Csr;

public sealed class CsrRowWriterTests
{
    [Fact]
    public void Complete_RandomRowsInBatches_EqualsTheBuildersGraph()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            int vertices = 1 + random.Next(40);
            (int Source, int Target)[] arcs =
            [
                .. Enumerable.Range(0, random.Next(200)).Select(_ => (random.Next(vertices), random.Next(vertices)))
                    .Distinct().Order(),
            ];
            int[] sources = [.. arcs.Select(arc => arc.Source)];
            int[] targets = [.. arcs.Select(arc => arc.Target)];
            float[] weights = [.. arcs.Select(_ => 0.5f + random.NextSingle())];
            CsrBuilder builder = new();
            builder.Add(sources, targets, weights);
            CsrRowWriter writer = new(vertices, arcs.Length);
            for (int start = 0, end; start < arcs.Length; start = end)
            {
                end = Math.Min(arcs.Length, start + random.Next(20));
                writer.Add(sources.AsSpan(start..end), targets.AsSpan(start..end), weights.AsSpan(start..end));
            }

            CsrGraph graph = writer.Complete();

            CsrGraph expected = builder.Build(vertices);
            Assert.Equal((expected.VertexCount, expected.ArcCount), (graph.VertexCount, graph.ArcCount));
            for (int v = 0; v < vertices; v++)
            {
                Assert.Equal(expected.Targets(v), graph.Targets(v));
                Assert.Equal(expected.Weights(v), graph.Weights(v));
            }
        }
    }

    [Theory]
    [InlineData(1, 2, 1f, "not behind")]
    [InlineData(1, 1, 1f, "not behind")]
    [InlineData(0, 3, 1f, "not behind")]
    [InlineData(1, 4, 1f, "does not fit")]
    [InlineData(4, 0, 1f, "does not fit")]
    [InlineData(2, -1, 1f, "does not fit")]
    [InlineData(2, 0, 0f, "not positive")]
    [InlineData(2, 0, float.NaN, "not positive")]
    [InlineData(2, 0, float.PositiveInfinity, "not positive")]
    public void Add_AnArcThatCannotFollow_SaysWhy(int source, int target, float weight, string reason)
    {
        CsrRowWriter writer = new(4, 3);
        writer.Add([0, 1], [3, 2], [1, 1]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => writer.Add([source], [target], [weight]));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_OtherThanTheAnnouncedNumberOfArcs_IsAnError()
    {
        CsrRowWriter writer = new(2, 2);
        writer.Add([0], [1], [1]);

        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<ArgumentException>(() => writer.Add([1, 1], [0, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => writer.Add([1], [0, 1], [1]));
    }
}
