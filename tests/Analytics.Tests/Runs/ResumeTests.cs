using System.Collections.Concurrent;
using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>A run that ended early is gone on with, and nobody can tell from what it leaves.</summary>
public sealed class ResumeTests(TwoNights nights) : IClassFixture<TwoNights>, IDisposable
{
    private const int Limit = 90_000;
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("settle")]
    [InlineData("commit")]
    public async Task Run_AfterAStopAtAStage_TakesOverWhatWasIngested(string stage)
    {
        var pipeline = nights.CopyFirstTo(_folder);
        var before = TwoNights.Published(_folder.Lake);

        var stopped = await StopAsync(pipeline, at => at == stage);

        Assert.Contains(stopped.Warnings, warning => warning.StartsWith("what was ingested is kept", Ordinal));
        Assert.Equal(before, TwoNights.Published(_folder.Lake));
        var resumed = await ResumeAsync(pipeline);
        Assert.Contains(resumed.Warnings, warning => warning.Contains("6 of 6 new files", Ordinal));
        Assert.DoesNotContain("ingest", resumed.Started);
        Assert.Equal(stage == "settle", resumed.Started.Contains("settle"));
        AssertAsUndisturbed();
    }

    [Theory(Timeout = Limit)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_AfterAStopAmidIngest_ReadsOnlyWhatWasNotIngested(int batches)
    {
        var pipeline = nights.CopyFirstTo(_folder);
        await StopAsync(
            pipeline, _ => Directory.Exists(_folder.PathOf($"lake/runs/0002/staging/{batches + 1:000}")));

        var resumed = await ResumeAsync(pipeline);

        Assert.Contains(resumed.Warnings, warning => warning.Contains($"{batches} of 6 new files", Ordinal));
        var read = resumed.Finished.Single(report => report.Stage == "ingest").Rows;
        var all = LakeContents.Query(_folder.Lake, "SELECT sum(rows_read) FROM sources").Single();
        Assert.InRange(read, 1, long.Parse(all, CultureInfo.InvariantCulture) - 1);
        AssertAsUndisturbed();
    }

    [Fact(Timeout = Limit)]
    public async Task Run_StagedFileDamaged_EndsAsIfNothingHadHappened()
    {
        var pipeline = Change("flipped", nights.CopyStoppedTo(_folder));

        Assert.Contains("ingest", (await ResumeAsync(pipeline)).Started);

        AssertAsUndisturbed();
    }

    [Theory(Timeout = Limit)]
    [InlineData("configuration", "under another configuration")]
    [InlineData("content", "the exports are not the same")]
    [InlineData("time", "the exports are not the same")]
    [InlineData("fewer", "the exports are not the same")]
    [InlineData("flipped", "is damaged")]
    [InlineData("missing", "is missing")]
    [InlineData("torn", "it is damaged")]
    [InlineData("version", "another version of this program")]
    [InlineData("base", "the lake has gone on since")]
    [InlineData("key", "another pseudonym key")]
    public async Task Run_CheckpointThatDoesNotFit_BeginsAnew(string change, string why)
    {
        var pipeline = Change(change, nights.CopyStoppedTo(_folder));

        var anew = await StopAsync(pipeline, stage => stage == "ingest");

        Assert.Contains(anew.Warnings, warning => warning.Contains(why, Ordinal));
        Assert.Contains("begins anew", anew.Warnings);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("lake/runs")));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_MoreFilesThanBefore_KeepsTheBatchesThatAreTheSame()
    {
        var pipeline = nights.CopyStoppedTo(_folder);
        _folder.Write("more/follows.csv", "follower_id,followee_id", "x,y", "y,x");

        var resumed = await StopAsync(pipeline, stage => stage == "weigh");

        Assert.Contains(resumed.Warnings, warning => warning.Contains("6 of 7 new files", Ordinal));
        Assert.Equal(2, resumed.Finished.Single(report => report.Stage == "ingest").Rows);
    }

    [Fact(Timeout = Limit)]
    public async Task Sweep_ResumableFolder_KeepsItAndNoOther()
    {
        var pipeline = nights.CopyStoppedTo(_folder);
        _folder.Write("lake/runs/0003/checkpoint.json", "{}");
        _folder.Write("lake/runs/0002/half.parquet", "PAR1");
        _folder.Write("lake/runs/0002/staging/007/half.parquet", "PAR1");

        var resumed = await StopAsync(pipeline, stage => stage == "weigh");

        Assert.DoesNotContain("ingest", resumed.Started);
        Assert.Equal(["0002"], Directory.GetDirectories(_folder.PathOf("lake/runs")).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFiles(_folder.PathOf("lake/runs"), "half*", SearchOption.AllDirectories));
    }

    private PipelineDefinition Change(string change, PipelineDefinition pipeline)
    {
        var checkpoint = _folder.PathOf("lake/runs/0002/checkpoint.json");
        var staged = Directory
            .EnumerateFiles(_folder.PathOf("lake/runs/0002/staging"), "follow*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).First();
        var export = _folder.PathOf("lists/1.csv");
        switch (change)
        {
            case "configuration":
                return pipeline with { ConfigHash = "other" };
            case "content":
                var time = File.GetLastWriteTimeUtc(export);
                File.WriteAllText(export, File.ReadAllText(export).Replace("39,1\n", "38,1\n", Ordinal));
                File.SetLastWriteTimeUtc(export, time);
                break;
            case "time": File.SetLastWriteTimeUtc(export, File.GetLastWriteTimeUtc(export).AddDays(-40)); break;
            case "fewer": File.Delete(export); break;
            case "flipped":
                var bytes = File.ReadAllBytes(staged);
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(staged, bytes);
                break;
            case "missing": File.Delete(staged); break;
            case "torn": File.WriteAllText(checkpoint, File.ReadAllText(checkpoint)[..200]); break;
            default:
                var key = change switch { "version" => "code", "base" => "base_run", _ => "key_fingerprint" };
                var text = File.ReadAllText(checkpoint);
                File.WriteAllText(checkpoint, text.Replace($"\"{key}\": \"", $"\"{key}\": \"0", Ordinal));
                Assert.NotEqual(text, File.ReadAllText(checkpoint));
                break;
        }

        return pipeline;
    }

    private void AssertAsUndisturbed()
    {
        Assert.Equal(nights.Undisturbed, TwoNights.Published(_folder.Lake));
        LakeContents.AssertSwept(_folder.Lake);
        Assert.Equal(nights.UndisturbedFacts, LakeContents.FactDigests(_folder.Lake));
    }

    private static async Task<Told> ResumeAsync(PipelineDefinition pipeline)
    {
        Told told = new(_ => { });
        await TwoNights.RunAsync(pipeline, told, TestContext.Current.CancellationToken);
        return told;
    }

    /// <summary>Cancels the run once <paramref name="now"/> holds, which is asked with the stage under way.</summary>
    private static async Task<Told> StopAsync(PipelineDefinition pipeline, Func<string, bool> now)
    {
        using CancellationTokenSource source = new();
        Told told = new(stage =>
        {
            if (now(stage)) source.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TwoNights.RunAsync(pipeline, told, source.Token));
        return told;
    }

    /// <summary>Keeps what a run told, and looks up each time it tells something.</summary>
    private sealed class Told(Action<string> look) : IRunObserver
    {
        public ConcurrentQueue<string> Started { get; } = new();

        public ConcurrentQueue<StageReport> Finished { get; } = new();

        public ConcurrentQueue<string> Warnings { get; } = new();

        public void StageStarted(string stage)
        {
            Started.Enqueue(stage);
            look(stage);
        }

        public void StageProgress(string stage, double fraction, long rows, long bytes) => look(stage);

        public void StageFinished(StageReport report) => Finished.Enqueue(report);

        public void Warning(string message) => Warnings.Enqueue(message);
    }
}
