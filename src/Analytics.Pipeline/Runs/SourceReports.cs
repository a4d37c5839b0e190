using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>Adds up what happened to the files of each source, and warns of what is odd about it.</summary>
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
                completeness.TryGetValue(source.Name, out var share) ? share : null)
            {
                SelfLoops = files.Sum(file => file.SelfLoops),
            };
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

    /// <summary>How the new files of each source differ from what their reader knows.</summary>
    public static IReadOnlyList<(string Source, DriftCounts Drift)> Drift(IngestPlan plan)
    {
        var sources = new List<(string Source, DriftCounts Drift)>();
        foreach (var files in plan.New.GroupBy(file => file.Source.Name))
        {
            var drift = new DriftCounts();
            foreach (var file in files) drift.Add(file.Drift);
            if (!drift.IsEmpty) sources.Add((files.Key, drift));
        }

        return sources;
    }

    /// <summary>Warns of keys that are new or gone: the platform may have changed its format.</summary>
    public static void WarnOfDrift(IngestPlan plan, RunLog log)
    {
        foreach (var (source, drift) in Drift(plan))
        {
            var keys = drift.All.Where(one => one.Kind != DriftKind.Ignored).ToList();
            if (keys.Count == 0) continue;
            var named = string.Join(", ", keys.OrderByDescending(one => one.Count).Take(3).Select(one => one.Key));
            log.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"source {source}: {keys.Count:N0} keys differ from what the format is known to hold ({named}"
                + $"{(keys.Count > 3 ? ", …" : "")}); see the table drift"));
        }
    }

    /// <summary>
    /// Warns of content that an earlier run ingested in a way that no source asks for any more: its rows of then are
    /// still facts, beside those of now.
    /// </summary>
    public static void WarnOfOtherReadings(
        PipelineDefinition pipeline, IngestPlan plan, IReadOnlyList<IngestedFile> ingested, RunLog log)
    {
        var wanted = pipeline.Sources.Select(IngestPlan.Reading).ToHashSet();
        var given = ingested.Where(file => !wanted.Contains(file.Reading)).Select(file => file.Sha256).ToHashSet();
        var again = plan.New.Where(file => file.Sha256 is { } hash && given.Contains(hash));
        foreach (var files in again.GroupBy(file => file.Source.Name))
        {
            log.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"source {files.Key}: {files.Count():N0} of its files were ingested before, read in another way "
                + $"(columns, kind, platform …). The rows of then stay in the lake beside those of now; if they were "
                + $"wrong, start a new lake with --lake DIR."));
        }
    }
}
