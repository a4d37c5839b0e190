namespace Analytics.Pipeline.Samples.Writing;

/// <summary>How the finished file is packed.</summary>
internal enum Packing
{
    Plain,
    Gzip,
    Zstd,
    Parquet,
}

/// <summary>The four input kinds, mentions apart where they are delivered apart.</summary>
internal enum ExportKind
{
    Follows,
    Interactions,
    Mentions,
    Posts,
    Accounts,
}

/// <summary>One file of the delivery, its path relative to the folder.</summary>
internal sealed record ExportFile(string Path, ExportKind Kind, RowFormat Rows, Packing Packing)
{
    /// <summary>What is written first; the engine turns it into <see cref="Path"/> where the names differ.</summary>
    public string WrittenPath => Packing switch
    {
        Packing.Zstd => Path[..^".zst".Length],
        Packing.Parquet => Path + ".csv",
        _ => Path,
    };
}

/// <summary>Which files a delivery consists of.</summary>
internal sealed class SampleLayout
{
    private SampleLayout(IReadOnlyList<ExportFile> files) => Files = files;

    public IReadOnlyList<ExportFile> Files { get; }

    /// <summary>Mentions come in a file of their own.</summary>
    public bool MentionsApart => Files.Any(f => f.Kind == ExportKind.Mentions);

    public IEnumerable<ExportFile> Of(ExportKind kind) => Files.Where(f => f.Kind == kind);

    public static SampleLayout For(SampleOptions options)
    {
        if (options.Format == SampleFormat.Mixed)
        {
            return new SampleLayout(
            [
                new("csv/follows-1.csv.gz", ExportKind.Follows, RowFormat.Csv, Packing.Gzip),
                new("csv/follows-2.csv.gz", ExportKind.Follows, RowFormat.Csv, Packing.Gzip),
                new("ndjson/interactions.ndjson.gz", ExportKind.Interactions, RowFormat.Ndjson, Packing.Gzip),
                new("edgelist/mentions.edgelist.gz", ExportKind.Mentions, RowFormat.Edgelist, Packing.Gzip),
                new("csv/posts.csv", ExportKind.Posts, RowFormat.Csv, Packing.Plain),
                new("parquet/accounts.parquet", ExportKind.Accounts, RowFormat.Csv, Packing.Parquet),
            ]);
        }

        return new SampleLayout(
        [
            File(options, ExportKind.Follows, "follows-1"), File(options, ExportKind.Follows, "follows-2"),
            File(options, ExportKind.Interactions, "interactions"),
            File(options, ExportKind.Posts, "posts"), File(options, ExportKind.Accounts, "accounts"),
        ]);
    }

    private static ExportFile File(SampleOptions options, ExportKind kind, string name)
    {
        if (options.Format == SampleFormat.Parquet)
            return new($"parquet/{name}.parquet", kind, RowFormat.Csv, Packing.Parquet);

        var rows = options.Format switch
        {
            SampleFormat.Ndjson => RowFormat.Ndjson,
            SampleFormat.Edgelist when kind is ExportKind.Follows or ExportKind.Interactions => RowFormat.Edgelist,
            _ => RowFormat.Csv,
        };
        var (packing, end) = options.Compression switch
        {
            SampleCompression.Gzip => (Packing.Gzip, ".gz"),
            SampleCompression.Zstd => (Packing.Zstd, ".zst"),
            _ => (Packing.Plain, ""),
        };
        var extension = rows.ToString().ToLowerInvariant();
        return new($"{extension}/{name}.{extension}{end}", kind, rows, packing);
    }
}
