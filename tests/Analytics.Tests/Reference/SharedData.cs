using System.IO.Compression;
using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>Public data sets that lie beside the repository on some machines and are not part of it. Tests that need
/// them skip where they are absent.</summary>
public static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>The path of a file or folder below <c>shared/data</c>; skips the test where it is absent.</summary>
    public static string Require(params string[] path)
    {
        string relative = Path.Combine(path);
        string full = Path.Combine(Root ?? "", relative);
        Assert.SkipUnless(
            Root is not null && (File.Exists(full) || Directory.Exists(full)),
            $"shared/data/{relative} is not there; it lies beside the repository, not in it.");
        return full;
    }

    /// <summary>An undirected edge list, plain or gzipped, separated by commas or blanks, each pair taken once.
    /// </summary>
    public static CsrGraph Undirected(params string[] path)
    {
        string file = Require(path);
        using Stream raw = File.OpenRead(file);
        using Stream text = file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(raw, CompressionMode.Decompress)
            : raw;
        using StreamReader reader = new(text);
        HashSet<(int, int)> pairs = [];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split([',', ' ']);
            if (int.TryParse(fields[0], out int a) && int.TryParse(fields[1], out int b) && a != b)
                pairs.Add((Math.Min(a, b), Math.Max(a, b)));
        }

        int vertices = pairs.Max(p => p.Item2) + 1;
        return RandomGraph.Build(pairs.Select(p => (p.Item1, p.Item2, 1f)), vertices).Symmetrize();
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
