using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Sources.Pull;
using Analytics.Tests.Formats;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Sources.Pull;

/// <summary>A lake into which one source is pulled, again and again, without waiting.</summary>
internal sealed class Pulling : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static PullDefinition Settings { get; } = new(
        null, null, null, null, null, false, ListingWatermark.ETag, 4, HurriedClock.Never, 5, TimeSpan.FromMinutes(5),
        1_000_000_000);

    public LakeFolder Lake => new(Path.Combine(_folder.Path, "lake"));

    public HurriedClock Clock { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public static SourceDefinition Source(string address, PullDefinition? settings = null) =>
        TestSource.Of(SourceFormat.Csv, FactKind.Follows, address) with { Pull = settings ?? Settings };

    public Task<(LandedFiles Landed, PullReport Report)> RunAsync(string address, PullDefinition? settings = null) =>
        RunAsync(address, settings, TestContext.Current.CancellationToken);

    public Task<(LandedFiles Landed, PullReport Report)> RunAsync(
        string address, PullDefinition? settings, CancellationToken cancellation) =>
        Pull(address, settings).RunAsync(cancellation);

    public Task<IReadOnlyList<PullPreview>> PreviewAsync(string address, PullDefinition? settings = null) =>
        Pull(address, settings).PreviewAsync(TestContext.Current.CancellationToken);

    /// <summary>Files below the landing folder, relative to it.</summary>
    public IReadOnlyList<string> Files() => Directory.Exists(Lake.Landing)
        ? [.. Directory.EnumerateFiles(Lake.Landing, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    public void Dispose() => _folder.Dispose();

    private SourcePull Pull(string address, PullDefinition? settings) =>
        new(Source(address, settings), Lake, Clock, Environment.GetValueOrDefault);
}
