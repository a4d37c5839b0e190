using System.Diagnostics;
using System.Globalization;
using Analytics.Tests.App.Scheduling;

namespace Analytics.Benchmarks;

/// <summary>
/// The sample, due every night, for as many nights as asked, in one process with the product's scheduler. What the
/// process and the lake hold is told ten times; after the snapshots that the pipeline keeps, none of it may grow.
/// </summary>
internal static class SoakBench
{
    private const int Samples = 10;
    private const int KeptRuns = 30;
    private const double Megabyte = 1 << 20;

    /// <returns>Exit code: 1 if a run failed or something grew.</returns>
    public static async Task<int> MeasureAsync(int runs, int threads, string folder)
    {
        var work = Path.Combine(Path.GetFullPath(folder), "soak");
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        await File.WriteAllTextAsync(Path.Combine(work, "sample.yaml"), Pipeline(work));
        var lake = Path.Combine(work, "lake");
        SteppedClock clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        List<Held> held = [];
        var (every, failed) = (Math.Max(1, runs / Samples), 0);
        Console.WriteLine($"{Machine.Processor()}, {Environment.ProcessorCount} cores; .NET {Environment.Version}");
        Console.WriteLine("  runs  seconds/run  managed MB  resident MB  handles  threads  lake files  lake MB");
        await using (var scheduler = await SteppedScheduler.StartAsync(work, clock, threads: threads))
        {
            var started = Stopwatch.GetTimestamp();
            for (var run = 1; run <= runs; run++)
            {
                var due = new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero).AddDays(run);
                await scheduler.AdvanceToAsync(due);
                var result = await scheduler.UntilAsync("sample", due);
                if (!result.EndedWell)
                {
                    failed++;
                    Console.Error.WriteLine($"{due:u}: {result.Outcome}: {result.Message}");
                }

                if (run % every > 0 && run != runs) continue;
                held.Add(Held.Now(run, Stopwatch.GetElapsedTime(started).TotalSeconds / every, lake));
                Console.WriteLine(held[^1]);
                started = Stopwatch.GetTimestamp();
            }
        }

        var growth = held.Where(one => one.Runs > KeptRuns).ToList() is [var first, .., var last]
            ? Grown(first, last).ToList() : [];
        foreach (var text in growth) Console.Error.WriteLine(text);
        Console.WriteLine($"{runs} runs, {failed} failed, {(growth.Count == 0 ? "nothing grew" : "GREW")}");
        Directory.Delete(work, recursive: true);
        return failed > 0 || growth.Count > 0 ? 1 : 0;
    }

    /// <summary>The sample with a schedule, and with its key and lake in the folder of the benchmark.</summary>
    private static string Pipeline(string work)
    {
        var root = Environment.CurrentDirectory;
        var text = File.ReadAllText(Path.Combine(root, "pipelines", "sample.yaml"))
            .Replace("../data-samples", Path.Combine(root, "data-samples"), StringComparison.Ordinal)
            .Replace("~/.config/analytics/pseudonym.key", Path.Combine(work, "secret", "key"), StringComparison.Ordinal)
            .Replace("lake: ../lake", "lake: lake", StringComparison.Ordinal);
        return text + "\nschedule: { cron: \"0 3 * * *\" }\n";
    }

    private static IEnumerable<string> Grown(Held first, Held last)
    {
        // What is left for noise: the heap's own slack, pages that the allocator keeps, pools of threads.
        if (last.ManagedMb > (first.ManagedMb * 1.1) + 4) yield return "managed memory grew";
        if (last.ResidentMb > (first.ResidentMb * 1.15) + 32) yield return "resident memory grew";
        if (last.Handles > first.Handles + 8) yield return "open handles grew";
        if (last.Threads > first.Threads + 8) yield return "threads grew";
        if (last.Files > first.Files) yield return "files of the lake grew";
    }

    private sealed record Held(
        int Runs,
        double Seconds,
        double ManagedMb,
        double ResidentMb,
        int Handles,
        int Threads,
        int Files,
        double LakeMb)
    {
        public static Held Now(int runs, double seconds, string lake)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            FileInfo[] files = [.. new DirectoryInfo(lake).EnumerateFiles("*", SearchOption.AllDirectories)];
            return new Held(
                runs, seconds, GC.GetTotalMemory(forceFullCollection: true) / Megabyte,
                process.WorkingSet64 / Megabyte,
                OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount,
                process.Threads.Count, files.Length, files.Sum(file => file.Length) / Megabyte);
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Runs,6} {Seconds,12:F2} {ManagedMb,11:F1} {ResidentMb,12:F0} {Handles,8} {Threads,8} {Files,11} "
            + $"{LakeMb,8:F1}");
    }
}
