using System.Text.Json;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Platforms;

namespace Analytics.Tests.App;

/// <summary>Exports of several kinds in one folder: what they are said to be, and whether they can be run.</summary>
public sealed class InspectCommandTests
{
    private static readonly string[] Jetstream =
    [
        Event("did:plc:a", "follow", """ "subject":"did:plc:b" """),
        Event("did:plc:b", "like", """ "subject":{"cid":"c","uri":"at://did:plc:a/app.bsky.feed.post/3m"},"new":1 """),
        .. Enumerable.Range(0, 20).Select(i => Event($"did:plc:c{i}", "follow", """ "subject":"did:plc:b" """)),
        """{"did":"did:plc:b","time_us":1779719009132433,"kind":"commit"}""",
    ];

    [Fact]
    public async Task Inspect_FolderOfMixedExports_SaysWhatEachIsAndHolds()
    {
        using AppRun run = new();
        await MixedAsync(run);

        Assert.Equal(0, await run.RunAsync("inspect", run.PathOf("exports"), "--json"));

        using var json = JsonDocument.Parse(run.Output);
        var sources = json.RootElement.GetProperty("sources").EnumerateArray().ToDictionary(
            source => source.GetProperty("name").GetString()!);
        var events = sources.Values.Single(s => s.GetProperty("format").GetString() == "bluesky-jetstream");
        Assert.Equal(21, Rows(events, "follows"));
        Assert.Equal(1, Rows(events, "interactions"));
        Assert.Equal(1, events.GetProperty("rejected").GetInt64());
        Assert.Contains("commit.record.new", events.GetProperty("drift").ToString(), StringComparison.Ordinal);
        var follows = sources.Values.Single(s => s.GetProperty("kind").GetString() == "follows");
        Assert.Equal(2, follows.GetProperty("files").GetInt32());
        Assert.EndsWith("follows-*.csv", follows.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Contains("notes.bin", json.RootElement.GetProperty("unrecognized").ToString(), StringComparison.Ordinal);
    }

    /// <summary>Nothing that a run could read: as with files that nobody recognises, and as a run would end.</summary>
    [Theory]
    [InlineData("{\"uri\":\"at://x\",\"__import_meta\":{}}\n", 1)]
    [InlineData("id,thread_id,author,body,timestamp,unix_timestamp\n1,1,a,b,,1682935200\n", 0)]
    public async Task Inspect_OnlyExportIsUnreadable_Fails(string content, int exit)
    {
        using AppRun run = new();
        var file = run.PathOf("export");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        Assert.Equal(exit, await run.RunAsync("inspect", file));
        Assert.StartsWith("export: 4cat", run.Output, StringComparison.Ordinal);
        if (exit > 0) Assert.Contains("download it as csv", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_FolderThatIsTheExport_CallsItByItsName()
    {
        using AppRun run = new();
        Directory.CreateDirectory(run.PathOf("archive/data"));
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(
            run.PathOf("archive/data/account.js"),
            "window.YTD.account.part0 = [{\"account\":{\"accountId\":\"1\",\"username\":\"a\"}}]", cancellation);

        Assert.Equal(0, await run.RunAsync("inspect", run.PathOf("archive")));
        Assert.StartsWith("archive: x-archive", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_OnATerminalOrNot_PrintsAnEntryThatAPipelineFileTakes()
    {
        using AppRun run = new();
        await MixedAsync(run);

        Assert.Equal(0, await run.RunAsync("inspect", run.PathOf("exports")));

        var entry = run.Output[run.Output.IndexOf("sources:", StringComparison.Ordinal)..];
        var file = run.PathOf("by-hand.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            name: by-hand
            purpose: { controller: c, purpose: p, legal_basis: l, retention: 30d }
            output: { lake: lake }
            {{entry}}
            """,
            TestContext.Current.CancellationToken);
        Assert.True(PipelineFile.Load(file).Sources.Count >= 5);
    }

    [Fact]
    public async Task Init_FolderOfMixedExports_WritesAPipelineThatRunsAsItIs()
    {
        using AppRun run = new();
        await MixedAsync(run);
        var file = run.PathOf("pipeline.yaml");

        Assert.Equal(0, await run.RunAsync("init", run.PathOf("exports"), "--out", file));
        Assert.Equal(2, await run.RunAsync("init", run.PathOf("exports"), "--out", file));
        Assert.Contains("--force", run.Error, StringComparison.Ordinal);

        // The one change: a key of its own, so that the test leaves nothing in the home of who runs it.
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file, text.Replace("min_group: 10 }", "min_group: 10, key_file: key }", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Assert.Equal(0, await run.RunAsync("run", file));

        using AppRun query = new();
        Assert.Equal(0, await query.RunAsync(
            "query", "--lake", run.PathOf("lake"), "--format", "csv",
            "SELECT count(*) FROM interactions UNION ALL SELECT count(*) FROM drift ORDER BY 1"));
        Assert.All(query.Output.Split('\n').Skip(1).Where(line => line.Length > 0), n => Assert.True(int.Parse(n) > 0));
    }

    [Fact]
    public async Task Init_ExportsOfAllPlatforms_AreReadByTheFileThatItWrites()
    {
        using AppRun run = new();
        using AppRun generate = new();
        Assert.Equal(0, await generate.RunAsync(
            "generate", "--out", run.PathOf("made"), "--accounts", "1000", "--formats", "csv", "--platforms"));
        var file = run.PathOf("pipeline.yaml");

        Assert.Equal(0, await run.RunAsync("init", run.PathOf("made/platforms"), "--out", file));

        var read = PipelineFile.Load(file).Sources.Select(source => source.Format).Distinct().Order();
        Assert.Equal(PlatformSamples.Formats, read);
        using AppRun rehearsal = new();
        Assert.Equal(0, await rehearsal.RunAsync("run", file, "--dry-run", "--json"));
        using var json = JsonDocument.Parse(rehearsal.Output);
        Assert.All(json.RootElement.GetProperty("sources").EnumerateArray(), source =>
        {
            Assert.Equal(0, source.GetProperty("files_failed").GetInt32());
            Assert.True(source.GetProperty("read").GetInt64() > 0);
        });
    }

    [Theory]
    [InlineData("nothing-there")]
    [InlineData("empty")]
    public async Task Init_WithoutExports_SaysWhatWasExpected(string folder)
    {
        using AppRun run = new();
        Directory.CreateDirectory(run.PathOf("empty"));

        Assert.Equal(2, await run.RunAsync("init", run.PathOf(folder), "--out", run.PathOf("p.yaml")));

        Assert.Matches("no such file or folder|found no export", run.Error);
        Assert.False(File.Exists(run.PathOf("p.yaml")));
    }

    private static string Event(string did, string what, string record)
    {
        var collection = what == "follow" ? "app.bsky.graph.follow" : "app.bsky.feed.like";
        return $$"""{"did":"{{did}}","time_us":1779719009132431,"kind":"commit","commit":{"rev":"1","""
            + $$""" "operation":"create","collection":"{{collection}}","rkey":"3k","cid":"c","record":"""
            + $$"""{"$type":"{{collection}}","createdAt":"2026-05-25T14:23:28.778Z",{{record}}""" + "}}}";
    }

    private static long Rows(JsonElement source, string table) => source.GetProperty("tables").EnumerateArray()
        .Single(one => one.GetProperty("table").GetString() == table).GetProperty("rows").GetInt64();

    /// <summary>The tables of a generated sample, events of Bluesky beside them, and a file that is nothing.</summary>
    private static async Task MixedAsync(AppRun run)
    {
        using AppRun generate = new();
        Assert.Equal(0, await generate.RunAsync(
            "generate", "--out", run.PathOf("made"), "--accounts", "1000", "--formats", "mixed", "--clean"));
        Directory.CreateDirectory(run.PathOf("exports"));
        foreach (var kind in new[] { "csv", "ndjson", "parquet", "edgelist" })
            Directory.Move(run.PathOf(Path.Combine("made", kind)), run.PathOf(Path.Combine("exports", kind)));
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllLinesAsync(run.PathOf("exports/events.jsonl"), Jetstream, cancellation);
        await File.WriteAllBytesAsync(run.PathOf("exports/notes.bin"), [0, 1, 2, 3], cancellation);
        await File.WriteAllTextAsync(
            run.PathOf("exports/follows-1.csv"), "follower,followee,since\na1,b1,2026-01-01\n", cancellation);
        await File.WriteAllTextAsync(
            run.PathOf("exports/follows-2.csv"), "follower,followee,since\nb1,a1,2026-01-02\n", cancellation);
        foreach (var packed in Directory.GetFiles(run.PathOf("exports/csv"), "follows*")) File.Delete(packed);
    }
}
