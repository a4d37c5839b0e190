namespace Analytics.Graph.Communities;

/// <summary>
/// Splits communities that fell apart into their connected parts, by breadth-first search that never leaves the
/// community. A split never lowers modularity or CPM: no arc is lost and the null model shrinks.
/// </summary>
internal static unsafe class ConnectedParts
{
    /// <summary>Writes to <paramref name="parts"/> numbers 0, 1, … in order of the smallest vertex and returns their
    /// count.</summary>
    /// <param name="queue">Room for every vertex.</param>
    public static int Split(LevelGraph graph, int* labels, int* parts, int* queue)
    {
        int n = graph.VertexCount;
        new Span<int>(parts, n).Fill(-1);
        int count = 0;
        for (int start = 0; start < n; start++)
        {
            if (parts[start] >= 0)
                continue;
            int community = labels[start];
            int head = 0;
            int tail = 0;
            queue[tail++] = start;
            parts[start] = count;
            while (head < tail)
            {
                int v = queue[head++];
                for (long i = graph.Start[v]; i < graph.End[v]; i++)
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
