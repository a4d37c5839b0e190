using System.Numerics;
using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public unsafe class RowSumsTests
{
    private const int Vertices = 3000;

    [Fact]
    public void Of_RowsOfAllLengths_AreTheTextbookSums()
    {
        // Lengths from none to far beyond those that are told apart, in an order that no sorting leaves alone.
        CsrGraph graph = RandomGraph.Build(
            from v in Enumerable.Range(0, Vertices)
            from i in Enumerable.Range(0, (v * 7919 % 41) + (v % 97 == 0 ? (Vertices - v) / 3 : 0))
            select (v, (v * 31 + i * 2) % Vertices, 1f + i % 3), Vertices);
        foreach (bool ordered in (bool[])[false, true])
        {
            foreach (bool equal in (bool[])[false, true])
            {
                AssertSums<double>(graph, ordered, equal, 1e-12);
                AssertSums<float>(graph, ordered, equal, 1e-12);
            }
        }
    }

    [Fact]
    public void Places_OfEveryStretch_AreAnOrderByLength() => WorkerCounts.SameForAll(workers =>
    {
        CsrGraph graph = RandomGraph.Build(
            Enumerable.Range(0, Vertices).SelectMany(v => Enumerable.Range(0, v * 7919 % 41).Select(t => (v, t, 1f))),
            Vertices);
        int[] bounds = [0, 1, 1030, Vertices];
        LargeArray<ushort> places = new RowOrder(graph.Offsets, bounds, workers).Places;
        foreach ((int first, int count) in ((int, int)[])[(0, 1), (1, 1024), (1025, 5), (1030, 1024), (2054, 946)])
        {
            ushort[] stretch = places.Span(first, count).ToArray();
            Assert.Equal(Enumerable.Range(0, count), stretch.Select(place => (int)place).Order());
            int[] lengths = [.. stretch.Select(place => graph.Degree(first + place))];
            Assert.Equal(lengths.Order(), lengths);
        }

        return places.Span(0, Vertices).ToArray();
    });

    private static void AssertSums<T>(CsrGraph graph, bool ordered, bool equal, double tolerance)
        where T : unmanaged, INumberBase<T>
    {
        T[] given = [.. Enumerable.Range(0, Vertices).Select(v => T.CreateTruncating(1.0 / (v + 1)))];
        int[] bounds = [0, Vertices];
        RowSums<T> rows = new(graph, equal, ordered ? new RowOrder(graph.Offsets, bounds, Workers.All) : null);
        double[] sums = new double[RowOrder.Stretch];
        fixed (T* pinned = given)
        fixed (double* sum = sums)
        {
            for (int first = 0; first < Vertices; first += RowOrder.Stretch)
            {
                int count = Math.Min(RowOrder.Stretch, Vertices - first);
                rows.Of(first, count, pinned, sum);
                for (int v = first; v < first + count; v++)
                    Assert.Equal(Textbook(graph, v, given, equal), sums[v - first], tolerance);
            }
        }
    }

    private static double Textbook<T>(CsrGraph graph, int v, T[] given, bool equal)
        where T : INumberBase<T>
    {
        double sum = 0;
        for (int i = 0; i < graph.Degree(v); i++)
            sum += double.CreateTruncating(given[graph.Targets(v)[i]]) * (equal ? 1 : graph.Weights(v)[i]);
        return sum;
    }
}
