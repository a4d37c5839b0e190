using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>Adds up what happened to the files of each source, and judges it.</summary>
internal static class SourceReports
{
    public static IReadOnlyList<SourceReport> Of(
        PipelineDefinition pipeline, IngestPlan plan, IReadOnlyDictionary<string, double> completeness) =>
    [
        .. pipeline.Sources.Select(source =>
        {
            var files = plan.New.Where(file => file.Source == source).ToList();
            return new SourceReport(
                source.Name,
                files.Count(file => file.Failure is null),
                plan.Known.Count(file => file.Source == source),
                files.Count(file => file.Failure is not null),
                files.Sum(file => file.Read),
                files.Sum(file => file.Accepted),
                files.Sum(file => file.Rejected),
                files.Sum(file => file.Duplicates),
                completeness.TryGetValue(source.Name, out var share) ? share : null);
        }),
    ];

    /// <summary>Warns of files that could not be read, each by name.</summary>
    public static void WarnOfFailures(IngestPlan plan, RunLog log)
    {
        foreach (var file in plan.New.Where(file => file.Failure is not null))
        {
            var line = file.Failure!.Line is { } at ? $", line {at}" : "";
            var kept = file.Read > 0 ? $" {file.Accepted:N0} rows before it were accepted." : "";
            log.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Path}{line}: {file.Failure.Message.TrimEnd('.')}. The file counts as failed and is tried "
                + $"again next time.{kept}"));
        }
    }

    /// <summary>The quality gate: too many refused records, or a source of which no file could be read.</summary>
    public static RunStatus Status(PipelineDefinition pipeline, IReadOnlyList<SourceReport> sources, RunLog log)
    {
        var status = RunStatus.Done;
        foreach (var source in sources)
        {
            var share = source.Read == 0 ? 0 : (double)source.Rejected / source.Read;
            if (share > pipeline.Gates.MaxRejectShare)
            {
                status = RunStatus.Gate;
                log.Warn(string.Create(
                    CultureInfo.InvariantCulture,
                    $"source {source.Name}: {source.Rejected:N0} of {source.Read:N0} rows were rejected ({share:P1}), "
                    + $"gates.max_reject_share allows {pipeline.Gates.MaxRejectShare:P1}; see the table rejects"));
            }
            else if (source is { FilesNew: 0, FilesKnown: 0, FilesFailed: > 0 })
            {
                status = RunStatus.Gate;
                log.Warn($"source {source.Name}: none of its {source.FilesFailed} files could be read");
            }
        }

        return status;
    }
}
