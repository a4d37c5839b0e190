using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>Slow answers that are easy to believe.</summary>
public static class Textbook
{
    /// <summary>Coreness by peeling: for every k, vertices with fewer than k neighbours go until none is left to go.
    /// </summary>
    public static int[] Coreness(CsrGraph graph)
    {
        int n = graph.VertexCount;
        int[] coreness = new int[n];
        HashSet<int> left = [.. Enumerable.Range(0, n)];
        for (int k = 1; left.Count > 0; k++)
        {
            while (left.RemoveWhere(v => graph.Targets(v).ToArray().Count(t => t != v && left.Contains(t)) < k) > 0)
            {
            }

            foreach (int v in left)
                coreness[v] = k;
        }

        return coreness;
    }

    /// <summary>Coreness by always removing a vertex with the fewest neighbours left.</summary>
    public static int[] CorenessByQueue(CsrGraph graph)
    {
        int n = graph.VertexCount;
        int[] left = [.. Enumerable.Range(0, n).Select(v => graph.Targets(v).ToArray().Count(t => t != v))];
        int[] coreness = new int[n];
        Array.Fill(coreness, -1);
        PriorityQueue<int, int> queue = new(left.Select((degree, v) => (v, degree)));
        int k = 0;
        while (queue.TryDequeue(out int v, out int degree))
        {
            if (coreness[v] >= 0 || degree != left[v])
                continue;
            coreness[v] = k = Math.Max(k, degree);
            foreach (int neighbour in graph.Targets(v))
            {
                if (neighbour != v && coreness[neighbour] < 0)
                    queue.Enqueue(neighbour, --left[neighbour]);
            }
        }

        return coreness;
    }

    /// <summary>Per vertex the smallest of its component: labels of whole sets are overwritten, edge by edge.</summary>
    public static int[] SmallestVertices(int vertexCount, IEnumerable<(int, int)> edges)
    {
        int[] label = [.. Enumerable.Range(0, vertexCount)];
        List<int>[] members = [.. label.Select(v => new List<int> { v })];
        foreach ((int a, int b) in edges)
        {
            (int large, int small) = members[label[a]].Count >= members[label[b]].Count
                ? (label[a], label[b])
                : (label[b], label[a]);
            if (large == small)
                continue;
            foreach (int v in members[small])
                label[v] = large;
            members[large].AddRange(members[small]);
            members[small] = [];
        }

        int[] smallest = [.. members.Select(list => list.DefaultIfEmpty().Min())];
        return [.. label.Select(set => smallest[set])];
    }

    /// <summary>Whether the vertices hang together by arcs among themselves, direction ignored.</summary>
    public static bool IsConnected(CsrGraph graph, IReadOnlyCollection<int> vertices)
    {
        HashSet<int> unseen = [.. vertices];
        Stack<int> stack = new();
        stack.Push(vertices.First());
        unseen.Remove(vertices.First());
        CsrGraph transpose = graph.Reverse();
        while (stack.TryPop(out int v))
        {
            foreach (int neighbour in (int[])[.. graph.Targets(v), .. transpose.Targets(v)])
            {
                if (unseen.Remove(neighbour))
                    stack.Push(neighbour);
            }
        }

        return unseen.Count == 0;
    }

    /// <summary>Adjusted Rand index by looking at every pair (Hubert and Arabie 1985).</summary>
    public static double AdjustedRand(int[] a, int[] b)
    {
        double both = 0, inA = 0, inB = 0, pairs = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = i + 1; j < a.Length; j++)
            {
                both += a[i] == a[j] && b[i] == b[j] ? 1 : 0;
                inA += a[i] == a[j] ? 1 : 0;
                inB += b[i] == b[j] ? 1 : 0;
                pairs++;
            }
        }

        double expected = pairs > 0 ? inA * inB / pairs : 0;
        double highest = (inA + inB) / 2;
        return highest == expected ? 1 : (both - expected) / (highest - expected);
    }

    /// <summary>All partitions of n vertices, as labels that first appear in ascending order.</summary>
    public static IEnumerable<int[]> Partitions(int n)
    {
        int[] labels = new int[n];
        return From(0, 0);

        IEnumerable<int[]> From(int vertex, int used)
        {
            if (vertex == n)
            {
                yield return (int[])labels.Clone();
                yield break;
            }

            for (int c = 0; c <= used; c++)
            {
                labels[vertex] = c;
                foreach (int[] partition in From(vertex + 1, Math.Max(used, c + 1)))
                    yield return partition;
            }
        }
    }

    /// <summary>The largest weight that any k of the sets cover, by trying all choices.</summary>
    public static double BestCoverage(int[][] sets, double[] weights, int k)
    {
        double best = 0;
        for (int choice = 0; choice < 1 << sets.Length; choice++)
        {
            if (int.PopCount(choice) > k)
                continue;
            IEnumerable<int> covered = Enumerable.Range(0, sets.Length)
                .Where(i => (choice >> i & 1) == 1).SelectMany(i => sets[i]).Distinct();
            best = Math.Max(best, covered.Sum(e => weights[e]));
        }

        return best;
    }
}
