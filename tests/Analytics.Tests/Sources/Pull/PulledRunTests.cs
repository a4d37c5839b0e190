using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Repository;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Sources.Pull;

/// <summary>Whole runs over remote sources: the facts of files that were always here, or named failures.</summary>
public sealed partial class PulledRunTests : IDisposable
{
    private const int Limit = 120_000;

    private readonly RunFolder _folder = new();
    private readonly RunFolder _local = new();

    public void Dispose()
    {
        _folder.Dispose();
        _local.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Run_SampleOverHttp_GivesTheFactsOfTheLocalFiles()
    {
        var random = new Random(3);
        await using TestServer server = new(request =>
        {
            var path = RepositoryFolder.PathOf("data-samples", request.Path[1..]);
            HonestFile file = new(File.ReadAllBytes(path)) { Modified = File.GetLastWriteTimeUtc(path) };
            lock (random)
            {
                var answer = file.Answer(request);
                if (request.Path.EndsWith("follows-1.csv.gz", StringComparison.Ordinal))
                    answer = answer.With("Link", "<follows-2.csv.gz>; rel=\"next\"");
                return random.Next(4) == 0 && answer.Body.Length > 1_000
                    ? answer with { CutAt = random.Next(answer.Body.Length) }
                    : answer;
            }
        });
        var sample = _local.Sample();
        await RunFolder.RunAsync(sample);
        var remote = OverHttp(sample, server);

        var summary = await RunFolder.RunAsync(remote, clock: new HurriedClock());

        Assert.Equal([2, 1, 1, 1, 1], summary.Pulls.Select(pull => (int)pull.Files));
        Assert.All(summary.Pulls, pull => Assert.Equal(0, pull.Failed));
        Assert.Equal(LakeContents.FactDigests(_local.Lake), LakeContents.FactDigests(_folder.Lake));
        LakeContents.AssertWhole(_folder.Lake);

        // A second run asks, gets nothing, and publishes the same facts.
        var again = await RunFolder.RunAsync(remote, clock: new HurriedClock());
        Assert.Equal([2, 1, 1, 1, 1], again.Pulls.Select(pull => (int)pull.Unchanged));
        Assert.Equal([2, 1, 1, 1, 1], again.Sources.Select(source => source.FilesKnown));
        Assert.All(again.Sources, source => Assert.Equal((0, 0), (source.FilesNew, source.FilesFailed)));
        Assert.Equal(LakeContents.FactDigests(_local.Lake), LakeContents.FactDigests(_folder.Lake));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_OneOfTwoCannotBePulled_NamesItAndReadsTheOther()
    {
        await using TestServer server = new(request => request.Path == "/good.csv"
            ? TestAnswer.Text("follower_id,followee_id,at\n1,2,2026-01-01\n2,3,2026-01-01\n")
            : TestAnswer.Text("follower_id,followee_id,at\n7,8,2026-01-01\n9,10,2026-0") with { Length = 1_000 });
        RecordedRun observer = new();

        var summary = await RunFolder.RunAsync(
            Pipeline(server, "good.csv", "bad.csv"), observer: observer, clock: new HurriedClock());

        Assert.Equal(RunStatus.Held, summary.Status);
        Assert.Equal([(1, 0), (0, 1)], summary.Sources.Select(source => (source.FilesNew, source.FilesFailed)));
        Assert.Equal(["2"], LakeContents.QueryHeld(_folder.Lake, "SELECT count(*) FROM follows"));
        var reject = Assert.Single(
            LakeContents.QueryHeld(_folder.Lake, "SELECT source, file, field, reason FROM rejects"));
        Assert.StartsWith("bad\tbad.csv\tfile\tcould not be pulled: ", reject);
        var bad = server.At("/bad.csv");
        Assert.Contains(observer.Warnings, warning => warning.Contains(bad, StringComparison.Ordinal));
        Assert.Contains("pull", observer.Started);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_AfterAFailure_ReadsWhatComesThen()
    {
        var isDown = true;
        await using TestServer server = new(_ => isDown
            ? new TestAnswer(503, [])
            : TestAnswer.Text("follower_id,followee_id,at\n1,2,2026-01-01\n"));
        var pipeline = Pipeline(server, "a.csv");
        await RunFolder.RunAsync(pipeline, clock: new HurriedClock());
        Assert.Equal(["0"], LakeContents.QueryHeld(_folder.Lake, "SELECT count(*) FROM follows"));
        isDown = false;

        var summary = await RunFolder.RunAsync(pipeline, clock: new HurriedClock());

        Assert.Equal(RunStatus.Done, summary.Status);
        Assert.Equal(["1"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM follows"));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Dry_ListsWhatWouldBePulledAndWritesNothing()
    {
        HonestFile file = new(System.Text.Encoding.UTF8.GetBytes("follower_id,followee_id,at\n1,2,2026-01-01\n"));
        await using TestServer server = new(request =>
            request.Path == "/gone.csv" ? new TestAnswer(404, []) : file.Answer(request));
        var pipeline = Pipeline(server, "a.csv", "gone.csv");

        var before = await RunFolder.RunAsync(pipeline, dryRun: true, clock: new HurriedClock());
        Assert.False(Directory.Exists(_folder.Lake));
        await RunFolder.RunAsync(pipeline, clock: new HurriedClock());
        var after = await RunFolder.RunAsync(pipeline, dryRun: true, clock: new HurriedClock());

        Assert.Equal([(long)file.Content.Length, null], before.Planned.Select(planned => planned.Bytes));
        Assert.Equal(["new", "unchanged"], new[] { before, after }.Select(run => run.Planned[0].State));
        Assert.Contains("404", before.Planned[1].State);
        Assert.Empty(before.Pulls);
        Assert.Equal(0, before.Sources[0].Read);
    }

    private PipelineDefinition Pipeline(TestServer server, params string[] files) => _folder.Pipeline(string.Join(
        '\n', files.Select(file =>
            $"  - {{ name: {Path.GetFileNameWithoutExtension(file)}, format: csv, kind: follows, "
            + $"path: '{server.At("/" + file)}', pull: {{ timeout: 1h, retries: 3 }} }}")));

    /// <summary>The shipped sample with every path behind an address, its two deliveries of follows as pages.</summary>
    private PipelineDefinition OverHttp(PipelineDefinition sample, TestServer server)
    {
        var text = File.ReadAllText(RepositoryFolder.PathOf("pipelines", "sample.yaml"));
        text = LocalPath().Replace(text, match =>
        {
            var pages = match.Value.Contains('*') ? ", pages: { next: link }" : "";
            return $"path: {server.At("/" + match.Groups["path"].Value.Replace('*', '1'))}\n"
                + $"    pull: {{ timeout: 1h, retries: 20{pages} }}";
        });
        File.WriteAllText(_folder.PathOf("pipeline.yaml"), text);
        var environment = new Dictionary<string, string> { ["HOME"] = _folder.Root };
        var remote = PipelineFile.Load(_folder.PathOf("pipeline.yaml"), environment);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Key)!);
        File.Copy(_local.Key, _folder.Key);
        return remote with
        {
            Privacy = sample.Privacy with { KeyFile = _folder.Key, IdentityStore = _folder.IdentitiesOption },
            Output = sample.Output with { Lake = _folder.Lake },
        };
    }

    [GeneratedRegex(@"path: \.\./data-samples/(?<path>\S+)")]
    private static partial Regex LocalPath();
}
