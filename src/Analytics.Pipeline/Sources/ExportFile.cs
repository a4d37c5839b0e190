using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Sources.Pull;

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
        Name = System.IO.Path.GetFileName(path);
        Delivery = Delivery.At(path);
    }

    /// <summary>A file that could not be brought here.</summary>
    internal ExportFile(SourceDefinition source, int sourceCode, PullFailure failure)
    {
        Source = source;
        SourceCode = sourceCode;
        Path = failure.Address;
        Name = failure.Name;
        Delivery = new Delivery(0, 0, DateTime.UnixEpoch);
        Failure = new ExportFileException(failure.Reason);
    }

    public SourceDefinition Source { get; }

    /// <summary>Position of the source in the pipeline.</summary>
    public int SourceCode { get; }

    public string Path { get; }

    /// <summary>Without the folders, which differ from machine to machine.</summary>
    public string Name { get; }

    /// <summary>How it looked from outside when it was listed.</summary>
    public Delivery Delivery { get; }

    public long SizeBytes => Delivery.SizeBytes;

    /// <summary>When it was last written to: stands in where nothing else gives a time.</summary>
    public DateTimeOffset DeliveredAt => Delivery.LastWriteUtc;

    /// <summary>Of a file of whole lists, whose files of one day count as one: the day (UTC); else null.</summary>
    public DateOnly? ListedOn => Source.Complete == WholeLists.None
        ? null
        : DateOnly.FromDateTime((Source.ObservedAt ?? DeliveredAt).UtcDateTime);

    /// <summary>Of the delivered bytes; null until they were read to the end.</summary>
    public string? Sha256 { get; internal set; }

    public long Read { get; internal set; }

    public long Accepted { get; internal set; }

    public long Rejected { get; internal set; }

    /// <summary>Of the rejected ones: those whose two accounts are one.</summary>
    public long SelfLoops { get; internal set; }

    public long Duplicates { get; internal set; }

    /// <summary>
    /// Whether the file is another than the one that was listed. Size and hash may stem from then, so a change before
    /// the first byte was read counts too.
    /// </summary>
    public bool HasChanged() => Delivery.At(Path) != Delivery;

    /// <summary>Where the bytes of a platform's export went, those of records.</summary>
    public RecordCounts Bytes { get; internal set; }

    /// <summary>Bytes between records; known once the file was read to its end.</summary>
    public RecordCounts Passed { get; internal set; }

    /// <summary>How a platform's export differs from what its reader knows.</summary>
    public DriftCounts Drift { get; } = new();

    /// <summary>Why the file could not be read (to the end), or null.</summary>
    public ExportFileException? Failure { get; internal set; }
}
