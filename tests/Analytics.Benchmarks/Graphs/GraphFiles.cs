using System.IO.Compression;
using System.Runtime.InteropServices;
using Analytics.Graph.Csr;

namespace Analytics.Benchmarks.Graphs;

/// <summary>
/// The graphs of the benchmark as files in its folder: <c>NAME.edges</c> with int32 vertices, int64 edges, then int32
/// pairs, each undirected edge once; <c>NAME.graph</c>, the same as rows, ready to be read without anything left behind
/// in memory; beside planted ones <c>NAME.truth</c> with one int32 per vertex.
/// </summary>
internal static class GraphFiles
{
    /// <summary>Names of what can be had: planted graphs always, real ones where their files lie.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. new[] { "planted-100k", "planted-1m" }, .. Real().Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public static string EdgesOf(string folder, string name) => Path.Combine(folder, name + ".edges");

    private static string RowsOf(string folder, string name) => Path.Combine(folder, name + ".graph");

    private static string TruthOf(string folder, string name) => Path.Combine(folder, name + ".truth");

    /// <summary>Makes the files of a graph unless they are there.</summary>
    public static void Prepare(string folder, string name)
    {
        PrepareEdges(folder, name);
        if (!File.Exists(RowsOf(folder, name))) MappedGraph.Save(FromEdges(folder, name), RowsOf(folder, name));
    }

    public static GraphInput Load(string folder, string name) =>
        new(name, MappedGraph.Read(RowsOf(folder, name)), new Lazy<int[]?>(() => Truth(folder, name)));

    private static void PrepareEdges(string folder, string name)
    {
        if (File.Exists(EdgesOf(folder, name))) return;
        Console.Error.WriteLine($"preparing {name} …");
        if (name.StartsWith("planted-", StringComparison.Ordinal))
        {
            var (pairs, truth) = PlantedEdges.Create(
                name == "planted-1m" ? 1_000_000 : 100_000, mixing: 0.3, meanDegree: 20, seed: 7);
            File.WriteAllBytes(TruthOf(folder, name), MemoryMarshal.AsBytes(truth.AsSpan()));
            Write(EdgesOf(folder, name), truth.Length, pairs);
            return;
        }

        var read = PairsOf(Path.Combine(Real().Single(path => Path.GetFileName(path) == name), "edges.csv.gz"));
        Write(EdgesOf(folder, name), read.Max(pair => (int)pair) + 1, [.. read]);
    }

    private static CsrGraph FromEdges(string folder, string name)
    {
        var bytes = File.ReadAllBytes(EdgesOf(folder, name)).AsSpan();
        var vertices = MemoryMarshal.Read<int>(bytes);
        var ends = MemoryMarshal.Cast<byte, int>(bytes[12..]);
        var (sources, targets) = (new int[ends.Length / 2], new int[ends.Length / 2]);
        for (var i = 0; i < sources.Length; i++) (sources[i], targets[i]) = (ends[2 * i], ends[2 * i + 1]);
        var weights = new float[sources.Length];
        Array.Fill(weights, 1f);
        var builder = new CsrBuilder();
        builder.Add(sources, targets, weights);
        return builder.Build(vertices).Symmetrize();
    }

    private static int[]? Truth(string folder, string name) => File.Exists(TruthOf(folder, name))
        ? MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(TruthOf(folder, name))).ToArray()
        : null;

    private static void Write(string path, int vertices, long[] pairs)
    {
        using (var writer = new BinaryWriter(File.Create(path + ".next")))
        {
            writer.Write(vertices);
            writer.Write((long)pairs.Length);
            foreach (var pair in pairs)
            {
                writer.Write((int)(pair >> 32));
                writer.Write((int)pair);
            }
        }

        File.Move(path + ".next", path);
    }

    /// <summary>Every undirected pair of a list with a head line once, without loops.</summary>
    private static SortedSet<long> PairsOf(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var pairs = new SortedSet<long>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (int.TryParse(fields[0], out var a) && int.TryParse(fields[1], out var b) && a != b)
                pairs.Add(((long)Math.Min(a, b) << 32) + Math.Max(a, b));
        }

        return pairs;
    }

    /// <summary>Folders of <c>shared/data</c> beside the repository that hold an undirected graph.</summary>
    private static IEnumerable<string> Real()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
                return Directory.GetDirectories(data).Where(path => File.Exists(Path.Combine(path, "edges.csv.gz")));
        }

        return [];
    }
}
