namespace Analytics.Pipeline.Sources;

/// <summary>How a delivered file, or a folder as a whole, looks from outside. Equal means: not touched since.</summary>
/// <param name="Files">Number of files, 1 for a file itself; 0 where nothing is there.</param>
public readonly record struct Delivery(int Files, long SizeBytes, DateTime LastWriteUtc)
{
    public static Delivery At(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists) return new Delivery(1, file.Length, file.LastWriteTimeUtc);
        if (!Directory.Exists(path)) return default;
        var seen = default(Delivery);
        foreach (var name in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            var part = new FileInfo(name);
            var latest = part.LastWriteTimeUtc > seen.LastWriteUtc ? part.LastWriteTimeUtc : seen.LastWriteUtc;
            seen = new Delivery(seen.Files + 1, seen.SizeBytes + part.Length, latest);
        }

        return seen;
    }
}
