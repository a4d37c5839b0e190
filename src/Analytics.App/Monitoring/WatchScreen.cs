using System.Globalization;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.Pipeline.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Analytics.App.Monitoring;

/// <summary>A watched lake on a terminal: the run under way with its stages, and the newest snapshots.</summary>
internal static class WatchScreen
{
    /// <summary>Redraws in place until cancelled.</summary>
    /// <param name="next">Waits for the next look.</param>
    public static Task ShowAsync(Terminal terminal, LakeWatch watch, Func<Task> next, CancellationToken cancellation) =>
        Screen.Of(terminal.Out, terminal).Live(new Text("")).StartAsync(async live =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                live.UpdateTarget(Draw(watch.Look()));
                live.Refresh();
                await terminal.Out.FlushAsync(cancellation);
                await next();
            }
        });

    private static Rows Draw(LakeView view) => new(Head(view), Stages(view.Progress), Snapshots(view));

    private static Text Head(LakeView view)
    {
        if (view.Progress is not { } run) return new Text("no run under way");
        var name = run.RunId is null ? run.Pipeline : $"{run.Pipeline} {run.RunId}";
        var owner = $"process {run.ProcessId} on {run.Machine}, since {Time(run.StartedAt)}";
        var warnings = run.Warnings == 0 ? "" : $", {Amounts.Plural(run.Warnings, "warning", "warnings")}";
        return new Text(view.IsAlive
            ? $"{name}: {owner}{warnings}"
            : $"{name}: {owner}, silent since {Time(run.SeenAt)}; it died, or its machine waits");
    }

    private static IRenderable Stages(RunProgress? run)
    {
        if (run is null) return new Text("");
        var table = Framed("stage", "rows", "bytes", "rejected", "seconds");
        foreach (var stage in run.Finished)
        {
            table.AddRow(
                Markup.Escape(stage.Stage), Amounts.Count(stage.Rows), Amounts.Bytes(stage.Bytes),
                Amounts.Count(stage.Rejects), stage.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        }

        if (run.Stage is { } now)
        {
            table.AddRow(
                Markup.Escape(now), Amounts.Count(run.Rows), Amounts.Bytes(run.Bytes), "",
                run.Fraction is { } part ? Amounts.Share(part) : "…");
        }

        return table;
    }

    private static Table Snapshots(LakeView view)
    {
        var table = Framed("snapshot", "pipeline", "status", "finished (UTC)");
        foreach (var snapshot in view.Snapshots)
        {
            table.AddRow(
                Markup.Escape(snapshot.RunId), Markup.Escape(snapshot.Pipeline), Markup.Escape(snapshot.Status),
                Time(snapshot.FinishedAt));
        }

        return table;
    }

    private static Table Framed(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
