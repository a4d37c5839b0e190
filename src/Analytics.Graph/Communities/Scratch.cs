using System.Runtime.InteropServices;
using Analytics.Graph.Memory;

namespace Analytics.Graph.Communities;

/// <summary>Native memory of one run, given back all at once. Not for use by several threads at once, except that each
/// may grow buffers of its own.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private readonly List<IDisposable> _buffers = [];

    /// <summary>A buffer for <paramref name="count"/> elements, not cleared.</summary>
    public NativeBuffer<T> New<T>(long count = 0)
        where T : unmanaged
    {
        NativeBuffer<T> buffer = new();
        lock (_buffers)
            _buffers.Add(buffer);
        buffer.Reserve(count);
        return buffer;
    }

    public void Dispose()
    {
        foreach (IDisposable buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }
}

/// <summary>Elements outside the garbage collector's heap, addressed without bounds checks. Pages that nobody touches
/// take no memory.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const long LargePage = 1 << 21;
    private const long CacheLine = 64;
    private long _capacity;

    public T* Pointer { get; private set; }

    /// <summary>Makes room for <paramref name="count"/> elements; what was there is lost if it has to grow.</summary>
    public T* Reserve(long count)
    {
        if (count <= _capacity)
            return Pointer;
        Dispose();
        long bytes = checked(count * sizeof(T));
        Pointer = (T*)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)(bytes > LargePage ? LargePage : CacheLine));
        HugePages.Ask(Pointer, bytes);
        _capacity = count;
        return Pointer;
    }

    /// <summary>Room for <paramref name="count"/> elements, all zero.</summary>
    public T* Zeroed(long count)
    {
        Reserve(count);
        if (count > 0)
            NativeMemory.Clear(Pointer, (nuint)count * (nuint)sizeof(T));
        return Pointer;
    }

    public void Dispose()
    {
        if (Pointer is not null)
            NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        _capacity = 0;
    }
}
