using Analytics.Graph.Csr;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>The input graph as the lowest level; it shares the columns of the graph.</summary>
internal static unsafe class InputLevel
{
    private const long WorkPerBlock = 1 << 16;

    /// <summary>The level; the three columns must stay where they are as long as it is used.</summary>
    public static LevelGraph Of(
        CsrGraph graph, long* offsets, int* targets, float* weights, Objective objective, Scratch scratch, Team team)
    {
        int n = graph.VertexCount;
        LevelGraph level = new()
        {
            VertexCount = n,
            ArcCount = graph.ArcCount,
            Start = offsets,
            End = offsets + 1,
            Targets = targets,
            Weights = weights,
            Mass = scratch.New<double>(n).Pointer,
            Size = scratch.New<int>(n).Pointer,
        };
        int[] bounds = ArcBlocks.Of(graph.Offsets, WorkPerBlock);
        double[] weight = new double[bounds.Length - 1];
        double[] loops = new double[bounds.Length - 1];
        team.For(weight.Length, (block, _) =>
            (weight[block], loops[block]) = Fill(level, bounds[block], bounds[block + 1], objective));
        level.TotalWeight = weight.Sum();
        if (loops.Sum() > 0)
        {
            level.Loops = scratch.New<double>(n).Pointer;
            team.For(weight.Length, (block, _) => FillLoops(level, bounds[block], bounds[block + 1]));
        }

        return level;
    }

    private static (double Weight, double Loops) Fill(LevelGraph graph, int first, int end, Objective objective)
    {
        double total = 0;
        double loops = 0;
        for (int v = first; v < end; v++)
        {
            double sum = 0;
            for (long i = graph.Start[v]; i < graph.End[v]; i++)
            {
                sum += graph.Weights[i];
                loops += graph.Targets[i] == v ? graph.Weights[i] : 0;
            }

            graph.Mass[v] = objective == Objective.Modularity ? sum : 1;
            graph.Size[v] = 1;
            total += sum;
        }

        return (total, loops);
    }

    private static void FillLoops(LevelGraph graph, int first, int end)
    {
        for (int v = first; v < end; v++)
        {
            graph.Loops[v] = 0;
            for (long i = graph.Start[v]; i < graph.End[v]; i++)
                graph.Loops[v] += graph.Targets[i] == v ? graph.Weights[i] : 0;
        }
    }
}
