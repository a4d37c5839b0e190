using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Graph.Memory;

/// <summary>
/// A column with 64-bit indices. Its elements lie in an array of the runtime whose elements are cells of 16 bytes, so
/// it holds four times more int32 than an array of int32 can (8.5 billion), or in a mapped file.
/// <para>Spans and pinned pointers (<c>fixed</c>) keep the memory alive by themselves, so nothing can be freed while it
/// is read, and nobody has to free it; only <see cref="Forget"/>, for mapped files, takes it away.</para>
/// </summary>
internal sealed unsafe class LargeArray<T>
    where T : unmanaged
{
    private readonly Cell[]? _cells;
    private T* _mapped;

    /// <summary>Reserves the memory; elements have any value unless <paramref name="cleared"/>.</summary>
    public LargeArray(long length, bool cleared = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long cells = Math.Max(1, (checked(length * sizeof(T)) + sizeof(Cell) - 1) / sizeof(Cell));
        if (cells > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(length), length, "The column does not fit into one object.");
        _cells = cleared ? new Cell[cells] : GC.AllocateUninitializedArray<Cell>((int)cells);
        Length = length;
        fixed (Cell* first = _cells)
            HugePages.Ask(first, cells * sizeof(Cell));
    }

    /// <summary>Elements that lie in memory of somebody else, who calls <see cref="Forget"/> before he frees it.
    /// </summary>
    public LargeArray(T* mapped, long length)
    {
        _mapped = mapped;
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public long Length { get; private set; }

    /// <summary>One element. Loops over many take a pointer with <c>fixed</c> or a span.</summary>
    public ref T this[long index]
    {
        get
        {
            if ((ulong)index >= (ulong)Length)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"Not below {Length}.");
            return ref Unsafe.Add(ref GetPinnableReference(), (nint)index);
        }
    }

    /// <summary>The first element, for <c>fixed</c>.</summary>
    public ref T GetPinnableReference()
    {
        if (_cells is null)
            return ref Unsafe.AsRef<T>(_mapped);
        return ref Unsafe.As<Cell, T>(ref MemoryMarshal.GetArrayDataReference(_cells));
    }

    /// <summary>A part that is short enough for a span.</summary>
    public Span<T> Span(long start, int length)
    {
        if (start < 0 || length < 0 || start > Length - length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"{length} elements end beyond {Length}.");
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref GetPinnableReference(), (nint)start), length);
    }

    public LargeArray<T> Clone()
    {
        LargeArray<T> copy = new(Length);
        fixed (T* from = this, to = copy)
            Buffer.MemoryCopy(from, to, Length * sizeof(T), Length * sizeof(T));
        return copy;
    }

    public bool SequenceEqual(LargeArray<T> other)
    {
        if (Length != other.Length)
            return false;
        const int step = 1 << 20;
        for (long start = 0; start < Length; start += step)
        {
            int length = (int)Math.Min(step, Length - start);
            Span<byte> mine = MemoryMarshal.AsBytes(Span(start, length));
            if (!mine.SequenceEqual(MemoryMarshal.AsBytes(other.Span(start, length))))
                return false;
        }

        return true;
    }

    /// <summary>Makes the column empty because the file that it lies in is about to be closed.</summary>
    public void Forget()
    {
        _mapped = null;
        Length = 0;
    }

    /// <summary>The unit in which memory is taken.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct Cell;
}
