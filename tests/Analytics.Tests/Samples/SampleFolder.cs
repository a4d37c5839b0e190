using Analytics.Pipeline.Samples;

namespace Analytics.Tests.Samples;

/// <summary>A temporary folder with a generated sample, plain CSV unless asked otherwise.</summary>
internal sealed class SampleFolder : IDisposable
{
    public SampleFolder(Func<SampleOptions, SampleOptions>? change = null)
    {
        Path = Directory.CreateTempSubdirectory("analytics-samples-").FullName;
        Options = new SampleOptions { Folder = Path, Format = SampleFormat.Csv, Accounts = 2_000 };
        Options = change?.Invoke(Options) ?? Options;
        Summary = SampleGenerator.Run(Options, cancellation: TestContext.Current.CancellationToken);
    }

    public string Path { get; }

    public SampleOptions Options { get; }

    public SampleSummary Summary { get; }

    /// <summary>Relative paths of all files, sorted.</summary>
    public static IReadOnlyList<string> FilesOf(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public byte[] Bytes(string file) => File.ReadAllBytes(System.IO.Path.Combine(Path, file));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
