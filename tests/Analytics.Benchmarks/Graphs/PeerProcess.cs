using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Runs <c>peers.py</c>: the peers that the system's Python has, on the same file of edges.</summary>
internal static class PeerProcess
{
    /// <returns>One figure per peer and kernel; none without Python or without peers, which is said once.</returns>
    public static GraphFigures[] Start(string edges, int threads, int runs, string filter)
    {
        const string system = "/usr/bin/python3";
        var start = new ProcessStartInfo(File.Exists(system) ? system : "python3")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Graphs", "peers.py"), edges,
                runs.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture), filter,
            },
            Environment = { ["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture) },
        };
        try
        {
            using var process = Process.Start(start)!;
            var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            return [.. lines.Select(line => JsonSerializer.Deserialize<GraphFigures>(line)!)];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("no python3 is installed, so no peers are measured");
            return [];
        }
    }
}
