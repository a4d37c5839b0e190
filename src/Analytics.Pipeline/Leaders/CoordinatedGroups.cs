using Analytics.DuckDb;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// Groups of accounts that were in the same crowds again and again: the components of the pairs in
/// work.coordinated_pairs, as the table work.coordinated(vertex, group_number). Groups are numbered from 1 in the order
/// of their smallest vertex, so it does not matter in which order the pairs come. Union by path halving; nearly linear
/// in the pairs.
/// </summary>
internal static class CoordinatedGroups
{
    public static void Write(DuckDbConnection connection, CancellationToken cancel)
    {
        connection.Execute("CREATE TABLE work.coordinated (vertex INTEGER, group_number INTEGER)");
        var groups = Read(connection, cancel);
        Dictionary<int, int> numbers = [];
        using RowAppender rows = new(connection, "work", "coordinated");
        foreach (var vertex in groups.Keys.Order())
        {
            var row = rows.Next();
            rows[0].Values<int>()[row] = vertex;
            // The root is the smallest vertex of its group, so the first of the group that comes by is the root.
            var root = Root(groups, vertex);
            numbers.TryAdd(root, numbers.Count + 1);
            rows[1].Values<int>()[row] = numbers[root];
        }

        rows.Complete();
    }

    private static Dictionary<int, int> Read(DuckDbConnection connection, CancellationToken cancel)
    {
        Dictionary<int, int> parents = [];
        using var pairs = connection.Query("SELECT one, other FROM work.coordinated_pairs", streaming: false, cancel);
        while (pairs.TryRead(out var chunk))
        {
            using (chunk)
            {
                ReadOnlySpan<int> ones = chunk[0].Values<int>(), others = chunk[1].Values<int>();
                for (var row = 0; row < chunk.Count; row++)
                {
                    parents.TryAdd(ones[row], ones[row]);
                    parents.TryAdd(others[row], others[row]);
                    var (one, other) = (Root(parents, ones[row]), Root(parents, others[row]));
                    parents[Math.Max(one, other)] = Math.Min(one, other);
                }
            }
        }

        return parents;
    }

    private static int Root(Dictionary<int, int> parents, int vertex)
    {
        while (parents[vertex] is var parent && parent != vertex)
            vertex = parents[vertex] = parents[parent];
        return vertex;
    }
}
