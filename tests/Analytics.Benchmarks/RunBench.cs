using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Analytics.Pipeline.Samples;

namespace Analytics.Benchmarks;

/// <summary>The whole job on generated exports: time per stage, and the highest memory until its end.</summary>
internal static class RunBench
{
    public static async Task Measure(int accounts, int threads, string folder, Report report)
    {
        var exports = Path.Combine(folder, $"exports-{accounts}");
        var pipeline = Path.Combine(exports, "pipeline.yaml");
        if (!File.Exists(pipeline))
        {
            Console.Error.WriteLine($"generating {accounts:N0} accounts …");
            SampleGenerator.Run(new SampleOptions
            {
                Folder = exports,
                Accounts = accounts,
                Format = SampleFormat.Csv,
                FollowsPerAccount = 10,
                InteractionsPerAccount = 10,
                Threads = threads,
                PipelineFile = pipeline,
            });
        }

        var lake = Path.Combine(folder, "lake");
        if (Directory.Exists(lake)) Directory.Delete(lake, recursive: true);
        var definition = PipelineFile.Load(pipeline);
        definition = definition with
        {
            Privacy = definition.Privacy with { KeyFile = Path.Combine(folder, "bench.key"), RevealLeaders = false },
        };
        var summary = await PipelineRun.ExecuteAsync(
            definition, new RunOptions(lake, threads, DryRun: false), new Silent(), TimeProvider.System, default);
        foreach (var stage in summary.Stages.Where(stage => stage.Stage is not ("read" or "clean" or "write")))
            Add(stage.Stage, stage.Elapsed, stage.PeakBytes, stage.Rows);
        var total = summary.Stages.Where(stage => stage.Stage is not ("read" or "clean" or "write")).ToList();
        Add(
            string.Create(CultureInfo.InvariantCulture, $"whole job, {accounts:N0} accounts"),
            TimeSpan.FromTicks(total.Sum(stage => stage.Elapsed.Ticks)),
            total.Max(stage => stage.PeakBytes),
            summary.Sources.Sum(source => source.Read));

        void Add(string stage, TimeSpan elapsed, long peak, long rows) => report.Add(new BenchRow(
            report.Bench, stage, threads, elapsed.TotalSeconds, null, null, null, peak / 1e6, null, rows, null, null));
    }

    private sealed class Silent : IRunObserver
    {
        public void StageStarted(string stage)
        {
        }

        public void StageProgress(string stage, double fraction, long rows, long bytes)
        {
        }

        public void StageFinished(StageReport report)
        {
        }

        public void Warning(string message) => Console.Error.WriteLine(message);
    }
}
