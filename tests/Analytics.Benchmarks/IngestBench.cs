using System.Diagnostics;
using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Samples;
using Analytics.Pipeline.Sources;

namespace Analytics.Benchmarks;

/// <summary>
/// The ingest on one CSV of generated interactions against the engine's own way from the same file to Parquet, with the
/// same threads and compression, in turn. Ours checks every field, makes pseudonyms, finds duplicates, sorts and splits
/// by month; the peer does none of that.
/// </summary>
internal static class IngestBench
{
    private const string Peer = "COPY (FROM read_csv) TO parquet";

    public static void Measure(long rows, int threads, int runs, string folder, Report report)
    {
        Directory.CreateDirectory(folder);
        Measure(rows, idsAsText: true, threads, runs, folder, report);
        Measure(rows, idsAsText: false, threads, runs, folder, report);
    }

    private static void Measure(long rows, bool idsAsText, int threads, int runs, string folder, Report report)
    {
        // Text ids are strings to both; of numbers the peer makes BIGINT columns, which cost it far less.
        var ids = idsAsText ? "text" : "number";
        var csv = Path.Combine(folder, $"interactions-{rows}-{ids}.csv");
        if (!File.Exists(csv))
        {
            Console.Error.WriteLine($"generating {rows:N0} interactions with {ids} ids …");
            var accounts = (int)Math.Clamp(rows / 10, 1_000, 10_000_000);
            SampleGenerator.WriteInteractions(csv + ".next", accounts, rows, seed: 42, idsAsText);
            File.Move(csv + ".next", csv);
        }

        // Brings the file into the operating system's cache for both.
        using (var stream = File.OpenRead(csv)) stream.CopyTo(Stream.Null);

        var ours = new List<Measured>();
        var peers = new List<Measured>();
        for (var run = 0; run < runs; run++)
        {
            peers.Add(Start("copy", csv, folder, threads));
            ours.Add(Start("ingest", csv, folder, threads));
        }

        var ratios = ours.Zip(peers, (mine, theirs) => mine.Seconds / theirs.Seconds).Order().ToList();
        report.Add(new BenchRow(
            report.Bench, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} interactions, {ids} ids"), threads,
            Median(ours, m => m.Seconds), Peer, Median(peers, m => m.Seconds), ratios[ratios.Count / 2],
            Median(ours, m => m.PeakMb), Median(peers, m => m.PeakMb), rows, ratios[0], ratios[^1]));
    }

    /// <summary>Measures one process; clearing away what it wrote is not part of its work.</summary>
    private static Measured Start(string what, string csv, string folder, int threads)
    {
        var measured = Worker.Start(what, csv, folder, threads.ToString(CultureInfo.InvariantCulture));
        Directory.Delete(OutputOf(folder, what), recursive: true);
        return measured;
    }

    private static string OutputOf(string folder, string what) => Path.Combine(folder, $"out-{what}");

    /// <summary>One measured case: `copy|ingest CSV FOLDER THREADS`.</summary>
    /// <returns>Time of the `COPY` or of the ingest: the engine is open and the pipeline file read before it.</returns>
    public static async Task<TimeSpan> WorkAsync(string[] words, CancellationToken cancellation)
    {
        var (what, csv, folder, threads) = (words[0], words[1], words[2], words[3]);
        var output = Directory.CreateDirectory(OutputOf(folder, what));
        using var engine = DuckDbDatabase.Open(":memory:", new Dictionary<string, string>
        {
            ["threads"] = threads,
            ["memory_limit"] = "8GiB",
            ["temp_directory"] = Path.Combine(output.FullName, "spill"),
        });
        if (what == "copy")
        {
            using var connection = engine.Connect();
            var copying = Stopwatch.GetTimestamp();
            connection.Execute(
                $"COPY (FROM read_csv('{csv}')) TO '{Path.Combine(output.FullName, "copy.parquet")}' "
                + "(FORMAT parquet, COMPRESSION zstd)",
                cancellation);
            return Stopwatch.GetElapsedTime(copying);
        }

        var definition = Definition(csv, folder);
        var key = PseudonymKey.ForOneRun();
        var started = Stopwatch.GetTimestamp();
        var plan = IngestPlan.Of(definition, [], cancellation);
        var stage = new IngestStage(
            definition, engine, key, output.FullName, int.Parse(threads, CultureInfo.InvariantCulture), []);
        await stage.RunAsync(plan, progress: null, cancellation);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var file = plan.New.Single();
        if (file.Failure is not null || file.Read != file.Accepted + file.Rejected + file.Duplicates)
            throw new InvalidDataException($"the accounts of {csv} do not add up");
        return elapsed;
    }

    private static PipelineDefinition Definition(string csv, string folder)
    {
        var path = Path.Combine(folder, "ingest.yaml");
        File.WriteAllText(path, $$"""
            name: bench
            purpose: { controller: bench, purpose: measure, legal_basis: none, retention: 1d }
            sources:
              - name: interactions
                format: csv
                kind: interactions
                path: {{csv}}
                columns: { actor_id: actor, target_id: target, kind: action, post_id: post, at: created_at }
            privacy: { key_file: {{Path.Combine(folder, "unused.key")}} }
            output: { lake: {{Path.Combine(folder, "unused-lake")}} }
            """);
        return PipelineFile.Load(path);
    }

    private static double Median(List<Measured> measured, Func<Measured, double> figure) =>
        measured.Select(figure).Order().ElementAt(measured.Count / 2);
}
