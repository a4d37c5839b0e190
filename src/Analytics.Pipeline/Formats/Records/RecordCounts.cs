namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Where the bytes of an export went. Together they are all bytes of it, unpacked: what became rows, what was refused,
/// and what no fact table has a place for.
/// </summary>
public readonly record struct RecordCounts(long ReadBytes, long RejectedBytes, long IgnoredBytes)
{
    public long TotalBytes => ReadBytes + RejectedBytes + IgnoredBytes;

    public static RecordCounts operator +(RecordCounts a, RecordCounts b) => new(
        a.ReadBytes + b.ReadBytes, a.RejectedBytes + b.RejectedBytes, a.IgnoredBytes + b.IgnoredBytes);
}
