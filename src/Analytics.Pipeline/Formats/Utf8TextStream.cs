using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Unicode;
using Analytics.Pipeline.Formats.Archives;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// Gives the text of a stream as UTF-8, whatever it is written in. Until the first byte above 127 UTF-8 and
/// Windows-1252 are the same, so the choice between them waits for it, however far down it is. Line breaks stay what
/// they are, so lines keep their numbers. Works in blocks of fixed size, so that what comes out does not depend on how
/// much the stream gives at a time.
/// </summary>
/// <param name="inner">Disposed with this stream.</param>
/// <param name="stated">What the pipeline file says; null means: find out. A byte order mark outweighs it.</param>
internal sealed class Utf8TextStream(Stream inner, TextEncoding? stated) : ReadOnlyStream
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Windows-1252 from 0x80 to 0x9F; the five places without a letter are control characters.</summary>
    private const string Windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    private readonly byte[] _raw = new byte[BlockBytes];
    private byte[] _text = [];
    private char[] _chars = [];
    private Decoder? _utf16;
    private ExceptionDispatchInfo? _failure;
    private int _held;
    private int _position;
    private int _length;
    private Reading _reading = Reading.Unknown;

    /// <summary>
    /// How many bytes more were taken than given so far: marks, and what letters take less as UTF-8. Below zero where
    /// they take more.
    /// </summary>
    public long SavedBytes { get; private set; }

    private enum Reading
    {
        /// <summary>Nothing was read yet.</summary>
        Unknown,

        /// <summary>Only ASCII so far.</summary>
        Ascii,
        Utf8,
        Utf16,
        Windows1252,
    }

    public override int Read(Span<byte> target)
    {
        if (target.IsEmpty) return 0;
        while (_position == _length)
        {
            if (_reading == Reading.Utf8 && _failure is null) return inner.Read(target);
            if (!ReadBlock()) return 0;
        }

        var count = Math.Min(target.Length, _length - _position);
        _text.AsSpan(_position, count).CopyTo(target);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Makes the next text; false at the end.</summary>
    private bool ReadBlock()
    {
        SavedBytes -= _held;
        var length = Fill();
        SavedBytes += length;
        var block = _raw.AsSpan(0, length);
        if (_reading == Reading.Unknown) block = block[Begin(block)..];
        if (_reading == Reading.Ascii) Decide(block, isLast: length < BlockBytes);
        (_position, _length) = (0, 0);
        switch (_reading)
        {
            case Reading.Utf16:
                Narrow(block, isLast: length < BlockBytes);
                break;
            case Reading.Windows1252:
                Widen(block);
                break;
            default:
                Take(block[..^_held]);
                block[^_held..].CopyTo(_raw);
                break;
        }

        SavedBytes -= _length;
        return length > 0;
    }

    /// <summary>Fills the block as far as the stream reaches; what came before a failure still counts.</summary>
    private int Fill()
    {
        _failure?.Throw();
        var length = _held;
        _held = 0;
        try
        {
            while (length < BlockBytes)
            {
                var read = inner.Read(_raw, length, BlockBytes - length);
                if (read == 0) break;
                length += read;
            }
        }
        catch (Exception error) when (length > 0
            && error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }

        return length;
    }

    /// <summary>Looks at the start of the file; the length of what does not belong to the text.</summary>
    private int Begin(ReadOnlySpan<byte> start)
    {
        var hasMark = start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        var found = TextDetection.Utf16(start);
        if (hasMark || stated is null && found is not null || stated == TextEncoding.Utf16)
        {
            _utf16 = (found ?? Encoding.Unicode).GetDecoder();
            _reading = Reading.Utf16;
            return hasMark ? 2 : 0;
        }

        var isUtf8 = stated == TextEncoding.Utf8 || start is [0xEF, 0xBB, 0xBF, ..];
        _reading = isUtf8 ? Reading.Utf8 : stated is null ? Reading.Ascii : Reading.Windows1252;
        return 0;
    }

    private void Decide(ReadOnlySpan<byte> block, bool isLast)
    {
        var isUtf8 = TextDetection.IsUtf8(block, out var open);
        if (isUtf8 is null && open > 0 && isLast) isUtf8 = false;
        if (isUtf8 is null) _held = open;
        else _reading = isUtf8.Value ? Reading.Utf8 : Reading.Windows1252;
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        Room(text.Length);
        text.CopyTo(_text);
        _length = text.Length;
    }

    private void Narrow(ReadOnlySpan<byte> block, bool isLast)
    {
        if (_chars.Length == 0) _chars = new char[BlockBytes / 2 + 2];
        var chars = _utf16!.GetChars(block, _chars, flush: isLast);
        Room(3 * chars);
        Utf8.FromUtf16(_chars.AsSpan(0, chars), _text, out _, out _length);
    }

    private void Widen(ReadOnlySpan<byte> block)
    {
        Room(3 * block.Length);
        while (!block.IsEmpty)
        {
            var ascii = block.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0) ascii = block.Length;
            block[..ascii].CopyTo(_text.AsSpan(_length));
            _length += ascii;
            block = block[ascii..];
            if (block.IsEmpty) break;
            var letter = new Rune(block[0] < 0xA0 ? Windows[block[0] - 0x80] : (char)block[0]);
            _length += letter.EncodeToUtf8(_text.AsSpan(_length));
            block = block[1..];
        }
    }

    private void Room(int length)
    {
        if (_text.Length < length) _text = new byte[length];
    }
}
