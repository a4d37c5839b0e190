using Analytics.DuckDb;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>
/// Turns written text into what only the engine can write: Parquet, and text packed as <c>.zst</c>. Rows keep their
/// order; the text is removed afterwards.
/// </summary>
internal static class EnginePacking
{
    /// <summary>Lines as they are: a separator and a quote that no line holds.</summary>
    private const string RawLine =
        "auto_detect = false, header = false, delim = '\x01', quote = '', escape = '', columns = {'line': 'VARCHAR'}";

    public static void Pack(string folder, SampleLayout layout, int threads, CancellationToken cancellation)
    {
        var waiting = layout.Files.Where(file => file.WrittenPath != file.Path).ToList();
        if (waiting.Count == 0) return;

        Dictionary<string, string> settings = new() { ["threads"] = $"{threads}" };
        using var database = DuckDbDatabase.Open(":memory:", settings);
        using var connection = database.Connect();
        foreach (var file in waiting)
        {
            cancellation.ThrowIfCancellationRequested();
            var written = Path.Combine(folder, file.WrittenPath);
            var (from, to) = (Quoted(written), Quoted(Path.Combine(folder, file.Path)));
            var copy = file.Packing == Packing.Parquet ? Parquet(file.Kind, from, to) : Zstd(from, to);
            connection.Execute(copy, cancellation);
            File.Delete(written);
        }
    }

    private static string Parquet(ExportKind kind, string from, string to) => kind == ExportKind.Accounts
        ? $$"""
          COPY (
            SELECT * REPLACE (string_split(bio_tags, '|') AS bio_tags)
            FROM read_csv({{from}}, auto_detect = false, header = true, delim = ',', quote = '"', columns = {
              'id': 'VARCHAR', 'handle': 'VARCHAR', 'followers': 'BIGINT', 'following': 'BIGINT', 'posts': 'BIGINT',
              'created_at': 'TIMESTAMP', 'lang': 'VARCHAR', 'location': 'VARCHAR', 'bio_tags': 'VARCHAR',
              'fetched_at': 'TIMESTAMP'})
          ) TO {{to}} (FORMAT parquet, COMPRESSION zstd)
          """
        : $"""
          COPY (FROM read_csv({from}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"'))
          TO {to} (FORMAT parquet, COMPRESSION zstd)
          """;

    private static string Zstd(string from, string to) => $"""
        COPY (FROM read_csv({from}, {RawLine}))
        TO {to} (FORMAT csv, HEADER false, DELIMITER '{'\x01'}', QUOTE '', ESCAPE '', COMPRESSION zstd)
        """;

    private static string Quoted(string path) => "'" + path.Replace("'", "''", StringComparison.Ordinal) + "'";
}
