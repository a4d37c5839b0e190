namespace Analytics.Graph.Communities;

/// <summary>
/// Vertices divided into communities. <c>Labels[v]</c> is the community of vertex v, from 0 to <c>Count - 1</c>, or
/// -1 for a vertex that belongs to none (the residual). Communities are numbered by size, largest first, and by their
/// smallest vertex among equals.
/// </summary>
/// <param name="Labels">One label per vertex.</param>
/// <param name="Count">Number of communities.</param>
public sealed record Partition(int[] Labels, int Count)
{
    /// <summary>Number of vertices that belong to no community.</summary>
    public int ResidualCount => Labels.Count(label => label < 0);

    /// <summary>Vertices per community.</summary>
    public int[] Sizes()
    {
        int[] sizes = new int[Count];
        foreach (int label in Labels)
        {
            if (label >= 0)
                sizes[label]++;
        }

        return sizes;
    }

    /// <summary>The vertices of each community as lists.</summary>
    public VertexGroups Members() => VertexGroups.Of(Labels, Count);

    /// <summary>
    /// Numbers arbitrary labels as this type promises. Labels below zero, and communities smaller than
    /// <paramref name="minSize"/>, become the residual.
    /// </summary>
    internal static Partition Numbered(ReadOnlySpan<int> labels, int minSize = 1)
    {
        int bound = 0;
        foreach (int label in labels)
            bound = Math.Max(bound, label + 1);
        int[] sizes = new int[bound];
        int[] smallest = new int[bound];
        for (int v = labels.Length - 1; v >= 0; v--)
        {
            if (labels[v] < 0)
                continue;
            sizes[labels[v]]++;
            smallest[labels[v]] = v;
        }

        List<int> order = [];
        for (int c = 0; c < bound; c++)
        {
            if (sizes[c] >= Math.Max(1, minSize))
                order.Add(c);
        }

        order.Sort((a, b) => sizes[a] != sizes[b]
            ? sizes[b].CompareTo(sizes[a])
            : smallest[a].CompareTo(smallest[b]));
        int[] numbers = new int[bound];
        Array.Fill(numbers, -1);
        for (int i = 0; i < order.Count; i++)
            numbers[order[i]] = i;

        int[] result = new int[labels.Length];
        for (int v = 0; v < labels.Length; v++)
            result[v] = labels[v] < 0 ? -1 : numbers[labels[v]];
        return new Partition(result, order.Count);
    }
}
