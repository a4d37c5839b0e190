using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>Makes the tables in which a run accounts for itself: runs, sources, rejects, drift, gates.</summary>
internal sealed class RunRecords(DuckDbConnection connection, string runId)
{
    /// <summary>Completeness per source, from the facts of the new snapshot.</summary>
    public IReadOnlyDictionary<string, double> Completeness()
    {
        connection.Execute($"CREATE OR REPLACE TEMP VIEW claimed_lists AS\n{SqlFile.Read("records/claimed_lists")}");
        using var command = connection.CreateCommand();
        command.CommandText = SqlFile.Read("records/completeness");
        using var rows = command.ExecuteReader();
        var shares = new Dictionary<string, double>();
        while (rows.Read())
        {
            if (!rows.IsDBNull(1)) shares.Add(rows.GetString(0), rows.GetDouble(1));
        }

        return shares;
    }

    public void WriteSources(IReadOnlyList<SourceReport> sources)
    {
        var table = Create("sources");
        foreach (var source in sources)
        {
            Insert(
                table, runId, source.Name, (long)source.FilesNew + source.FilesKnown + source.FilesFailed,
                (long)source.FilesKnown, (long)source.FilesFailed, source.Read, source.Accepted, source.Rejected,
                source.Duplicates, source.Completeness);
        }
    }

    public void WriteRejects(IReadOnlyList<string> paths)
    {
        Create("rejects");
        connection.Execute(
            $"INSERT INTO marts.rejects SELECT {ParquetView.Literal(runId)}, * "
            + $"FROM read_parquet([{ParquetView.Files(paths)}])");
    }

    public void WriteDrift(IngestPlan plan)
    {
        var table = Create("drift");
        foreach (var (source, drift) in SourceReports.Drift(plan))
        {
            foreach (var one in drift.All) Insert(table, runId, source, Word(one.Kind), one.Key, one.Count);
        }
    }

    public void WriteGates(IReadOnlyList<GateResult> gates)
    {
        Create("gates");
        foreach (var gate in gates)
        {
            var causes = string.Join(", ", gate.Causes.Select(ParquetView.Literal));
            using var command = connection.CreateCommand(
                $"INSERT INTO marts.gates VALUES ($1, $2, $3, $4, $5, $6, $7, CAST([{causes}] AS VARCHAR[]))");
            object?[] values =
            [
                runId, gate.Gate, gate.Subject, gate.Found, gate.Limit, Word(gate.Outcome), gate.Explanation,
            ];
            foreach (var value in values)
                command.Parameters.Add(new DuckDbParameter { Value = value ?? DBNull.Value });
            command.ExecuteNonQuery();
        }
    }

    private static string Word(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Passed => "passed",
        GateOutcome.Failed => "failed",
        _ => "not_judged",
    };

    private static string Word(DriftKind kind) => kind switch
    {
        DriftKind.UnknownKey => "unknown_key",
        DriftKind.MissingKey => "missing_key",
        _ => "ignored",
    };

    public void WriteRun(
        PipelineDefinition pipeline,
        RunStatus status,
        DateTimeOffset startedAt,
        DateTimeOffset finishedAt,
        int threads,
        IReadOnlyList<SourceReport> sources,
        AnalysisSummary analysis)
    {
        var facts = FactSchema.All.Take(4).Select(schema => (object)Count(schema.Table));
        Insert(
            Create("runs"),
            [
                runId, pipeline.Name, startedAt.UtcDateTime, finishedAt.UtcDateTime,
                status.ToString().ToLowerInvariant(), threads, pipeline.Communities.Seed, pipeline.ConfigHash,
                CodeVersion.Text, pipeline.Purpose.Controller,
                pipeline.Purpose.Purpose, pipeline.Purpose.LegalBasis, (long)pipeline.Purpose.Retention.TotalDays,
                sources.Sum(s => s.Read), sources.Sum(s => s.Accepted), sources.Sum(s => s.Rejected),
                sources.Sum(s => s.Duplicates), .. facts, analysis.Vertices, analysis.Edges, analysis.Communities,
                analysis.Members, analysis.Residual, (long)analysis.Deaths.Count, analysis.Leaders,
            ]);
    }

    private MartTable Create(string name)
    {
        var table = MartCatalog.Table(name);
        connection.Execute($"CREATE OR REPLACE TABLE marts.{name}({table.ColumnDefinitions})");
        return table;
    }

    private void Insert(MartTable table, params object?[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO marts.{table.Name} VALUES ({string.Join(", ", values.Select((_, i) => $"${i + 1}"))})";
        foreach (var value in values) command.Parameters.Add(new DuckDbParameter { Value = value ?? DBNull.Value });
        command.ExecuteNonQuery();
    }

    private long Count(string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
