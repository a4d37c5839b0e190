using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.App.Progress;
using Analytics.Pipeline.Runs;

namespace Analytics.App.Monitoring;

/// <summary>A watched lake where nothing can be redrawn: a line or a JSON object for each event.</summary>
internal sealed class WatchLines(TextWriter output, bool json, TimeProvider clock)
{
    private static readonly JsonSerializerOptions OneLine = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HashSet<string> _snapshots = [];
    private (int Process, DateTimeOffset StartedAt)? _run;
    private bool _isLost;
    private int _finished;
    private string? _stage;

    public void Show(LakeView view)
    {
        foreach (var snapshot in view.Snapshots.Reverse())
        {
            if (!_snapshots.Add($"{snapshot.RunId} {snapshot.Status}")) continue;
            var rows = snapshot.Facts.Sum(file => file.Rows);
            Write(new Event("snapshot")
            {
                RunId = snapshot.RunId,
                Pipeline = snapshot.Pipeline,
                Status = snapshot.Status,
                FinishedAt = snapshot.FinishedAt,
                Rows = rows,
            }, $"snapshot {snapshot.RunId}: {snapshot.Status}, {Amounts.Count(rows)} rows of facts");
        }

        if (view.Progress is { } progress) Show(progress, view.IsAlive);
        else if (_run is not null) End();
        output.Flush();
    }

    private void Show(RunProgress run, bool isAlive)
    {
        if (_run != (run.ProcessId, run.StartedAt))
        {
            if (_run is not null) End();
            _run = (run.ProcessId, run.StartedAt);
            Write(
                Of("run", run) with { ProcessId = run.ProcessId, Machine = run.Machine },
                $"run of {run.Pipeline} by process {run.ProcessId} on {run.Machine}, "
                + $"started {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}");
        }

        foreach (var stage in run.Finished.Skip(_finished))
        {
            Write(
                Of("stage_finished", run) with
                {
                    Stage = stage.Stage,
                    Rows = stage.Rows,
                    Bytes = stage.Bytes,
                    Rejects = stage.Rejects,
                    Seconds = stage.Seconds,
                },
                $"{stage.Stage}: {Amounts.Count(stage.Rows)} rows, {Amounts.Bytes(stage.Bytes)} in "
                + $"{Amounts.Seconds(TimeSpan.FromSeconds(stage.Seconds))}, {Amounts.Count(stage.Rejects)} rejected");
        }

        _finished = run.Finished.Count;
        if (run.Stage != _stage && run.Stage is { } begun)
            Write(Of("stage_started", run) with { Stage = begun }, $"{begun}: started");
        _stage = run.Stage;
        if (!isAlive && !_isLost)
        {
            Write(
                Of("lost", run) with { SeenAt = run.SeenAt },
                $"run of {run.Pipeline}: silent since {run.SeenAt.UtcDateTime:HH:mm:ss}; "
                + "it died, or its machine waits");
        }

        _isLost = !isAlive;
    }

    private void End()
    {
        Write(new Event("run_ended"), "the run has ended");
        (_run, _finished, _stage, _isLost) = (null, 0, null, false);
    }

    private static Event Of(string kind, RunProgress run) => new(kind) { Pipeline = run.Pipeline, RunId = run.RunId };

    private void Write(Event happened, string text)
    {
        var now = clock.GetUtcNow();
        output.WriteLine(json
            ? JsonSerializer.Serialize(happened with { Time = now }, OneLine)
            : string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {text}"));
    }

    private sealed record Event([property: JsonPropertyOrder(-1)] string What)
    {
        [JsonPropertyOrder(-2)]
        public DateTimeOffset Time { get; init; }

        public string? Pipeline { get; init; }

        public string? RunId { get; init; }

        public string? Status { get; init; }

        public int? ProcessId { get; init; }

        public string? Machine { get; init; }

        public string? Stage { get; init; }

        public long? Rows { get; init; }

        public long? Bytes { get; init; }

        public long? Rejects { get; init; }

        public double? Seconds { get; init; }

        public DateTimeOffset? SeenAt { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }
    }
}
