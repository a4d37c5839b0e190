using System.Security.Cryptography;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Sources;
using Analytics.Tests.Formats;
using Analytics.Tests.Marts;
using Analytics.Tests.Privacy;

namespace Analytics.Tests.Ingest;

/// <summary>What one ingest left, read back.</summary>
internal sealed record Ingested(IngestPlan Plan, IngestResult Result, string Folder)
{
    public long Read => Plan.New.Sum(file => file.Read);

    public long Accepted => Plan.New.Sum(file => file.Accepted);

    public long Rejected => Plan.New.Sum(file => file.Rejected);

    public long Duplicates => Plan.New.Sum(file => file.Duplicates);

    /// <summary>Name and SHA-256 of each staged file and of the rejects.</summary>
    public IReadOnlyList<string> Hashes =>
    [
        .. Result.Facts.Select(file => file.Path).Append(Result.RejectsPath)
            .Select(path =>
                $"{Path.GetFileName(path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    /// <summary>The accounts of each file, in words.</summary>
    public IReadOnlyList<string> Accounts =>
    [
        .. Plan.New.Select(file =>
            $"{file.Name}: {file.Read} = {file.Accepted} + {file.Rejected} + {file.Duplicates}"
            + (file.Failure is null ? "" : " failed")),
    ];

    /// <summary>The rows of a fact table as texts, in any order; values between bars.</summary>
    public IReadOnlyList<string> Rows(FactKind kind) =>
        Query(Result.Facts.Where(file => file.Table == FactSchema.Of(kind).Table).Select(file => file.Path));

    /// <summary>Source, file, line, field, reason and sample of the refused records.</summary>
    public IReadOnlyList<string> Rejects => Query([Result.RejectsPath]);

    /// <summary>The rows of Parquet files as texts, sorted.</summary>
    public static IReadOnlyList<string> Query(IEnumerable<string> paths)
    {
        if (!paths.Any()) return [];
        return Query($"FROM read_parquet([{ParquetView.Files(paths)}], hive_partitioning = false)");
    }

    /// <summary>The rows that a query gives as texts, sorted.</summary>
    public static IReadOnlyList<string> Query(string sql)
    {
        var rows = new List<string>();
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql})";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = Enumerable.Range(0, reader.FieldCount);
            rows.Add(string.Join('|', values.Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetString(i))));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}

/// <summary>Runs ingests over files in a folder of its own, each into a new folder and engine, as runs do.</summary>
internal sealed class Ingestion : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _runs;

    /// <summary>Bytes of rows that a table holds before it writes files; null for what runs do.</summary>
    public long? SortBytes { get; set; }

    /// <summary>Called when the files of a run are listed and none is opened yet.</summary>
    public Action? Planned { get; set; }

    public void Dispose() => _folder.Dispose();

    /// <summary>Path of an export with this content.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A source over a new CSV file; observed on 30 June 2024.</summary>
    public SourceDefinition Csv(string name, FactKind kind, string text) =>
        Source(name, SourceFormat.Csv, kind, Write($"{name}.csv", text));

    /// <summary>The same over a new NDJSON file.</summary>
    public SourceDefinition Ndjson(string name, FactKind kind, string text) =>
        Source(name, SourceFormat.Ndjson, kind, Write($"{name}.ndjson", text));

    public static SourceDefinition Source(string name, SourceFormat format, FactKind kind, string path) =>
        TestSource.Of(format, kind, path) with { Name = name, ObservedAt = Cleaned.Observed };

    public static PipelineDefinition Pipeline(params SourceDefinition[] sources) =>
        TestDefinition.Defaults with { Sources = sources };

    public Task<Ingested> RunAsync(int threads, params SourceDefinition[] sources) => RunAsync(threads, [], sources);

    /// <param name="committed">Facts of earlier runs.</param>
    public Task<Ingested> RunAsync(
        int threads, IEnumerable<StagedFacts> committed, params SourceDefinition[] sources) =>
        RunAsync(threads, committed, null, TestContext.Current.CancellationToken, sources);

    /// <param name="progress">Called with the folder of the run and the rows so far, first with 0 before it
    /// begins.</param>
    public async Task<Ingested> RunAsync(
        int threads,
        IEnumerable<StagedFacts> committed,
        Action<string, long>? progress,
        CancellationToken cancellation,
        params SourceDefinition[] sources)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, $"run{++_runs}")).FullName;
        progress?.Invoke(folder, 0);
        using var engine = DuckDbDatabase.Open(settings: new Dictionary<string, string> { ["threads"] = $"{threads}" });
        var pipeline = Pipeline(sources);
        var plan = IngestPlan.Of(pipeline, [], cancellation);
        Planned?.Invoke();
        var key = TestKey.Of(1);
        var stage = SortBytes is { } bytes
            ? new IngestStage(pipeline, engine, key, folder, threads, committed) { SortBytes = bytes }
            : new IngestStage(pipeline, engine, key, folder, threads, committed);
        var result = await stage.RunAsync(plan, (rows, _, _) => progress?.Invoke(folder, rows), cancellation);
        return new Ingested(plan, result, folder);
    }
}
