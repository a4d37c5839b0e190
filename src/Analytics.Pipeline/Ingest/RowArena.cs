using System.Runtime.InteropServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Native memory for the rows of all months that a table holds: blocks are cut from slabs, so an export whose times are
/// spread over centuries costs no more slabs than one of a month. Slabs are kept when the rows are given up, and freed
/// together at the end. Small pages on purpose: the memory is written once, in order, and huge pages are the ones that
/// a virtual machine most likely has to ask its host for. Not thread-safe.
/// </summary>
internal sealed unsafe class RowArena : IDisposable
{
    private const int SlabBytes = 2 << 20;

    private readonly List<nint> _slabs = [];
    private int _used;
    private int _left;

    /// <summary>Memory in use, counted in whole slabs.</summary>
    public long SizeBytes => _used * (long)SlabBytes;

    public nint Allocate(int bytes)
    {
        if (_left < bytes)
        {
            if (_used == _slabs.Count) _slabs.Add((nint)NativeMemory.Alloc(SlabBytes));
            _used++;
            _left = SlabBytes;
        }

        _left -= bytes;
        return _slabs[_used - 1] + _left;
    }

    /// <summary>Gives up all blocks; the arena can be used again.</summary>
    public void Clear() => (_used, _left) = (0, 0);

    public void Dispose()
    {
        foreach (var slab in _slabs) NativeMemory.Free((void*)slab);
        _slabs.Clear();
        Clear();
        GC.SuppressFinalize(this);
    }

    ~RowArena() => Dispose();
}
