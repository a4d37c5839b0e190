using Analytics.Graph.Influence;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Fifty seeds. Each run has another random seed, because the time depends on when the bounds meet.</summary>
internal static class InfluenceRows
{
    private const int Seeds = 50;

    /// <summary>In large graphs of high degree influence with p = .1 reaches nearly everyone.</summary>
    private const int MostForConstant = 50_000;

    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        var weighted = IndependentCascade.InverseInDegree(input.Graph);
        foreach (var epsilon in (double[])[0.1, 0.05, 0.03])
            yield return Row($"influence weighted cascade ε {epsilon}", weighted, epsilon);
        if (input.Graph.VertexCount > MostForConstant)
            yield break;
        var constant = IndependentCascade.Constant(input.Graph, 0.1);
        foreach (var epsilon in (double[])[0.1, 0.03])
            yield return Row($"influence p .1 ε {epsilon}", constant, epsilon);
    }

    private static GraphRow Row(string name, IndependentCascade cascade, double epsilon)
    {
        ulong run = 0;
        return new GraphRow(name, workers =>
        {
            var result = InfluenceMaximization.Run(cascade, new(Seeds, epsilon, Seed: run++), workers);
            return $"{result.SelectionSets} sets, spread {result.Spread:f0}";
        });
    }
}
