using Analytics.Pipeline.Definition;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Monitoring;

/// <summary>Twenty accounts that all follow each other, and some rows that name nobody.</summary>
internal static class SmallRun
{
    public const int Rows = 20 * 19;

    /// <param name="name">Of the pipeline: telemetry is the process's, so tests know theirs by it.</param>
    public static PipelineDefinition In(RunFolder folder, string name, int badRows = 0)
    {
        var follows =
            from one in Enumerable.Range(0, 20)
            from other in Enumerable.Range(0, 20)
            where one != other
            select $"p{one},p{other},2026-01-02T03:04:05Z";
        var bad = Enumerable.Range(0, badRows).Select(row => $"q{row},,2026-01-02T03:04:05Z");
        folder.Write("follows.csv", ["follower_id,followee_id,at", .. follows, .. bad]);
        var pipeline = folder.Pipeline("  - { name: lists, format: csv, kind: follows, path: follows.csv }");
        return pipeline with { Name = name };
    }
}
