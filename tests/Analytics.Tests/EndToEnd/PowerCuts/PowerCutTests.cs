using System.Text.RegularExpressions;
using Analytics.Pipeline.Lake;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd.PowerCuts;

/// <summary>
/// What four runs leave if the power goes off after any of their system calls. The first run makes the lake, the fourth
/// removes the snapshot of the first.
/// </summary>
public sealed class PowerCutTests(PowerCutTests.TracedRuns traced) : IClassFixture<PowerCutTests.TracedRuns>
{
    [Fact]
    public void Run_PowerCutAnywhere_LeavesWholeSnapshotsAndCatalogs()
    {
        var model = traced.Model();

        Assert.Null(model.Run(traced.Operations));

        Assert.Equal(4, model.Commits);
    }

    /// <summary>The same calls without the flushes of one kind of file: each of them has a reason.</summary>
    [Theory]
    [InlineData("marts", @"runs/\d+/\w+\.parquet")]
    [InlineData("facts", @"runs/\d+/staging/.+\.parquet")]
    [InlineData("manifest", @"runs/\d+/manifest\.json\.next")]
    [InlineData("folder of the run", @"runs/\d+")]
    [InlineData("month", @"facts/\w+/month=.+")]
    [InlineData("table", @"facts/\w+")]
    [InlineData("facts folder", "facts")]
    [InlineData("snapshots folder", "snapshots")]
    [InlineData("catalog", @"analytics\.duckdb\.next")]
    [InlineData("catalog's checksum", @"catalog\.json\.next")]
    [InlineData("description", @"lake\.json\.next")]
    [InlineData("lake", "")]
    [InlineData("folder of the lake", @"\.\.")]
    public void Run_FlushesLeftOut_WouldBeSeen(string what, string pattern)
    {
        Regex leftOut = new($"^{pattern}$");
        var rest = traced.Operations.Where(operation =>
            operation.Action != FileAction.Flush || !leftOut.IsMatch(traced.Relative(operation.Path))).ToList();
        Assert.True(rest.Count < traced.Operations.Count, $"no flush of: {what}");

        Assert.NotNull(traced.Model().Run(rest));
    }

    /// <summary>Four runs into one lake, under strace.</summary>
    public sealed class TracedRuns : IAsyncLifetime
    {
        private const string Tracer = "/usr/bin/strace";

        private readonly RunFolder _folder = new();
        private readonly List<SnapshotManifest> _manifests = [];
        private readonly List<FileOperation> _operations = [];

        internal IReadOnlyList<FileOperation> Operations
        {
            get
            {
                Assert.SkipUnless(File.Exists(Tracer), $"no {Tracer} on this machine to see system calls with");
                return _operations;
            }
        }

        public async ValueTask InitializeAsync()
        {
            if (!File.Exists(Tracer)) return;
            var sources =
                "  - { name: follows, format: csv, kind: follows, path: 'follows-*.csv', observed_at: 2026-01-31, "
                + "columns: { follower_id: a, followee_id: b, at: c } }";
            for (var run = 1; run <= 4; run++)
            {
                _folder.Write(
                    $"follows-{run}.csv", "a,b,c", $"u{run},v{run},2025-0{run}-01", $"v{run},u{run},2025-01-02");
                _folder.Pipeline(sources, "output: { keep_runs: 2 }");
                var log = _folder.PathOf($"calls-{run}.txt");
                string[] tracing = [Tracer, "-f", "-y", "-qq", "-s", "0", "--seccomp-bpf", "-e", "signal=none"];
                var ended = await AnalyticsProcess.RunUnderAsync(
                    [.. tracing, "-e", $"trace={FileOperation.Calls}", "-o", log], _folder.Root,
                    "run", _folder.PathOf("pipeline.yaml"), "--lake", _folder.Lake, "--threads", "2");
                Assert.True(ended.ExitCode == 0, ended.Error);
                _operations.AddRange(FileOperation.Read(log, _folder.Root));
                _manifests.Add(LakeContents.Newest(_folder.Lake));
            }
        }

        internal PowerCutModel Model() => new(_folder.Lake, _manifests);

        internal string Relative(string path) =>
            path == _folder.Lake ? "" : Path.GetRelativePath(_folder.Lake, path);

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
