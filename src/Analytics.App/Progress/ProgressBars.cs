using System.Collections.Concurrent;
using Analytics.App.Console;
using Analytics.Pipeline.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Analytics.App.Progress;

/// <summary>A bar per stage, redrawn in place on standard error.</summary>
internal sealed class ProgressBars : IRunObserver
{
    private const string DetailKey = "detail";

    private readonly ConcurrentDictionary<string, ProgressTask> _tasks = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ProgressContext _context;

    private ProgressBars(ProgressContext context) => _context = context;

    /// <summary>Shows bars while <paramref name="work"/> runs; warnings follow below them.</summary>
    public static async Task<T> ShowAsync<T>(Terminal terminal, Func<IRunObserver, Task<T>> work)
    {
        var screen = Screen.Of(terminal.Error, terminal);
        ProgressBars? bars = null;
        try
        {
            return await new Spectre.Console.Progress(screen)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                    new PercentageColumn(), new DetailColumn())
                .StartAsync(context => work(bars = new ProgressBars(context)));
        }
        finally
        {
            foreach (var warning in bars?._warnings ?? []) terminal.Error.WriteLine($"warning: {warning}");
        }
    }

    public void StageStarted(string stage) => TaskOf(stage);

    public void StageProgress(string stage, double fraction, long rows, long bytes)
    {
        var task = TaskOf(stage);
        task.IsIndeterminate = double.IsNaN(fraction);
        // A full bar counts as finished, which only the end of the stage may say.
        if (!task.IsIndeterminate) task.Value = Math.Clamp(fraction, 0, 0.999);
        Show(task, $"{Amounts.Count(rows)} rows, {Amounts.Bytes(bytes)}");
    }

    public void StageFinished(StageReport report)
    {
        var task = TaskOf(report.Stage);
        task.IsIndeterminate = false;
        task.Value = task.MaxValue;
        Show(task, $"{Amounts.Count(report.Rows)} rows, {Amounts.Bytes(report.Bytes)}, "
            + $"{Amounts.Seconds(report.Elapsed)}, peak {Amounts.Bytes(report.PeakBytes)}");
        task.StopTask();
    }

    public void Warning(string message) => _warnings.Enqueue(message);

    private ProgressTask TaskOf(string stage) =>
        _tasks.GetOrAdd(stage, name => _context.AddTask(Markup.Escape(name), maxValue: 1));

    private static void Show(ProgressTask task, string detail) =>
        task.State.Update<Detail>(DetailKey, _ => new Detail(detail));

    private readonly record struct Detail(string Text);

    private sealed class DetailColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<Detail>(DetailKey).Text ?? "") { Overflow = Overflow.Ellipsis };
    }
}
