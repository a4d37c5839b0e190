using System.Globalization;
using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>Reads the validation graphs of LDBC Graphalytics: adjacency lists, and one value per vertex id.</summary>
public static class Graphalytics
{
    public sealed record Graph(CsrGraph Csr, long[] Ids);

    /// <summary>An adjacency list; an undirected one lists every edge at both ends.</summary>
    public static Graph Read(bool directed, params string[] path)
    {
        long[][] lines = [.. File.ReadLines(SharedData.Require(["graphalytics", .. path]))
            .Where(line => line.Length > 0)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray())];
        long[] ids = [.. lines.SelectMany(line => line).Distinct().Order()];
        IEnumerable<(int, int, float)> arcs = lines.SelectMany(line =>
            line.Skip(1).Select(target => (Index(line[0]), Index(target), 1f)));
        CsrGraph graph = RandomGraph.Build(arcs, ids.Length);
        Assert.Equal(!directed, graph.IsSymmetric);
        return new Graph(graph, ids);

        int Index(long id) => Array.BinarySearch(ids, id);
    }

    /// <summary>A list of vertices and a list of weighted edges; an undirected one lists every edge once.</summary>
    public static Graph ReadWeighted(bool directed, string folder, string name)
    {
        string vertices = SharedData.Require("graphalytics", folder, name + ".v");
        long[] ids = [.. File.ReadLines(vertices).Select(long.Parse).Order()];
        (int Source, int Target, float Weight)[] arcs =
            [.. File.ReadLines(SharedData.Require("graphalytics", folder, name + ".e"))
            .Select(line => line.Split(' '))
            .Select(fields => (
                Array.BinarySearch(ids, long.Parse(fields[0], CultureInfo.InvariantCulture)),
                Array.BinarySearch(ids, long.Parse(fields[1], CultureInfo.InvariantCulture)),
                float.Parse(fields[2], CultureInfo.InvariantCulture)))];
        CsrGraph graph = RandomGraph.Build(arcs, ids.Length);
        return new Graph(directed ? graph : graph.Symmetrize(), ids);
    }

    public static Dictionary<long, double> Values(params string[] path) =>
        File.ReadLines(SharedData.Require(["graphalytics", .. path]))
            .Select(line => line.Split(' '))
            .ToDictionary(
                fields => long.Parse(fields[0], CultureInfo.InvariantCulture),
                fields => double.Parse(fields[1], CultureInfo.InvariantCulture));
}
