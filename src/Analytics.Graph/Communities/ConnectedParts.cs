namespace Analytics.Graph.Communities;

/// <summary>
/// Splits communities that fell apart into their connected parts, by breadth-first search that never leaves the
/// community. A split never lowers modularity or CPM: no arc is lost and the null model shrinks.
/// </summary>
internal static class ConnectedParts
{
    /// <summary>Writes to <paramref name="parts"/> numbers 0, 1, … in order of the smallest vertex and returns their
    /// count; labels below zero stay.</summary>
    public static int Split(LevelGraph graph, ReadOnlySpan<int> labels, int[] parts)
    {
        int n = graph.VertexCount;
        int[] queue = new int[n];
        Array.Fill(parts, -1, 0, n);
        int count = 0;
        for (int start = 0; start < n; start++)
        {
            if (parts[start] >= 0 || labels[start] < 0)
                continue;
            int community = labels[start];
            int head = 0;
            int tail = 0;
            queue[tail++] = start;
            parts[start] = count;
            while (head < tail)
            {
                int v = queue[head++];
                for (long i = graph.Offsets[v]; i < graph.Offsets[v + 1]; i++)
                {
                    int neighbour = graph.Targets[i];
                    if (parts[neighbour] >= 0 || labels[neighbour] != community)
                        continue;
                    parts[neighbour] = count;
                    queue[tail++] = neighbour;
                }
            }

            count++;
        }

        return count;
    }
}
