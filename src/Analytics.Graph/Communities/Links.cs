using System.Runtime.CompilerServices;

namespace Analytics.Graph.Communities;

/// <summary>
/// One worker's table of the weights that lead from a vertex to each group of vertices: a dense array by group and the
/// list of the groups met. 16 bytes per vertex of the largest level.
/// </summary>
internal sealed unsafe class Links(Scratch scratch, int capacity)
{
    private const int Window = 1024;

    private readonly int* _window = scratch.New<int>(Window).Pointer;

    /// <summary>Weight by group; zero for every group between two vertices.</summary>
    public readonly double* Weight = scratch.New<double>(capacity).Zeroed(capacity);

    /// <summary>The groups met; one more than there can be, because the next place is written before it is known
    /// whether it is needed.</summary>
    public readonly int* Touched = scratch.New<int>(capacity + 1L).Pointer;

    /// <summary>Adds the arcs of row <paramref name="start"/> … <paramref name="end"/> − 1 to the table, after
    /// <paramref name="count"/> groups met before, and returns how many groups have been met now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(int* targets, float* weights, long start, long end, int* groups, int count)
    {
        double* link = Weight;
        int* touched = Touched;
        int* window = _window;
        while (start < end)
        {
            int length = (int)Math.Min(end - start, Window);
            int* target = targets + start;
            float* weight = weights + start;

            // First all look-ups, which wait for memory but not for one another; then the sums. Whether a group is new
            // is a coin toss for the processor, hence no branch.
            for (int i = 0; i < length; i++)
                window[i] = groups[target[i]];
            for (int i = 0; i < length; i++)
            {
                int group = window[i];
                double before = link[group];
                touched[count] = group;
                count += before == 0 ? 1 : 0;
                link[group] = before + weight[i];
            }

            start += length;
        }

        return count;
    }
}
