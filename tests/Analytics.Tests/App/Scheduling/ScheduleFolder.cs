using System.Globalization;
using Analytics.App.Scheduling;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.App.Scheduling;

/// <summary>A folder of small pipelines, and a runner that notes what it was asked to run.</summary>
internal sealed class ScheduleFolder : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<RecordedDue> _runs = [];

    public ScheduleFolder()
    {
        Path = Directory.CreateTempSubdirectory("analytics-schedule-").FullName;
        var rows = from community in Enumerable.Range(0, 2)
                   from one in Enumerable.Range(0, 6)
                   from step in new[] { 1, 2, 3 }
                   select $"c{community}u{one},c{community}u{(one + step) % 6}";
        File.WriteAllLines(PathOf("follows.csv"), rows.Prepend("src,dst"));
    }

    public string Path { get; }

    /// <summary>Every run so far, in the order of their starts.</summary>
    public IReadOnlyList<RecordedDue> Runs
    {
        get
        {
            lock (_gate) return [.. _runs];
        }
    }

    /// <summary>What happens in a run instead of nothing; may throw.</summary>
    public Func<PipelineDefinition, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes <c>NAME.yaml</c>.</summary>
    /// <param name="schedule">The keys of its schedule.</param>
    public ScheduleFolder Write(string name, string schedule, string? lake = null)
    {
        File.WriteAllText(
            PathOf($"{name}.yaml"),
            $$"""
            name: {{name}}
            purpose: { controller: Example Association, purpose: tests, legal_basis: none, retention: 365d }
            schedule: { {{schedule}} }
            privacy: { key_file: ../{{System.IO.Path.GetFileName(Path)}}-secret/key, min_group: 2 }
            communities: { min_size: 2 }
            leaders: { replicates: 0 }
            output: { lake: {{lake ?? $"lake-{name}"}} }
            sources:
              - name: follows
                format: csv
                kind: follows
                path: follows.csv
                columns: { follower_id: src, followee_id: dst }
                observed_at: 2026-01-01
            """);
        return this;
    }

    /// <summary>The runner for <see cref="SteppedScheduler"/>.</summary>
    public PipelineRunner Recorder(TimeProvider clock) => async (definition, options, cancellation) =>
    {
        lock (_gate) _runs.Add(new RecordedDue(definition.Name, options.DueAt!.Value, clock.GetUtcNow()));
        await Work(definition, cancellation);
        return new RunSummary(
            "0001-test", definition.Output.Lake, "", RunStatus.Done, [], [], [], [], []);
    };

    /// <summary>Due times in the manifests of a pipeline's lake, oldest run first.</summary>
    public IReadOnlyList<DateTimeOffset?> Committed(string lake) =>
        [.. new SnapshotStore(new LakeFolder(PathOf(lake))).All().Select(run => run.DueAt)];

    /// <summary>Pipeline and due time of every snapshot, also while runs commit.</summary>
    public IReadOnlyList<(string Pipeline, DateTimeOffset Due)> Answered(string lake)
    {
        while (true)
        {
            try
            {
                return
                [
                    .. new SnapshotStore(new LakeFolder(PathOf(lake))).All().Where(run => run.DueAt is not null)
                        .Select(run => (run.Pipeline, run.DueAt!.Value)),
                ];
            }
            catch (IOException)
            {
                // A snapshot was moved between listing and reading.
            }
        }
    }

    public static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(
        time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        if (Directory.Exists(Path + "-secret")) Directory.Delete(Path + "-secret", recursive: true);
    }
}

/// <param name="At">The clock's time when it started.</param>
internal sealed record RecordedDue(string Pipeline, DateTimeOffset Due, DateTimeOffset At);
