using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>Rows that exports gave one fact table.</summary>
/// <param name="First">Earliest time in them (UTC), null without rows.</param>
public sealed record InspectedTable(string Table, long Rows, DateTime? First, DateTime? Last);

/// <summary>Why records were refused, and how many.</summary>
/// <param name="Field">Column or key at fault, or null.</param>
public sealed record RefusedRecords(string? Field, string Reason, long Count);

/// <summary>Exports that belong together: what they are, what they yield, and how a pipeline file reads them.</summary>
/// <param name="Kind">For tables: what their rows are.</param>
/// <param name="Entry">A ready entry of <c>sources:</c>, with absolute paths.</param>
public sealed record InspectedSource(
    string Name,
    string Format,
    string? Kind,
    string Path,
    int Files,
    long Bytes,
    IReadOnlyList<InspectedTable> Tables,
    long Read,
    long Rejected,
    long Duplicates,
    IReadOnlyList<RefusedRecords> Refused,
    IReadOnlyList<Drift> Drift,
    IReadOnlyList<string> Failures,
    string Entry);

/// <summary>What lies at a path.</summary>
public sealed record InspectionReport(
    IReadOnlyList<InspectedSource> Sources, IReadOnlyList<UnrecognizedFile> Unrecognized);

/// <summary>
/// Says what files are and reads them as a run would, into a folder that is thrown away, under a key that nobody keeps.
/// </summary>
public static class ExportInspection
{
    /// <summary>What tells when a row is from, in the order in which it counts.</summary>
    private static readonly string[] TimeColumns = ["observed_at", "at", "first_seen"];

    /// <summary>The exports at a path and the sources that would read them.</summary>
    /// <exception cref="UserException">There is nothing at the path.</exception>
    public static (IReadOnlyList<ProposedSource> Sources, IReadOnlyList<UnrecognizedFile> Others) Propose(string path)
    {
        using var engine = DuckDbDatabase.Open();
        var (exports, others) = new ExportRecognizer(engine).Recognize(path);
        return (ProposedSource.Of(exports), others);
    }

    /// <exception cref="UserException">There is nothing at the path.</exception>
    public static async Task<InspectionReport> RunAsync(string path, int threads, CancellationToken cancellation)
    {
        var (sources, others) = Propose(path);
        if (sources.Count == 0) return new InspectionReport([], others);
        var folder = Directory.CreateTempSubdirectory("analytics-inspection-").FullName;
        try
        {
            var file = Path.Combine(folder, "pipeline.yaml");
            await File.WriteAllTextAsync(
                file, ProposedPipeline.Text("inspection", sources, folder: null, folder), cancellation)
                .ConfigureAwait(false);
            return new InspectionReport(
                await ReadAsync(sources, PipelineFile.Load(file), folder, threads, cancellation).ConfigureAwait(false),
                others);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<InspectedSource>> ReadAsync(
        IReadOnlyList<ProposedSource> sources,
        PipelineDefinition pipeline,
        string folder,
        int threads,
        CancellationToken cancellation)
    {
        using var engine = DuckDbDatabase.Open(settings: new Dictionary<string, string>
        {
            ["threads"] = threads.ToString(CultureInfo.InvariantCulture),
            ["temp_directory"] = Path.Combine(folder, "spill"),
        });
        var plan = IngestPlan.Of(pipeline, [], cancellation);
        var stage = new IngestStage(pipeline, engine, PseudonymKey.ForOneRun(), folder, threads, []);
        var ingest = await stage.RunAsync(plan, progress: null, cancellation).ConfigureAwait(false);
        using var connection = engine.Connect();
        var tables = Tables(connection, ingest.Facts);
        var refused = Refused(connection, ingest.RejectsPath);
        return [.. sources.Select(source => Report(source, plan, tables[source.Name], refused[source.Name]))];
    }

    private static InspectedSource Report(
        ProposedSource source,
        IngestPlan plan,
        IEnumerable<InspectedTable> tables,
        IEnumerable<RefusedRecords> refused)
    {
        var first = source.Exports[0];
        var files = plan.New.Where(file => file.Source.Name == source.Name).ToList();
        var drift = new DriftCounts();
        foreach (var file in files) drift.Add(file.Drift);
        return new InspectedSource(
            source.Name, first.FormatName, first.Kind?.ToString().ToLowerInvariant(), source.Path, source.Exports.Count,
            files.Sum(file => file.SizeBytes), [.. tables], files.Sum(file => file.Read),
            files.Sum(file => file.Rejected), files.Sum(file => file.Duplicates), [.. refused], drift.All,
            [.. files.Where(file => file.Failure is not null).Select(file => $"{file.Name}: {file.Failure!.Message}")],
            source.Entry(folder: null));
    }

    private static ILookup<string, InspectedTable> Tables(DuckDbConnection connection, IReadOnlyList<StagedFacts> facts)
    {
        var found = new List<(string Source, InspectedTable Table)>();
        foreach (var table in facts.GroupBy(file => file.Table))
        {
            var schema = FactSchema.All.First(one => one.Table == table.Key);
            var time = TimeColumns.First(name => schema.Columns.Any(column => column.Name == name));
            using var command = connection.CreateCommand();
            command.CommandText =
                $"SELECT CAST(source AS VARCHAR), count(*), min(\"{time}\"), max(\"{time}\") "
                + $"FROM read_parquet([{ParquetView.Files(table.Select(file => file.Path))}], "
                + "hive_partitioning = false) GROUP BY ALL";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                found.Add((rows.GetString(0), new InspectedTable(
                    table.Key, rows.GetInt64(1), rows.GetDateTime(2), rows.GetDateTime(3))));
            }
        }

        return found.ToLookup(one => one.Source, one => one.Table);
    }

    private static ILookup<string, RefusedRecords> Refused(DuckDbConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT source, field, reason, count(*) FROM read_parquet({ParquetView.Literal(path)}) "
            + "GROUP BY ALL ORDER BY count(*) DESC, field, reason";
        using var rows = command.ExecuteReader();
        var found = new List<(string Source, RefusedRecords Refused)>();
        while (rows.Read())
        {
            found.Add((rows.GetString(0), new RefusedRecords(
                rows.IsDBNull(1) ? null : rows.GetString(1), rows.GetString(2), rows.GetInt64(3))));
        }

        return found.ToLookup(one => one.Source, one => one.Refused);
    }
}
