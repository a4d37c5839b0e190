using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// A piece of an export file as it travels from the reader to a cleaning worker, which takes it apart.
/// </summary>
public abstract class RawPiece : IDisposable
{
    /// <summary>Memory that the piece holds until it is disposed.</summary>
    public abstract long SizeBytes { get; }

    public abstract void Dispose();
}

/// <summary>A piece of a table: each record is a row of the one fact table that the source fills.</summary>
public abstract class TablePiece : RawPiece
{
    /// <summary>Fills <paramref name="batch"/> with the next records; false when none are left.</summary>
    public abstract bool TryRead(RawBatch batch);
}

/// <summary>A piece of a platform's export: each record may become rows of several fact tables, or of none.</summary>
public abstract class RecordPiece : RawPiece
{
    /// <summary>The file of an archive that it comes from; null for exports that are one file.</summary>
    public string? Entry { get; set; }

    /// <summary>Number of records in it; 0 where the format does not count them.</summary>
    public virtual long RecordCount => 0;

    /// <summary>Gives all its records, in order.</summary>
    public abstract void ReadTo(FactRows rows);
}

/// <summary>Reads one export file front to back as pieces. One thread at a time.</summary>
public abstract class ExportReader : IDisposable
{
    /// <summary>The next piece, or null at the end of what can be read.</summary>
    public abstract RawPiece? Read(CancellationToken cancellation);

    /// <summary>
    /// Why reading ended before the end of the file, or null. Final once <see cref="Read"/> returned null.
    /// </summary>
    public abstract ExportFileException? Fault { get; }

    /// <summary>What the reader passed over without making a record of it; final as <see cref="Fault"/> is.</summary>
    public virtual RecordCounts Passed => default;

    public abstract void Dispose();
}
