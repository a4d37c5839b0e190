namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Native memory for the rows of all months that a table holds: blocks are cut from slabs of a huge page each and are
/// freed together, so an export whose times are spread over centuries costs no more slabs than one of a month.
/// Not thread-safe.
/// </summary>
internal sealed unsafe class RowArena : IDisposable
{
    private readonly List<nint> _slabs = [];
    private int _left;

    /// <summary>Memory held, used or not.</summary>
    public long SizeBytes => _slabs.Count * (long)LargeMemory.PageBytes;

    public nint Allocate(int bytes)
    {
        if (_left < bytes)
        {
            _slabs.Add((nint)LargeMemory.Allocate(LargeMemory.PageBytes));
            _left = (int)LargeMemory.PageBytes;
        }

        _left -= bytes;
        return _slabs[^1] + _left;
    }

    /// <summary>Frees all blocks; the arena can be used again.</summary>
    public void Clear()
    {
        foreach (var slab in _slabs) LargeMemory.Free((void*)slab, LargeMemory.PageBytes);
        _slabs.Clear();
        _left = 0;
    }

    public void Dispose()
    {
        Clear();
        GC.SuppressFinalize(this);
    }

    ~RowArena() => Clear();
}
