using System.Diagnostics;
using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Sources;
using Analytics.Tests.Formats.Fuzz;

namespace Analytics.Benchmarks;

/// <summary>
/// Each format from a large export to facts on disk. The export is a sound sample, over and over, each time with other
/// ids; of repositories, whose blocks are named by their content, it is many made for it. Beside formats of one object
/// a line stands the engine's own way from the same file to Parquet. Packed files count as what is in them.
/// </summary>
internal static class FormatsBench
{
    private const string Peer = "COPY (FROM read_json) TO parquet";

    public static void Measure(int megabytes, string? only, int threads, int runs, string folder, Report report)
    {
        Directory.CreateDirectory(folder);
        foreach (var seed in FuzzSeeds.All(folder))
        {
            if (only is not null && !seed.Name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
            var path = LargeExport.Write(seed, folder, (long)megabytes << 20);
            var measure = new Measurement(seed, Delivery.At(path).SizeBytes, threads, runs, folder);
            try
            {
                Measure(measure, path, seed.Name, LargeExport.IsLines(seed), report);
                if (seed.Format == SourceFormat.Reddit)
                {
                    path = LargeExport.Pack(path);
                    Measure(measure, path, $"{seed.Name} .zst", hasPeer: false, report);
                }
            }
            finally
            {
                if (File.Exists(path)) File.Delete(path);
                else Directory.Delete(path, recursive: true);
            }
        }
    }

    private static void Measure(Measurement of, string path, string title, bool hasPeer, Report report)
    {
        var (seed, bytes, threads, runs, folder) = of;
        var kind = seed.Kind?.ToString().ToLowerInvariant() ?? "-";
        string[] words = [ExportFormat.Of(seed.Format).Name, kind, path, folder, $"{threads}"];
        var ours = new List<Measured>();
        var peers = new List<Measured>();
        long rows = 0;
        for (var run = 0; run < runs; run++)
        {
            if (hasPeer) peers.Add(Worker.Start(["format-copy", .. words]));
            var lines = Worker.Output(["format", .. words]);
            var figures = lines[^1].Split(' ');
            rows = long.Parse(lines[^2], CultureInfo.InvariantCulture);
            ours.Add(new Measured(
                double.Parse(figures[0], CultureInfo.InvariantCulture),
                double.Parse(figures[1], CultureInfo.InvariantCulture)));
        }

        var seconds = Median(ours.Select(one => one.Seconds));
        var ratios = ours.Zip(peers, (mine, theirs) => mine.Seconds / theirs.Seconds).Order().ToList();
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{title.ToLowerInvariant()}: {bytes / 1e6 / seconds:N0} MB/s, {rows / 1e6 / seconds:N2} M rows/s");
        report.Add(new BenchRow(
            report.Bench, name, threads, seconds, hasPeer ? Peer : null,
            hasPeer ? Median(peers.Select(one => one.Seconds)) : null, hasPeer ? ratios[ratios.Count / 2] : null,
            Median(ours.Select(one => one.PeakMb)), hasPeer ? Median(peers.Select(one => one.PeakMb)) : null, rows,
            hasPeer ? ratios[0] : null, hasPeer ? ratios[^1] : null));
    }

    /// <summary>One measured case: `format|format-copy FORMAT KIND PATH FOLDER THREADS`.</summary>
    public static async Task<TimeSpan> WorkAsync(string[] words, CancellationToken cancellation)
    {
        var (what, format, kind, path, folder, threads) = (words[0], words[1], words[2], words[3], words[4], words[5]);
        var output = Directory.CreateDirectory(Path.Combine(folder, $"out-{what}")).FullName;
        try
        {
            using var engine = DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
            {
                ["threads"] = threads,
                ["memory_limit"] = "8GiB",
                ["temp_directory"] = Path.Combine(output, "spill"),
            });
            if (what == "format-copy")
            {
                using var connection = engine.Connect();
                var copying = Stopwatch.GetTimestamp();
                connection.Execute(
                    $"COPY (FROM read_json('{path}', format = 'newline_delimited', maximum_object_size = 67108864)) "
                    + $"TO '{Path.Combine(output, "copy.parquet")}' (FORMAT parquet, COMPRESSION zstd)",
                    cancellation);
                return Stopwatch.GetElapsedTime(copying);
            }

            var definition = Definition(format, kind, path, folder);
            var started = Stopwatch.GetTimestamp();
            var plan = IngestPlan.Of(definition, [], cancellation);
            var stage = new IngestStage(
                definition, engine, PseudonymKey.ForOneRun(), output, int.Parse(threads, CultureInfo.InvariantCulture),
                []);
            await stage.RunAsync(plan, progress: null, cancellation);
            var elapsed = Stopwatch.GetElapsedTime(started);
            foreach (var file in plan.New)
            {
                if (file.Failure is not null) throw file.Failure;
                if (file.Rejected > file.Read / 10) throw new InvalidDataException($"{format}: most rows are refused");
            }

            Console.WriteLine(plan.New.Sum(file => file.Read).ToString(CultureInfo.InvariantCulture));
            return elapsed;
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static PipelineDefinition Definition(string format, string kind, string path, string folder)
    {
        var file = Path.Combine(folder, "format.yaml");
        File.WriteAllText(file, $$"""
            name: bench
            purpose: { controller: bench, purpose: measure, legal_basis: none, retention: 1d }
            sources:
              - { name: export, format: {{format}}, {{(kind == "-" ? "" : $"kind: {kind}, ")}}path: '{{path}}' }
            privacy: { key_file: '{{Path.Combine(folder, "unused.key")}}' }
            output: { lake: '{{Path.Combine(folder, "unused-lake")}}' }
            """);
        return PipelineFile.Load(file);
    }

    /// <param name="Bytes">Of the export, unpacked.</param>
    private sealed record Measurement(FuzzSeed Seed, long Bytes, int Threads, int Runs, string Folder);

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
