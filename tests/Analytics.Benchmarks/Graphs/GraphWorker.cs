using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Analytics.Graph.Threads;

namespace Analytics.Benchmarks.Graphs;

/// <summary>A process that loads one graph and measures the rows of one group: `graph FOLDER GRAPH GROUP THREADS RUNS
/// FILTER`. Every row is done once unmeasured, then as often as asked, then once for its memory; it prints one JSON
/// object per row.</summary>
internal static class GraphWorker
{
    public static void Work(string[] words)
    {
        var (folder, name, group, filter) = (words[1], words[2], words[3], words[6]);
        var runs = int.Parse(words[5], CultureInfo.InvariantCulture);
        using var workers = new Workers(int.Parse(words[4], CultureInfo.InvariantCulture));
        var input = GraphFiles.Load(folder, name);
        foreach (var row in RowGroup.All.Single(rows => rows.Name == group).Rows(input))
        {
            if (row.Kernel.Contains(filter, StringComparison.OrdinalIgnoreCase))
                Console.WriteLine(JsonSerializer.Serialize(Measure(row, input, workers, runs)));
        }
    }

    public static GraphFigures[] Start(
        string folder, string name, RowGroup group, int threads, int runs, string filter) =>
        [.. Worker.Output(
            "graph", folder, name, group.Name, threads.ToString(CultureInfo.InvariantCulture),
            runs.ToString(CultureInfo.InvariantCulture), filter)
            .Select(line => JsonSerializer.Deserialize<GraphFigures>(line)!)];

    private static GraphFigures Measure(GraphRow row, GraphInput input, Workers workers, int runs)
    {
        row.Work(workers);
        Collect();
        var seconds = new double[runs];
        var note = "";
        for (var run = 0; run < runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            note = row.Work(workers);
            seconds[run] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        // What runs before have left is no part of what one run takes.
        var before = Collect();
        ForgetPeak();
        row.Work(workers);
        using var process = Process.GetCurrentProcess();
        return new GraphFigures(row.Kernel, seconds, process.PeakWorkingSet64 / 1e6, note)
        {
            OwnMb = (process.PeakWorkingSet64 - before + input.Graph.Bytes) / 1e6,
        };
    }

    /// <summary>Gives memory back that nobody uses; what is left, in bytes.</summary>
    private static long Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    /// <summary>Lets the highest memory count from here on; where the system does not allow it the figure is that of
    /// the process until now.</summary>
    private static void ForgetPeak()
    {
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
