using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Analytics.Benchmarks.Graphs;
using Analytics.Tests.Faults;

namespace Analytics.Benchmarks;

/// <summary>What one measured process reports.</summary>
internal readonly record struct Measured(double Seconds, double PeakMb);

/// <summary>
/// Runs each measured case in a process of its own, so that neither memory nor warm code of one helps another. The
/// process times the work itself, from the open engine and the read pipeline file to the last file closed, and reports
/// its own peak memory.
/// </summary>
internal static class Worker
{
    public static Command Command()
    {
        var arguments = new Argument<string[]>("case");
        var command = new Command("worker", "One measured case, for the benchmarks themselves.") { arguments };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellation) =>
        {
            var words = parsed.GetValue(arguments)!;
            if (words[0] == "graph")
            {
                GraphWorker.Work(words);
                return;
            }

            if (words[0] == ReaderProcess.Word)
            {
                ReaderProcess.Serve(Console.In, Console.Out);
                return;
            }

            if (words[0] == EdgeRows.Kernel)
            {
                EdgeRows.Work(words);
                return;
            }

            var work = words[0].StartsWith("format", StringComparison.Ordinal)
                ? FormatsBench.WorkAsync(words, cancellation)
                : IngestBench.WorkAsync(words, cancellation);
            var seconds = (await work).TotalSeconds;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{seconds:F4} {process.PeakWorkingSet64 / 1e6:F1}"));
        });
        return command;
    }

    public static Measured Start(params string[] words)
    {
        var figures = Output(words)[^1].Split(' ');
        return new Measured(
            double.Parse(figures[0], CultureInfo.InvariantCulture),
            double.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The lines that a process of this program writes for one case.</summary>
    /// <exception cref="InvalidOperationException">The process failed; its own words are in the message.</exception>
    public static string[] Output(params string[] words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var assembly = Environment.GetCommandLineArgs()[0];
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(assembly);
        start.ArgumentList.Add("worker");
        foreach (var word in words) start.ArgumentList.Add(word);

        // What the case before wrote is on disk before this one starts, so that nobody pays for another's files.
        if (OperatingSystem.IsLinux())
        {
            using var sync = Process.Start("sync");
            sync.WaitForExit();
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', words)} failed: {errors.GetAwaiter().GetResult()}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
