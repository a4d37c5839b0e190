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
        var summary = await Run(accounts, threads, folder);
        foreach (var stage in Stages(summary)) report.Add(Row(report, threads, stage));
        report.Add(Whole(report, accounts, threads, summary));
    }

    /// <summary>
    /// What the analysis of leaders costs in the whole job: all figures of every member, the ranking, replicates of it,
    /// and partner sets.
    /// </summary>
    public static async Task MeasureLeaders(int accounts, int threads, string folder, Report report)
    {
        var summary = await Run(accounts, threads, folder);
        var (ranking, replicates, leaders) = (0.0, 0.0, 0.0);
        foreach (var step in summary.Steps)
        {
            var seconds = step.Elapsed.TotalSeconds;
            Add($"{step.Stage}: {step.Step}", seconds, step.PeakBytes);
            leaders += step.Stage == "weigh" ? 0 : seconds;
            replicates += step.Step == "replicates" ? seconds : 0;
            ranking += IsRanking(step.Step) ? seconds : 0;
        }

        leaders += Stages(summary).Single(stage => stage.Stage == "plan").Elapsed.TotalSeconds;
        var whole = Whole(report, accounts, threads, summary);
        foreach (var stage in Stages(summary)) report.Add(Row(report, threads, stage));
        report.Add(whole);
        Add("one ranking: its figures, percentiles, score", ranking);
        Add("replicates / one ranking (a ratio)", replicates / ranking);
        Add("leaders and partners", leaders);
        Add("share of the whole job (a ratio)", leaders / whole.Seconds);

        void Add(string name, double value, long peak = 0) => report.Add(new BenchRow(
            report.Bench, name, threads, value, null, null, null, peak / 1e6, null, 0, null, null));
    }

    private static bool IsRanking(string step) =>
        step is "centrality" or "audience_measures" or "attention_measures" or "ranking";

    private static async Task<RunSummary> Run(int accounts, int threads, string folder)
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
        return await PipelineRun.ExecuteAsync(
            definition, new RunOptions(lake, threads, DryRun: false), new Silent(), TimeProvider.System, default);
    }

    // Reading, cleaning and writing go on at the same time, inside the stage of the ingest.
    private static IEnumerable<StageReport> Stages(RunSummary summary) =>
        summary.Stages.Where(stage => stage.Stage is not ("read" or "clean" or "write"));

    private static BenchRow Whole(Report report, int accounts, int threads, RunSummary summary) => Row(
        report, threads, new StageReport(
            string.Create(CultureInfo.InvariantCulture, $"whole job, {accounts:N0} accounts"),
            summary.Sources.Sum(source => source.Read), 0,
            TimeSpan.FromTicks(Stages(summary).Sum(stage => stage.Elapsed.Ticks)), TimeSpan.Zero,
            Stages(summary).Max(stage => stage.PeakBytes)));

    private static BenchRow Row(Report report, int threads, StageReport stage) => new(
        report.Bench, stage.Stage, threads, stage.Elapsed.TotalSeconds, null, null, null, stage.PeakBytes / 1e6, null,
        stage.Rows, null, null);

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
