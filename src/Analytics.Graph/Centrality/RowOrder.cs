using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Centrality;

/// <summary>
/// The order in which the rows of a stretch of vertices are looked at: by length. Rows of equal length can be added up
/// side by side, and a processor that guesses where rows end is hardly ever wrong. 2 bytes per vertex; O(vertices).
/// </summary>
internal sealed unsafe class RowOrder
{
    /// <summary>Most vertices of a stretch; what is written of them stays in the fastest cache.</summary>
    public const int Stretch = 1 << 10;

    private const int Longest = 255;

    private readonly LargeArray<ushort> _places;

    /// <summary>Orders every stretch of every range; stretches begin anew with each range.</summary>
    public RowOrder(LargeArray<long> offsets, int[] bounds, Workers workers)
    {
        _places = new LargeArray<ushort>(offsets.Length - 1);
        workers.For(bounds.Length - 1, (block, _) =>
        {
            fixed (long* offset = offsets)
            fixed (ushort* place = _places)
            {
                for (int first = bounds[block]; first < bounds[block + 1]; first += Stretch)
                    Order(offset + first, place + first, Math.Min(Stretch, bounds[block + 1] - first));
            }
        });
    }

    /// <summary>For every vertex, as an offset from the first of its stretch, who comes next; pinned by the caller.
    /// </summary>
    public LargeArray<ushort> Places => _places;

    /// <summary>Counting sort; rows of <see cref="Longest"/> arcs and more count as equal.</summary>
    private static void Order(long* offset, ushort* place, int count)
    {
        int* next = stackalloc int[Longest + 2];
        new Span<int>(next, Longest + 2).Clear();
        for (int i = 0; i < count; i++)
            next[Math.Min(offset[i + 1] - offset[i], Longest) + 1]++;
        for (int length = 0; length <= Longest; length++)
            next[length + 1] += next[length];
        for (int i = 0; i < count; i++)
            place[next[Math.Min(offset[i + 1] - offset[i], Longest)]++] = (ushort)i;
    }
}
