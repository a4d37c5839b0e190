namespace Analytics.Pipeline.Sources.Pull;

/// <summary>What happened while the files of one source were pulled; written by many threads.</summary>
internal sealed class PullCounters
{
    private long _files;
    private long _unchanged;
    private long _bytes;
    private long _requests;
    private long _retries;

    /// <summary>Files that came new or in another version.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Files that the server says are still the same.</summary>
    public long Unchanged => Interlocked.Read(ref _unchanged);

    /// <summary>Bytes of bodies, those of broken attempts too.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Answers.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public long Retries => Interlocked.Read(ref _retries);

    public void AddFile() => Interlocked.Increment(ref _files);

    public void AddUnchanged(long files = 1) => Interlocked.Add(ref _unchanged, files);

    public void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void AddRequest() => Interlocked.Increment(ref _requests);

    public void AddRetry() => Interlocked.Increment(ref _retries);
}
