using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.DuckDb;

/// <summary>
/// One text or blob of a vector, 16 bytes: the length, then up to 12 bytes in place, else 4 of them and a pointer.
/// Bytes behind a text in place must be zero, for the engine compares all of them.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct StringView
{
    public const int InlineCapacity = 12;

    private readonly int _length;
    private readonly uint _prefix;
    private readonly ulong _rest;

    private StringView(int length, uint prefix, ulong rest)
    {
        _length = length;
        _prefix = prefix;
        _rest = rest;
    }

    /// <summary>Length in bytes.</summary>
    public int Length => _length;

    public bool IsInline => _length <= InlineCapacity;

    /// <summary>
    /// The bytes. <paramref name="view"/> must be the element inside the vector, not a copy on the stack: a short text
    /// lies in the element itself.
    /// </summary>
    [SuppressMessage("Style", "IDE0251", Justification = "The address of the element is what is wanted.")]
    public static ReadOnlySpan<byte> AsSpan(in StringView view)
    {
        if (view._length <= InlineCapacity)
            return MemoryMarshal.CreateReadOnlySpan(
                ref Unsafe.As<uint, byte>(ref Unsafe.AsRef(in view._prefix)), view._length);
        return new ReadOnlySpan<byte>((void*)view._rest, view._length);
    }

    /// <summary>A view that holds up to 12 bytes in itself.</summary>
    internal static StringView Inline(ReadOnlySpan<byte> text)
    {
        var buffer = stackalloc byte[InlineCapacity];
        *(ulong*)buffer = 0;
        *(uint*)(buffer + sizeof(ulong)) = 0;
        text.CopyTo(new Span<byte>(buffer, InlineCapacity));
        return new StringView(text.Length, *(uint*)buffer, Unsafe.ReadUnaligned<ulong>(buffer + sizeof(uint)));
    }
}

/// <summary>Where a row's elements lie in the child vector of a list.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ListEntry(ulong Offset, ulong Length);
