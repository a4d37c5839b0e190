using System.Diagnostics;
using System.Globalization;

namespace Analytics.Tests.Faults;

/// <summary>What happens to processes: they are killed, stopped, short of memory, or more than one.</summary>
internal static class ProcessFaults
{
    private const int Busy = 75;
    private const int Attempts = 12;

    /// <summary>Moments of a commit, by what lies in the lake then; stars stand for names.</summary>
    private static readonly (string Name, string Sign)[] CommitMoments =
    [
        ("manifest written", "runs/*/manifest.json"),
        ("facts moved", "facts/*/*/{0}.parquet"),
        ("snapshot renamed", "snapshots/{0}-*/manifest.json"),
        ("catalog begun", "analytics.duckdb.next"),
    ];

    private static readonly string[] Stages =
        ["ingest", "settle", "weigh", "cluster", "measure", "plan", "publish", "commit"];

    public static async Task<string?> KillAsync(FaultCase hit, CancellationToken cancellation)
    {
        using var run = hit.StartRun();
        if (!await run.AfterAsync(hit.Undisturbed * hit.Random.NextDouble(), cancellation)) return null;
        run.Kill();
        return run.Stage;
    }

    public static async Task<string?> KillCommitAsync(FaultCase hit, CancellationToken cancellation)
    {
        var (name, sign) = CommitMoments[hit.Random.Next(CommitMoments.Length)];
        var sequence = (hit.Delivered + 1).ToString("0000", CultureInfo.InvariantCulture);
        using var run = hit.StartRun();
        var seen = await run.UntilAsync(
            () => Folders.Holds(hit.Lake, string.Format(CultureInfo.InvariantCulture, sign, sequence)), cancellation);
        if (!seen || run.HasExited) return null;
        run.Kill();
        return name;
    }

    /// <summary>A signal ends a run within five seconds, and what was published stays.</summary>
    public static async Task<string?> SignalAsync(
        FaultCase hit, string signal, int expected, CancellationToken cancellation)
    {
        // A shell lets what it starts in the background ignore SIGINT, and so do the children of that.
        using var run = hit.StartRun(OperatingSystem.IsLinux() ? ["env", $"--default-signal={signal}"] : null);
        if (await UntilSomeStageAsync(hit, run, cancellation) is not { } stage) return null;
        run.Signal(signal);
        var started = Stopwatch.GetTimestamp();
        await run.EndAsync(cancellation);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        hit.Expect(seconds < 5, $"SIG{signal} took {seconds:F1} s");

        // A run that had committed already is done.
        hit.Expect(run.ExitCode == expected || run.ExitCode == 0, $"exit code {run.ExitCode}: {run.Error}");
        return run.ExitCode == expected ? stage : null;
    }

    /// <summary>Any number of runs at once: one works, the others say so and leave.</summary>
    public static async Task<string?> ConcurrentAsync(FaultCase hit, int number, CancellationToken cancellation)
    {
        List<RunProcess> runs = [];
        try
        {
            for (var run = 0; run < number; run++) runs.Add(hit.StartRun());
            foreach (var run in runs) await run.EndAsync(cancellation);
            foreach (var run in runs) hit.Expect(run.ExitCode is 0 or Busy, $"exit code {run.ExitCode}: {run.Error}");
            hit.Expect(runs.Exists(run => run.ExitCode == 0), "none of the runs was done");
            var refused = runs.Count(run => run.ExitCode == Busy);
            return refused == 0 ? null : $"{refused} of {number} refused";
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }
    }

    /// <summary>Somebody tidies the lock file away while a run works; another run begins with more exports.</summary>
    public static async Task<string?> LockDeletedAsync(FaultCase hit, CancellationToken cancellation)
    {
        using var first = hit.StartRun();
        if (await UntilSomeStageAsync(hit, first, cancellation) is not { } stage) return null;
        File.Delete(Path.Combine(hit.Lake, ".lock"));
        hit.Deliver(hit.Delivered + 2 <= Deliveries.Count ? hit.Delivered + 2 : Deliveries.Count);
        using var second = hit.StartRun();
        await second.EndAsync(cancellation);
        var overlapped = !first.HasExited || second.ExitCode == Busy;
        await first.EndAsync(cancellation);
        hit.Expect(first.ExitCode == 0, $"the run whose lock was deleted: exit code {first.ExitCode}: {first.Error}");
        hit.Expect(second.ExitCode is 0 or Busy, $"the run after it: exit code {second.ExitCode}: {second.Error}");
        return overlapped ? stage : null;
    }

    /// <summary>A run is suspended, as on a laptop that sleeps; another one begins; the first goes on.</summary>
    public static async Task<string?> StoppedAsync(FaultCase hit, CancellationToken cancellation)
    {
        using var first = hit.StartRun();
        if (await UntilSomeStageAsync(hit, first, cancellation) is not { } stage) return null;
        first.Signal("STOP");
        try
        {
            using var second = hit.StartRun();
            await second.EndAsync(cancellation);

            // Before its first line the first may have had no lock yet, or it was over already.
            if (first.HasExited) return null;
            hit.Expect(second.ExitCode == Busy, $"beside a stopped run: exit code {second.ExitCode}: {second.Error}");
        }
        finally
        {
            first.Signal("CONT");
        }

        await first.EndAsync(cancellation);
        hit.Expect(first.ExitCode == 0, $"the run that was stopped: exit code {first.ExitCode}: {first.Error}");
        return stage;
    }

    /// <summary>Too little memory, for the heap or for the whole process; a run that still fits is no hit.</summary>
    public static async Task<string?> OutOfMemoryAsync(FaultCase hit, CancellationToken cancellation)
    {
        // The limits below fail at different stages; the larger ones may be enough.
        var isHeap = hit.Random.Next(2) == 0 || !OperatingSystem.IsLinux();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var megabytes = isHeap ? hit.Random.Next(4, 40) : hit.Random.Next(60, 260);
            var heap = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = $"{megabytes << 20:X}" };
            using var run = isHeap
                ? hit.StartRun(environment: heap)
                : hit.StartRun(prefix: ["prlimit", $"--data={megabytes << 20}"]);
            await run.EndAsync(cancellation);
            if (run.ExitCode != 0) return run.Stage;
            hit.Reset();
        }

        return null;
    }

    /// <summary>Another time zone than that of the runs before and after: nothing depends on it.</summary>
    public static async Task<string?> TimeZoneAsync(FaultCase hit, CancellationToken cancellation)
    {
        string[] zones = ["Pacific/Kiritimati", "America/Adak", "Europe/Vienna", "Asia/Kathmandu", "UTC+14", ""];
        var zone = zones[hit.Random.Next(zones.Length)];
        using var run = hit.StartRun(environment: new Dictionary<string, string> { ["TZ"] = zone });
        await run.EndAsync(cancellation);
        hit.Expect(run.ExitCode == 0, $"TZ={zone}: exit code {run.ExitCode}: {run.Error}");
        return "whole run";
    }

    /// <summary>Waits until a stage drawn by chance has begun, and a little longer.</summary>
    private static async Task<string?> UntilSomeStageAsync(
        FaultCase hit, RunProcess run, CancellationToken cancellation)
    {
        var stage = Stages[hit.Random.Next(Stages.Length)];
        var more = TimeSpan.FromMilliseconds(hit.Random.Next(40));
        var begun = await run.UntilAsync(
            () => run.Error.Contains($"{stage}: started", StringComparison.Ordinal), cancellation);
        return begun && await run.AfterAsync(more, cancellation) ? run.Stage : null;
    }
}
