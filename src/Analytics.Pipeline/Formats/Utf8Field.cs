using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// One field of a raw record: a view of UTF-8 bytes that lie in pinned memory (a <see cref="RecordBlock"/> or an engine
/// vector). Valid as long as that memory is.
/// </summary>
public readonly unsafe struct Utf8Field
{
    private readonly byte* _pointer;
    private readonly int _length;

    private Utf8Field(byte* pointer, int length)
    {
        _pointer = pointer;
        _length = length;
    }

    /// <summary>The field was not delivered; an empty text is something else.</summary>
    public static Utf8Field Missing => new(null, -1);

    public bool IsMissing => _length < 0;

    public ReadOnlySpan<byte> Bytes => _length < 0 ? default : new ReadOnlySpan<byte>(_pointer, _length);

    /// <param name="bytes">Must be pinned.</param>
    public static Utf8Field Of(ReadOnlySpan<byte> bytes) =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)), bytes.Length);
}
