using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Graph.Randomness;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

/// <summary>Cascades small enough to be computed exactly, of every kind.</summary>
internal static class TinyCascades
{
    public static void ForAll(Action<CsrGraph, IndependentCascade, TextbookCascade, ulong> check, ulong count = 60)
    {
        for (ulong seed = 0; seed < count; seed++)
        {
            Xoshiro256 random = new(seed);
            int vertices = 2 + random.Below(6);
            var arcs = Enumerable.Range(0, 1 + random.Below(9))
                .Select(_ => (Source: random.Below(vertices), Target: random.Below(vertices)))
                .Where(a => a.Source != a.Target).Distinct()
                .Select(a => (a.Source, a.Target, (1 + random.Below(4)) / 4f));
            CsrGraph graph = RandomGraph.Build(arcs, vertices);
            foreach ((IndependentCascade cascade, Func<int, int, double> probability) in Kinds(graph))
                check(graph, cascade, new TextbookCascade(graph, probability), seed);
        }
    }

    private static IEnumerable<(IndependentCascade, Func<int, int, double>)> Kinds(CsrGraph graph)
    {
        CsrGraph incoming = graph.Reverse();
        yield return (IndependentCascade.Constant(graph, 0.3), (_, _) => 0.3);
        yield return (IndependentCascade.InverseInDegree(graph), (_, w) => 1.0 / incoming.Degree(w));
        yield return (IndependentCascade.WeightedCascade(graph), (v, w) => WeightOf(v, w) / incoming.OutWeight(w));
        yield return (IndependentCascade.FromWeights(graph), (v, w) => WeightOf(v, w));
        float[] halves = [.. Enumerable.Range(0, (int)graph.ArcCount).Select(i => i % 3 / 2f)];
        int[] firsts = [.. Enumerable.Range(0, graph.VertexCount)
            .Select(v => Enumerable.Range(0, v).Sum(graph.Degree))];
        yield return (IndependentCascade.FromProbabilities(graph, halves),
            (v, w) => halves[firsts[v] + graph.Targets(v).IndexOf(w)]);

        double WeightOf(int v, int w) => graph.Weights(v)[graph.Targets(v).IndexOf(w)];
    }
}
