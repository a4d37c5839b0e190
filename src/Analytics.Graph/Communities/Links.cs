using System.Runtime.CompilerServices;

namespace Analytics.Graph.Communities;

/// <summary>
/// One worker's table of the weights that lead from a vertex to each group of vertices: a dense array by group and the
/// list of the groups met. 16 bytes per vertex of the largest level.
/// </summary>
internal sealed unsafe class Links(Scratch scratch, int capacity)
{
    /// <summary>Places of <see cref="Groups"/>.</summary>
    public const int Window = 4096;

    /// <summary>Groups looked up ahead of the sums.</summary>
    public readonly int* Groups = scratch.New<int>(Window).Pointer;

    private readonly int* Others = scratch.New<int>(Window + 1).Pointer;
    private readonly float* Values = scratch.New<float>(Window + 1).Pointer;

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
        int* window = Groups;
        while (start < end)
        {
            int length = (int)Math.Min(end - start, Window);
            int* target = targets + start;

            // All look-ups first, which wait for memory but not for one another.
            for (int i = 0; i < length; i++)
                window[i] = groups[target[i]];
            count = Sum(window, weights + start, length, count);
            start += length;
        }

        return count;
    }

    /// <summary>Adds weights of arcs whose groups are known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Sum(int* groups, float* weights, int length, int count)
    {
        double* link = Weight;
        int* touched = Touched;
        for (int i = 0; i < length; i++)
        {
            // Whether a group is new is a coin toss for the processor, hence no branch.
            int group = groups[i];
            double before = link[group];
            touched[count] = group;
            count += before == 0 ? 1 : 0;
            link[group] = before + weights[i];
        }

        return count;
    }

    /// <summary>Adds weights of arcs whose groups are known, except those that lead to <paramref name="own"/>, and
    /// returns how many other groups have been met. Most arcs lead to the own group once communities have formed; a
    /// sum in a register does not wait for the one before to come back from memory.</summary>
    /// <param name="ownLink">The weight that leads to the own group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SumOthers(int* groups, float* weights, int length, int own, out double ownLink)
    {
        int* others = Others;
        float* values = Values;
        double sum = 0;
        double all = 0;
        int kept = 0;
        for (int i = 0; i < length; i++)
        {
            int group = groups[i];
            float weight = weights[i];
            others[kept] = group;
            values[kept] = weight;
            kept += Unsafe.BitCast<bool, byte>(group != own);
            all += weight;
        }

        double* link = Weight;
        int* touched = Touched;
        int count = 0;
        for (int i = 0; i < kept; i++)
        {
            int group = others[i];
            double before = link[group];
            touched[count] = group;
            count += Unsafe.BitCast<bool, byte>(before == 0);
            link[group] = before + values[i];
            sum += values[i];
        }

        ownLink = all - sum;
        return count;
    }
}
