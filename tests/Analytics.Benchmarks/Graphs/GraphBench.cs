using System.CommandLine;
using System.Globalization;

namespace Analytics.Benchmarks.Graphs;

/// <summary>
/// <c>bench graph</c>: every graph, every group of rows, every number of threads, each in a process of its own; with
/// <c>--peers</c> the peers right after ours on the same file.
/// </summary>
internal static class GraphBench
{
    private static readonly Option<string> Threads = new("--threads")
    {
        Description = "Numbers of threads to measure with, separated by commas",
        DefaultValueFactory = _ => "1,2",
    };

    private static readonly Option<string> Graphs = new("--graphs")
    {
        Description = "Names of graphs, separated by commas",
        DefaultValueFactory = _ => string.Join(',', GraphFiles.Names),
    };

    private static readonly Option<string> Kernel = new("--kernel")
    {
        Description = "Only rows whose name contains this",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<bool> Peers = new("--peers")
    {
        Description = "Measure igraph, leidenalg, graph-tool, and networkx too, where the system's Python has them",
    };

    public static Command Command(Option<int> runs, Option<bool> json, Option<string> folder)
    {
        var command = new Command("graph", "Graph kernels on planted graphs and on those of shared/data.")
        {
            Threads, runs, json, folder, Graphs, Kernel, Peers,
        };
        command.SetAction(parsed =>
        {
            var path = Directory.CreateDirectory(parsed.GetValue(folder)!).FullName;
            var threads = parsed.GetValue(Threads)!.Split(',')
                .Select(count => int.Parse(count, CultureInfo.InvariantCulture)).ToArray();
            using var report = new GraphReport(path, parsed.GetValue(json));
            foreach (var name in parsed.GetValue(Graphs)!.Split(','))
            {
                GraphFiles.Prepare(path, name);
                foreach (var count in threads)
                {
                    Measure(
                        path, name, count, parsed.GetValue(runs), parsed.GetValue(Kernel)!, parsed.GetValue(Peers),
                        report);
                }
            }

            if (EdgeRows.Kernel.Contains(parsed.GetValue(Kernel)!, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var count in threads) EdgeRows.Measure(path, count, parsed.GetValue(runs), report);
            }

            Console.Error.WriteLine($"also written to {report.Path}");
        });
        return command;
    }

    private static void Measure(
        string folder, string name, int threads, int runs, string kernel, bool withPeers, GraphReport report)
    {
        GraphFigures[] ours =
            [.. RowGroup.All.SelectMany(group => GraphWorker.Start(folder, name, group, threads, runs, kernel))];
        GraphFigures[] peers =
            withPeers ? PeerProcess.Start(GraphFiles.EdgesOf(folder, name), threads, runs, kernel) : [];
        foreach (var row in ours)
        {
            report.Add(name, threads, row);
            foreach (var peer in peers.Where(peer => peer.Kernel == row.Kernel))
                report.Add(name, threads, row, peer);
        }
    }
}
