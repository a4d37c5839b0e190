using Analytics.Graph.Memory;

namespace Analytics.Graph.Threads;

/// <summary>
/// Cuts the vertices of a graph into ranges of about equal work, counted in arcs plus vertices, so that a few vertices
/// with very many arcs do not keep one thread busy alone. The ranges follow from the graph and never from the number of
/// threads.
/// </summary>
internal static class ArcBlocks
{
    /// <inheritdoc cref="Of(ReadOnlySpan{long}, long)"/>
    public static int[] Of(LargeArray<long> offsets, long arcsPerBlock) =>
        Of(offsets.Span(0, (int)offsets.Length), arcsPerBlock);

    /// <summary>Bounds of the ranges, ascending: range i is <c>bounds[i] … bounds[i + 1] − 1</c>.</summary>
    /// <param name="offsets">First arc of every vertex, one more at the end.</param>
    /// <param name="arcsPerBlock">Arcs plus vertices that make a range; a vertex is never divided.</param>
    public static int[] Of(ReadOnlySpan<long> offsets, long arcsPerBlock)
    {
        int vertices = offsets.Length - 1;
        long work = offsets[^1] - offsets[0] + vertices;
        int blocks = (int)Math.Clamp((work + arcsPerBlock - 1) / arcsPerBlock, 1, Math.Max(1, vertices));
        int[] bounds = new int[blocks + 1];
        for (int block = 1; block < blocks; block++)
            bounds[block] = FirstAt(offsets, work * block / blocks);
        bounds[blocks] = vertices;
        return bounds;
    }

    /// <summary>The first vertex before which at least <paramref name="work"/> arcs and vertices lie.</summary>
    private static int FirstAt(ReadOnlySpan<long> offsets, long work)
    {
        int low = 0;
        int high = offsets.Length - 1;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (offsets[middle] - offsets[0] + middle < work)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
