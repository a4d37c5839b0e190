using System.Diagnostics;
using System.Globalization;
using Analytics.Tests.Formats.Fuzz;

namespace Analytics.Benchmarks;

/// <summary>
/// The fuzzer of the tests at full size, in rounds; after each round the memory that is left is told, so that growth
/// would show.
/// </summary>
internal static class FuzzBench
{
    private const int Rounds = 10;

    /// <returns>Exit code: 1 if any export was not dealt with as promised, or memory grew.</returns>
    public static async Task<int> MeasureAsync(
        int exports, int threads, string folder, Report report, CancellationToken cancellation)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder, "fuzz")).FullName;
        var seeds = FuzzSeeds.All(work);
        var fuzzers = Enumerable.Range(0, threads)
            .Select(part => new ExportFuzzer(
                seeds, Directory.CreateDirectory(Path.Combine(work, $"part{part}")).FullName))
            .ToList();
        var failures = 0;
        var memory = new List<double>();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                var each = exports / Rounds / threads;
                var first = round * each * threads;
                var found = await Task.WhenAll(fuzzers.Select((fuzzer, part) => Task.Run(
                    () => fuzzer.Run(first + part * each, each, cancellation), cancellation)));
                foreach (var failure in found.SelectMany(part => part.Failures).Take(20))
                    Console.Error.WriteLine(failure);
                failures += found.Sum(part => part.Failures.Count);
                memory.Add(LeftMb());
                report.Add(new BenchRow(
                    report.Bench,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{each * threads:N0} exports, slowest {found.Max(part => part.SlowestSeconds):F2} s"),
                    threads, Stopwatch.GetElapsedTime(started).TotalSeconds, null, null, null, memory[^1], null,
                    found.Sum(part => part.Rows), null, null));
            }
        }
        finally
        {
            foreach (var fuzzer in fuzzers) fuzzer.Dispose();
            Directory.Delete(work, recursive: true);
        }

        var grown = memory[^1] - memory[Rounds / 2];
        report.Add(new BenchRow(
            report.Bench, "failures, and MB grown in the second half", threads, 0, null, null, null, grown, null,
            failures, null, null)
        { Value = failures, TargetLow = 0, TargetHigh = 0, Note = "each is told above" });
        return failures > 0 || grown > memory[Rounds / 2] / 4 ? 1 : 0;
    }

    private static double LeftMb()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
