using System.IO.Compression;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Repository;

namespace Analytics.Tests.Runs;

/// <summary>A temporary folder with exports, key, identity store and lake of its own.</summary>
internal sealed class RunFolder : IDisposable
{
    public RunFolder() => Root = Directory.CreateTempSubdirectory("analytics-runs-").FullName;

    public string Root { get; }

    public string Lake => PathOf("lake");

    public string Key => PathOf("secret/pseudonym.key");

    public string IdentitiesOption => PathOf("secret/identities.parquet");

    public string Identities => IdentityStore.PathFor(IdentitiesOption, new LakeFolder(Lake));

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>The shipped sample pipeline, with key, identity store and lake in this folder.</summary>
    public PipelineDefinition Sample()
    {
        var environment = new Dictionary<string, string> { ["HOME"] = Root };
        var sample = PipelineFile.Load(RepositoryFolder.PathOf("pipelines", "sample.yaml"), environment);
        return sample with
        {
            Privacy = sample.Privacy with { KeyFile = Key, IdentityStore = IdentitiesOption },
            Output = sample.Output with { Lake = Lake },
        };
    }

    /// <summary>Loads a pipeline file made of these sources (YAML list items) and further sections.</summary>
    public PipelineDefinition Pipeline(string sources, string more = "")
    {
        var text =
            "name: test\n"
            + "purpose: { controller: Example Association, purpose: tests, legal_basis: none, retention: 365d }\n"
            + "privacy: { key_file: secret/pseudonym.key, min_group: 2 }\n"
            + "communities: { min_size: 2 }\n"
            + $"sources:\n{sources.ReplaceLineEndings("\n")}\n{more.ReplaceLineEndings("\n")}\n";
        File.WriteAllText(PathOf("pipeline.yaml"), text);
        return PipelineFile.Load(PathOf("pipeline.yaml"), new Dictionary<string, string> { ["HOME"] = Root });
    }

    public void Write(string name, params IEnumerable<string> lines) => Write(name, string.Join('\n', lines) + "\n");

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
    }

    public static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal)) stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>Runs on threads of its own, so that a test's time limit works.</summary>
    public static Task<RunSummary> RunAsync(
        PipelineDefinition pipeline,
        int threads = 2,
        string? lake = null,
        IRunObserver? observer = null,
        bool dryRun = false,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        cancellation = cancellation.CanBeCanceled ? cancellation : TestContext.Current.CancellationToken;
        RunOptions options = new(lake, threads, dryRun);
        observer ??= new RecordedRun();
        return Task.Run(
            () => PipelineRun.ExecuteAsync(pipeline, options, observer, clock ?? FixedClock.Noon, cancellation),
            CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
