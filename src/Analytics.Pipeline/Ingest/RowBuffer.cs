using System.Runtime.InteropServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>Rows of a <see cref="RowLayout"/>, one behind the other in native memory that grows and is used again.
/// Not thread-safe.</summary>
internal sealed unsafe class RowBuffer(int words) : IDisposable
{
    private long _capacity;

    /// <summary>First word of row 0; it moves when rows are appended.</summary>
    public ulong* Rows { get; private set; }

    public int Count { get; private set; }

    public void Append(ulong* rows, int count)
    {
        var needed = Count + (long)count;
        if (needed > _capacity) Grow(needed);
        var bytes = (long)count * words * sizeof(ulong);
        Buffer.MemoryCopy(rows, Rows + (long)Count * words, bytes, bytes);
        Count = checked((int)needed);
    }

    /// <summary>Forgets the rows and keeps the memory.</summary>
    public void Clear() => Count = 0;

    public void Dispose()
    {
        NativeMemory.Free(Rows);
        Rows = null;
        GC.SuppressFinalize(this);
    }

    ~RowBuffer() => NativeMemory.Free(Rows);

    private void Grow(long needed)
    {
        _capacity = Math.Max(needed, _capacity * 3 / 2);
        Rows = (ulong*)NativeMemory.Realloc(Rows, (nuint)(_capacity * words * sizeof(ulong)));
    }
}
