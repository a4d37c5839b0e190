using System.Runtime.InteropServices;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// What is known of a vector, in native memory so that every copy of a <see cref="Vector"/> sees the same: the engine
/// moves data and masks when a list grows or a mask is first written. Pointers are fetched on first use.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VectorState
{
    public nint Handle;
    public void* Data;
    public ulong* Validity;
    public VectorState* Children;
    public int ChildCount;

    /// <summary>Rows that may be touched.</summary>
    public int Length;
    public bool Loaded;
    public bool IsConstant;

    public static VectorState* Allocate(int count) =>
        (VectorState*)NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)sizeof(VectorState));

    /// <summary>Frees a block of states with all below it.</summary>
    public static void Free(VectorState* states, int count)
    {
        if (states == null)
            return;
        for (var i = 0; i < count; i++)
            Free(states[i].Children, states[i].ChildCount);
        NativeMemory.Free(states);
    }

    /// <summary>Points at another vector, or at the same one after its buffers were exchanged.</summary>
    public void Attach(nint handle, int length)
    {
        Handle = handle;
        Length = length;
        Loaded = false;
        IsConstant = false;
        for (var i = 0; i < ChildCount; i++)
            Children[i].Handle = 0;
    }

    public void Load()
    {
        Data = NativeMethods.duckdb_vector_get_data(Handle);
        Validity = NativeMethods.duckdb_vector_get_validity(Handle);
        Loaded = true;
    }

    /// <summary>The state of child <paramref name="index"/>, not yet attached when its handle is 0.</summary>
    public VectorState* Child(int index)
    {
        if (index >= ChildCount)
        {
            var grown = Allocate(index + 1);
            for (var i = 0; i < ChildCount; i++)
                grown[i] = Children[i];
            NativeMemory.Free(Children);
            Children = grown;
            ChildCount = index + 1;
        }
        return Children + index;
    }
}
