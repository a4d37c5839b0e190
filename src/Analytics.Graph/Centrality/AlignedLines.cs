using System.Runtime.CompilerServices;

namespace Analytics.Graph.Centrality;

/// <summary>Zeroed memory in lines of 64 bytes that each lie in one cache line; freed with the object.</summary>
internal sealed unsafe class AlignedLines
{
    private const int LineBytes = 64;

    // Pinned arrays stay where they are and need no one to free them.
    private readonly byte[] _bytes;

    public AlignedLines(long lines)
    {
        // One line more than asked for lets the first begin at a multiple of 64.
        long bytes = (lines + 1) * LineBytes;
        if (bytes > Array.MaxLength)
            throw new OutOfMemoryException($"{bytes} bytes of lanes exceed what one array holds.");
        _bytes = GC.AllocateArray<byte>((int)bytes, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _bytes[0]);
        Pointer = (byte*)((address + LineBytes - 1) & ~(nuint)(LineBytes - 1));
    }

    public byte* Pointer { get; }
}
