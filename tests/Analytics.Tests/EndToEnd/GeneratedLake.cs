using System.Diagnostics;
using Analytics.Pipeline.Samples;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>
/// A generated network of moderate size in a home folder of its own: `base.yaml` reads the first delivery of follows,
/// `full.yaml` everything. The lake can be put back to the state after the first.
/// </summary>
public sealed class GeneratedLake : IAsyncLifetime
{
    private const int Accounts = 6_000;

    private readonly RunFolder _folder = new();

    internal string Home => _folder.Root;

    internal string Lake => _folder.Lake;

    internal string BasePipeline => _folder.PathOf("base.yaml");

    internal string FullPipeline => _folder.PathOf("full.yaml");

    /// <summary>How long <see cref="FullPipeline"/> takes when nobody disturbs it, from the base state.</summary>
    internal TimeSpan Undisturbed { get; private set; }

    /// <summary>Facts after an undisturbed run of <see cref="FullPipeline"/>.</summary>
    internal IReadOnlyDictionary<string, string> FullFacts { get; private set; } = null!;

    /// <summary>Digests of all marts but `runs`, after the same.</summary>
    internal IReadOnlyDictionary<string, string> FullMarts { get; private set; } = null!;

    internal string BaseRun { get; private set; } = null!;

    internal string FullRun { get; private set; } = null!;

    private string Backup => _folder.PathOf("lake-base");

    public async ValueTask InitializeAsync()
    {
        SampleGenerator.Run(new SampleOptions
        {
            Folder = _folder.PathOf("exports"),
            Accounts = Accounts,
            Seed = 7,
            Format = SampleFormat.Mixed,
            PipelineFile = FullPipeline,
        });
        await File.WriteAllTextAsync(BasePipeline, BaseText());
        Assert.Equal(0, (await RunAsync(BasePipeline)).ExitCode);
        BaseRun = LakeContents.Newest(Lake).RunId;
        Directory.Move(Lake, Backup);

        Restore();
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await RunAsync(FullPipeline)).ExitCode);
        Undisturbed = clock.Elapsed;
        FullRun = LakeContents.Newest(Lake).RunId;
        FullFacts = LakeContents.FactDigests(Lake);
        FullMarts = Marts();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<Finished> RunAsync(string pipeline) =>
        AnalyticsProcess.RunAsync(Home, "run", pipeline, "--lake", Lake);

    internal AnalyticsProcess StartRun(string pipeline) =>
        AnalyticsProcess.Start(Home, "run", pipeline, "--lake", Lake, "--verbose");

    /// <summary>The lake as the base run left it, at the same place, because catalogs name absolute paths.</summary>
    internal void Restore()
    {
        if (Directory.Exists(Lake)) Directory.Delete(Lake, recursive: true);
        foreach (var folder in Directory.EnumerateDirectories(Backup, "*", SearchOption.AllDirectories).Prepend(Backup))
            Directory.CreateDirectory(Path.Join(Lake, folder.AsSpan(Backup.Length)));
        foreach (var file in Directory.EnumerateFiles(Backup, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Join(Lake, file.AsSpan(Backup.Length)));
    }

    /// <summary>Digests of all marts of the newest snapshot but `runs`, which holds the time.</summary>
    internal IReadOnlyDictionary<string, string> Marts() =>
        LakeContents.MartDigests(Lake).Where(mart => mart.Key != "runs").ToDictionary();

    private static string BaseText() =>
        """
        name: base
        purpose: { controller: nobody, purpose: tests, legal_basis: none, retention: 3650d }
        sources:
          - name: follows
            format: csv
            kind: follows
            path: exports/csv/follows-1.csv.gz
            columns: { follower_id: src, followee_id: dst, at: created }
        privacy: { key_file: ~/.config/analytics/pseudonym.key }
        """;
}
