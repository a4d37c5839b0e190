using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Runs;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Gates;

/// <summary>Gates on what the sources delivered: refused rows, unreadable files, rows, completeness.</summary>
internal sealed class SourceGates
{
    private const int FilesNamed = 3;

    private readonly DuckDbConnection _connection;
    private readonly GatesDefinition _gates;
    private readonly IngestPlan _plan;
    private readonly IReadOnlyList<IngestedFile> _ingested;

    private SourceGates(
        DuckDbConnection connection, GatesDefinition gates, IngestPlan plan, IReadOnlyList<IngestedFile> ingested) =>
        (_connection, _gates, _plan, _ingested) = (connection, gates, plan, ingested);

    /// <param name="connection">Where completeness is known it shows lists with their claims, claimed_lists.</param>
    /// <param name="ingested">Files of the published snapshot.</param>
    /// <param name="rejects">Files with the refused rows of this run (<see cref="RejectWriter"/>).</param>
    public static IReadOnlyList<GateResult> Judge(
        DuckDbConnection connection, PipelineDefinition pipeline, IngestPlan plan,
        IReadOnlyList<IngestedFile> ingested, IReadOnlyList<string> rejects, IReadOnlyList<SourceReport> sources)
    {
        connection.Execute(
            $"CREATE OR REPLACE TEMP VIEW refused AS FROM read_parquet([{ParquetView.Files(rejects)}])");
        return [.. sources.SelectMany(new SourceGates(connection, pipeline.Gates, plan, ingested).Judge)];
    }

    private IEnumerable<GateResult> Judge(SourceReport source)
    {
        var files = _plan.New
            .Where(file => file.Source.Name == source.Name && (file.Failure is null || file.Read > 0)).ToList();
        yield return Readable(source);
        yield return Rejects(source);
        foreach (var result in Rows(source, files)) yield return result;
        yield return Completeness(source);
    }

    private static GateResult Readable(SourceReport source)
    {
        var failed = source is { FilesNew: 0, FilesKnown: 0, FilesFailed: > 0 };
        return new GateResult(
            "unreadable", source.Name, source.FilesFailed, null, failed ? GateOutcome.Failed : GateOutcome.Passed,
            Text($"{source.FilesFailed:N0} of {source.FilesNew + source.FilesKnown + source.FilesFailed:N0} files ")
            + (failed ? "could not be read: there is nothing of this source." : "could not be read."));
    }

    private GateResult Rejects(SourceReport source)
    {
        const string gate = "max_reject_share";
        if (source.Read == 0)
            return GateResult.NotJudged(gate, source.Name, _gates.MaxRejectShare, "No rows were read.");
        var refused = source.Rejected - source.SelfLoops;
        var share = (double)refused / source.Read;
        var result = GateResult.Judge(
            gate, source.Name, share, _gates.MaxRejectShare, isMaximum: true,
            Text($"{refused:N0} of {source.Read:N0} rows were rejected, {share:P1}"));
        return result.Outcome == GateOutcome.Failed ? result with { Causes = RejectCauses(source.Name) } : result;
    }

    /// <summary>
    /// Too few rows are too few whatever they came in. Too many are judged by the file where more files came than
    /// usually: after an outage the deliveries of several nights come at once.
    /// </summary>
    private IEnumerable<GateResult> Rows(SourceReport source, List<ExportFile> files)
    {
        const string tooFew = "min_rows_share";
        const string tooMany = "max_rows_share";
        var history = RowsHistory.Of(source.Name, _ingested, _gates.HistoryRuns);
        var least = Math.Min(RowsHistory.Least, _gates.HistoryRuns);
        var missing = files.Count == 0 ? "No new files came."
            : history.Runs < least ? Text($"{history.Runs} runs brought files of it; a median needs {least}.")
            : history.Rows == 0 ? "Its last runs brought no rows."
            : null;
        if (missing is not null)
        {
            yield return GateResult.NotJudged(tooFew, source.Name, _gates.MinRowsShare, missing);
            yield return GateResult.NotJudged(tooMany, source.Name, _gates.MaxRowsShare, missing);
            yield break;
        }

        var rows = files.Sum(file => file.Read);
        var share = rows / history.Rows;
        var told = Text($"{rows:N0} rows came in {files.Count:N0} files, {share:P1} of the median of the last ")
            + Text($"{history.Runs} runs, {history.Rows:N0} rows in {history.Files:N0} files");
        yield return Caused(
            GateResult.Judge(tooFew, source.Name, share, _gates.MinRowsShare, isMaximum: false, told), files);

        var more = Math.Max(1, files.Count / history.Files);
        if (more > 1) told += Text($"; per file {share / more:P1}");
        yield return Caused(
            GateResult.Judge(tooMany, source.Name, share / more, _gates.MaxRowsShare, isMaximum: true, told), files);
    }

    private GateResult Completeness(SourceReport source)
    {
        const string gate = "min_completeness";
        if (source.Completeness is not { } share)
        {
            return GateResult.NotJudged(
                gate, source.Name, _gates.MinCompleteness, "No profile claims how long its lists are.");
        }

        var result = GateResult.Judge(
            gate, source.Name, share, _gates.MinCompleteness, isMaximum: false,
            Text($"{share:P1} of the entries that profiles claim were received"));
        return result.Outcome == GateOutcome.Failed ? result with { Causes = IncompleteLists(source.Name) } : result;
    }

    private static GateResult Caused(GateResult result, List<ExportFile> files)
    {
        if (result.Outcome != GateOutcome.Failed) return result;
        var largest = files.OrderByDescending(file => file.Read).ThenBy(file => file.Name, StringComparer.Ordinal);
        var named = largest.Take(FilesNamed).Select(file => Text($"{file.Name}: {file.Read:N0} rows"));
        var others = files.Count - FilesNamed;
        return result with { Causes = others > 0 ? [.. named, Text($"{others:N0} more files")] : [.. named] };
    }

    private List<string> RejectCauses(string source) => Lines("gates/reject_causes", source, row =>
    {
        var at = row.IsDBNull(5) ? "" : $", first in line {row.GetString(5)}";
        var field = row.IsDBNull(2) ? "" : $"{row.GetString(2)} ";
        return Text($"{row.GetString(1)}: {row.GetInt64(4):N0} rows, {field}{row.GetString(3)}{at}");
    });

    private List<string> IncompleteLists(string source) => Lines("gates/incomplete_lists", source, row =>
        Text($"account {row.GetFieldValue<ulong>(1)}: {row.GetInt64(3):N0} of ")
        + Text($"{Convert.ToInt64(row.GetValue(4), CultureInfo.InvariantCulture):N0} {row.GetString(2)}"));

    private List<string> Lines(string file, string source, Func<DuckDbDataReader, string> line)
    {
        using var command = _connection.CreateCommand(SqlFile.Read(file));
        using var rows = command.ExecuteReader();
        List<string> lines = [];
        while (rows.Read())
        {
            if (rows.GetString(0) == source) lines.Add(line(rows));
        }

        return lines;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
