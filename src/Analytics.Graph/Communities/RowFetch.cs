using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Analytics.Graph.Communities;

/// <summary>Rows that are read in the order of a list lie anywhere in memory; this asks for them in time.</summary>
internal static unsafe class RowFetch
{
    private const int Distance = 6;
    private const int PerLine = 16;

    /// <summary>Called at place <paramref name="i"/> of a list with <paramref name="count"/> places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead(LevelGraph graph, int* order, int i, int count)
    {
        if (!Sse.IsSupported || i + 2 * Distance >= count)
            return;
        int far = order[i + 2 * Distance];
        Sse.Prefetch0(graph.Start + far);
        Sse.Prefetch0(graph.End + far);
        int near = order[i + Distance];
        long start = graph.Start[near];
        Sse.Prefetch0(graph.Targets + start);
        Sse.Prefetch0(graph.Targets + start + PerLine);
        Sse.Prefetch0(graph.Weights + start);
        Sse.Prefetch0(graph.Weights + start + PerLine);
    }
}
