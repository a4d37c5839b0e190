using System.Runtime.InteropServices;
using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>Memory in which one worker orders the arcs of one bucket after the other; grows to the largest.</summary>
internal sealed unsafe class RowScratch : IDisposable
{
    private long _rows;
    private long _arcs;

    ~RowScratch() => Dispose();

    /// <summary>One position per row.</summary>
    public long* Cursors { get; private set; }

    /// <summary>One word per arc: an id above the bits of a weight.</summary>
    public ulong* Keys { get; private set; }

    /// <summary>Makes room; what was there is lost.</summary>
    public void Reserve(long rows, long arcs)
    {
        if (rows > _rows)
        {
            NativeMemory.Free(Cursors);
            Cursors = (long*)NativeMemory.Alloc((nuint)rows, sizeof(long));
            _rows = rows;
        }

        if (arcs > _arcs)
        {
            NativeMemory.AlignedFree(Keys);
            Keys = (ulong*)NativeMemory.AlignedAlloc((nuint)(arcs * sizeof(ulong)), 64);
            HugePages.Ask(Keys, arcs * sizeof(ulong));
            _arcs = arcs;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(Cursors);
        NativeMemory.AlignedFree(Keys);
        Cursors = null;
        Keys = null;
        (_rows, _arcs) = (0, 0);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the memory of all workers that took some.</summary>
    public static void Free(RowScratch?[] all)
    {
        foreach (RowScratch? scratch in all)
            scratch?.Dispose();
    }
}
