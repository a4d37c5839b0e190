using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources;

/// <summary>
/// One export file on its way through a run, with its accounts: read = accepted + rejected + duplicates.
/// </summary>
public sealed class ExportFile
{
    private readonly DateTime _lastWriteUtc;

    public ExportFile(SourceDefinition source, int sourceCode, string path)
    {
        Source = source;
        SourceCode = sourceCode;
        Path = path;
        var listed = new FileInfo(path);
        SizeBytes = listed.Length;
        _lastWriteUtc = listed.LastWriteTimeUtc;
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

    /// <summary>
    /// Whether the file is another than the one that was listed. Size and hash may stem from then, so a change before
    /// the first byte was read counts too.
    /// </summary>
    public bool HasChanged()
    {
        var now = new FileInfo(Path);
        return !now.Exists || now.Length != SizeBytes || now.LastWriteTimeUtc != _lastWriteUtc;
    }

    /// <summary>Why the file could not be read (to the end), or null.</summary>
    public ExportFileException? Failure { get; internal set; }
}
