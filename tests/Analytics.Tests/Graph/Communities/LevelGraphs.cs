using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Tests.Graph.Communities;

/// <summary>Levels for tests of single phases, on one thread.</summary>
internal static class LevelGraphs
{
    public static unsafe void With(CsrGraph graph, Objective objective, Action<LevelGraph, Team, Scratch> check)
    {
        if (graph.VertexCount == 0)
            return;
        using Workers one = new(1);
        Team.Run(one, team =>
        {
            fixed (long* offsets = graph.Offsets)
            fixed (int* targets = graph.TargetArray)
            fixed (float* weights = graph.WeightArray)
            {
                using Scratch scratch = new();
                check(InputLevel.Of(graph, offsets, targets, weights, objective, scratch, team), team, scratch);
            }
        });
    }
}
