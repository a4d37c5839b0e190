using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources;

/// <summary>
/// One export file on its way through a run, with its accounts: read = accepted + rejected + duplicates.
/// </summary>
public sealed class ExportFile
{
    public ExportFile(SourceDefinition source, int sourceCode, string path)
    {
        Source = source;
        SourceCode = sourceCode;
        Path = path;
        SizeBytes = new FileInfo(path).Length;
    }

    public SourceDefinition Source { get; }

    /// <summary>Position of the source in the pipeline.</summary>
    public int SourceCode { get; }

    public string Path { get; }

    /// <summary>Without the folders, which differ from machine to machine.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    public long SizeBytes { get; }

    /// <summary>Of the delivered bytes; null until they were read to the end.</summary>
    public string? Sha256 { get; internal set; }

    public long Read { get; internal set; }

    public long Accepted { get; internal set; }

    public long Rejected { get; internal set; }

    public long Duplicates { get; internal set; }

    /// <summary>Why the file could not be read (to the end), or null.</summary>
    public ExportFileException? Failure { get; internal set; }
}
