using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Runs;

/// <summary>Shows how much is in a lake and since when: after each run, and when a scheduler starts.</summary>
public static class LakeGauges
{
    /// <summary>Nothing where nobody listens. What cannot be read is left out: figures must not end a run.</summary>
    public static void Show(string pipeline, LakeFolder lake)
    {
        ArgumentNullException.ThrowIfNull(lake);
        if (!PipelineTelemetry.LakeBytes.Enabled) return;
        try
        {
            SnapshotStore store = new(lake);
            var (published, held) = (store.Published().Count, store.Held().Count);
            PipelineTelemetry.Snapshots.Record(published, Tag("pipeline", pipeline), Tag("state", "published"));
            PipelineTelemetry.Snapshots.Record(held, Tag("pipeline", pipeline), Tag("state", "held"));
            if (store.Newest() is { } newest) Show(pipeline, newest);
            Show(pipeline, "facts", lake.Facts);
            Show(pipeline, "snapshots", lake.Snapshots);
            Show(pipeline, "held", lake.Held);
            Show(pipeline, "landing", lake.Landing);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserException)
        {
            // A file that goes away while it is counted, or a damaged manifest, which the next run reports.
        }
    }

    private static void Show(string pipeline, SnapshotManifest newest)
    {
        PipelineTelemetry.LastSuccess.Record(
            newest.FinishedAt.ToUnixTimeMilliseconds() / 1e3, Tag("pipeline", newest.Pipeline));
        foreach (var table in newest.Facts.GroupBy(file => file.Table))
        {
            PipelineTelemetry.FactRows.Record(
                table.Sum(file => file.Rows), Tag("pipeline", pipeline), Tag("table", table.Key));
        }
    }

    private static void Show(string pipeline, string part, string folder)
    {
        var bytes = !Directory.Exists(folder)
            ? 0
            : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        PipelineTelemetry.LakeBytes.Record(bytes, Tag("pipeline", pipeline), Tag("part", part));
    }

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
