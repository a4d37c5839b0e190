using System.Runtime.InteropServices;

namespace Analytics.Graph.Communities;

/// <summary>The vertices of a level grouped by label, each group ascending, by a counting sort. 12 bytes per vertex.
/// </summary>
internal sealed unsafe class LevelGroups(int capacity, Scratch scratch)
{
    /// <summary>Group i is <c>Order[Starts[i]] … Order[Starts[i + 1] − 1]</c>.</summary>
    public readonly int* Starts = scratch.New<int>(capacity + 1L).Pointer;

    /// <summary>The vertices, group by group.</summary>
    public readonly int* Order = scratch.New<int>(capacity).Pointer;

    /// <summary>Where each vertex lies in <see cref="Order"/>.</summary>
    public readonly int* Place = scratch.New<int>(capacity).Pointer;

    /// <summary>Number of groups.</summary>
    public int Count { get; private set; }

    /// <summary>The vertices of one group.</summary>
    public ReadOnlySpan<int> this[int group] => new(Order + Starts[group], Starts[group + 1] - Starts[group]);

    /// <summary>Changes <paramref name="labels"/> (0 … <paramref name="length"/> − 1) to 0, 1, … in order of first
    /// appearance, and groups by them.</summary>
    public void Renumber(int* labels, int length)
    {
        int* numbers = Place;
        NativeMemory.Clear(numbers, (nuint)length * sizeof(int));
        int count = 0;
        for (int v = 0; v < length; v++)
        {
            int number = numbers[labels[v]];
            if (number == 0)
                number = numbers[labels[v]] = ++count;
            labels[v] = number - 1;
        }

        Group(labels, length, count);
    }

    /// <summary>Groups by labels below <paramref name="count"/>.</summary>
    public void Group(int* labels, int length, int count)
    {
        NativeMemory.Clear(Starts, ((nuint)count + 1) * sizeof(int));
        for (int v = 0; v < length; v++)
            Starts[labels[v] + 1]++;
        for (int c = 0; c < count; c++)
            Starts[c + 1] += Starts[c];
        for (int v = 0; v < length; v++)
        {
            int place = Starts[labels[v]]++;
            Order[place] = v;
            Place[v] = place;
        }

        for (int c = count; c > 0; c--)
            Starts[c] = Starts[c - 1];
        Starts[0] = 0;
        Count = count;
    }
}
