namespace Analytics.Pipeline.Formats;

/// <summary>
/// A piece of an export file as it travels from the reader to a cleaning worker, which takes it apart batch by batch.
/// </summary>
public abstract class RawPiece : IDisposable
{
    /// <summary>Memory that the piece holds until it is disposed.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>Fills <paramref name="batch"/> with the next records; false when none are left.</summary>
    public abstract bool TryRead(RawBatch batch);

    public abstract void Dispose();
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

    public abstract void Dispose();
}
