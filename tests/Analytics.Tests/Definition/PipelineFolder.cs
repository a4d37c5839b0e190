using Analytics.Pipeline;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Definition;

/// <summary>A temporary folder with a pipeline file and the exports that it names.</summary>
internal sealed class PipelineFolder : IDisposable
{
    public const string Purpose =
        "purpose: { controller: Test Union, purpose: tests, legal_basis: GDPR Art. 6(1)(f), retention: 365d }";

    public const string Follows = "  - { name: follows, format: csv, kind: follows, path: follows.csv }";

    private readonly Dictionary<string, string> _environment = new() { ["HOME"] = "/home/somebody" };

    public PipelineFolder(params string[] files)
    {
        Path = Directory.CreateTempSubdirectory("analytics-definition-").FullName;
        foreach (var file in files.Append("follows.csv")) AddFile(file);
    }

    public string Path { get; }

    /// <summary>A file that is right, with further lines after the required ones.</summary>
    public static string With(params string[] lines) =>
        string.Join('\n', ["name: test", Purpose, "sources:", Follows, .. lines]);

    /// <summary>A file that is right except perhaps for its second source.</summary>
    public static string WithSource(string source) => With("  - { name: second, " + source + " }");

    public void AddFile(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
    }

    public PipelineFolder Set(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    public PipelineDefinition Load(string yaml, string name = "pipeline.yaml")
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, yaml);
        return PipelineFile.Load(file, _environment);
    }

    public IReadOnlyList<Problem> ProblemsOf(string yaml)
    {
        var refusal = Assert.Throws<UserException>(() => Load(yaml));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        return refusal.Problems;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
