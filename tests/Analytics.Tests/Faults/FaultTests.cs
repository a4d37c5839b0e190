using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Tests.EndToEnd;

namespace Analytics.Tests.Faults;

/// <summary>
/// A few seeded cases of every fault; <c>./run.sh bench faults</c> runs hundreds. And that the harness can fail.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class FaultTests(FaultFixture fixture, ITestOutputHelper output) : IClassFixture<FaultFixture>
{
    private const int Limit = 180_000;

    // The others differ little from one of these, or have tests of their own.
    private static readonly string[] Elsewhere =
    [
        "SIGINT", "SIGTERM", "kill -9 while committing", "two runs at once", "five runs at once", "damaged mart",
        "time zone changes", "failing source",

        // Known to leave a file more in the lake where its folders turn read-only amid a run; `bench faults` shows it.
        "read-only lake",
    ];

    public static TheoryData<string> Faults => [.. Fault.All.Select(fault => fault.Name).Except(Elsewhere)];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Faults))]
    public async Task Strike_OrdinaryRunsAfterwards_LoseAndDoubleNothing(string name)
    {
        var number = Fault.All.TakeWhile(fault => fault.Name != name).Count();
        FaultHarness harness = new(fixture.World, fixture.Reader);

        var result = await harness.RunAsync(Fault.All[number], 1_000 + number, TestContext.Current.CancellationToken);

        output.WriteLine($"{result}");
        Assert.Empty(result.Problems);
        Assert.Empty(result.Sights.Violations);
        Assert.True(result.IsGood, $"{result}");
    }

    [Fact(Timeout = Limit)]
    public void Reader_CatalogIsTorn_ReportsIt()
    {
        using FaultCase hit = new(fixture.World, "torn", 1, 2);
        var catalog = Path.Combine(hit.Lake, "analytics.duckdb");
        using CatalogReader reader = new(hit.Lake);
        Assert.True(reader.Look());
        Assert.Empty(reader.Violations);

        File.WriteAllBytes(catalog, File.ReadAllBytes(catalog)[..5_000]);
        reader.Look();

        Assert.Single(reader.Violations);
        Assert.Equal(2, reader.Looks);
    }

    [Fact(Timeout = Limit)]
    public void Reader_TableOfAnotherRun_ReportsIt()
    {
        using FaultCase hit = new(fixture.World, "mixed", 1, 2);
        var runs = Directory.GetDirectories(Path.Combine(hit.Lake, "snapshots")).Order(StringComparer.Ordinal).ToList();
        File.Copy(Path.Combine(runs[0], "members.parquet"), Path.Combine(runs[1], "members.parquet"), overwrite: true);
        using CatalogReader reader = new(hit.Lake);

        reader.Look();

        Assert.Contains(reader.Violations, one => one.Contains("members holds rows of 0001", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public void Reader_OlderSnapshotIsPublishedAgain_ReportsIt()
    {
        using FaultCase hit = new(fixture.World, "back", 1, 2);
        LakeFolder lake = new(hit.Lake);
        using CatalogReader reader = new(hit.Lake);
        reader.Look();
        Catalog.Publish(lake, new SnapshotStore(lake).All()[0]);

        reader.Look();

        Assert.Contains(reader.Violations, one => one.StartsWith("after 0002", StringComparison.Ordinal));
        Assert.Contains(reader.Violations, one => one.Contains("facts and has", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public void Comparison_OneRowIsLost_CountsIt()
    {
        using FaultCase hit = new(fixture.World, "lost", 1, 2);
        var whole = LakeRows.Facts(hit.Lake);
        var file = Folders.Files(Path.Combine(hit.Lake, "facts", "interactions"))[0];
        using (var engine = DuckDbDatabase.Open())
        using (var connection = engine.Connect())
            connection.Execute($"COPY (FROM '{file}' OFFSET 1) TO '{file}.short' (FORMAT parquet)");
        File.Move($"{file}.short", file, overwrite: true);

        Assert.Equal([KeyValuePair.Create("interactions", 1L)], LakeRows.Facts(hit.Lake).DifferencesTo(whole));
        Assert.Contains(LakeAudit.Problems(hit.Lake), one => one.Contains("interactions", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Harness_FaultNeverStrikes_IsNotGood()
    {
        Fault late = new("late", (_, _) => Task.FromResult<string?>(null));

        var result = await new FaultHarness(fixture.World, fixture.Reader).RunAsync(
            late, 1, TestContext.Current.CancellationToken);

        Assert.True(result is { Stage: null, IsGood: false, IsRecovered: true });
    }
}

/// <summary>The lakes that cases begin with, and the reader beside them.</summary>
public sealed class FaultFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-faults-").FullName;

    internal FaultWorld World { get; private set; } = null!;

    internal ReaderProcess Reader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await FaultWorld.CreateAsync(_folder, 1, TestContext.Current.CancellationToken);
        Reader = new ReaderProcess(typeof(FaultFixture).Assembly.Location, ReaderProcess.Word);
    }

    public ValueTask DisposeAsync()
    {
        Reader.Dispose();
        World.Dispose();
        return ValueTask.CompletedTask;
    }
}
