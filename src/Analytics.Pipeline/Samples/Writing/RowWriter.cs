using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;

namespace Analytics.Pipeline.Samples.Writing;

/// <summary>How rows look in a text file.</summary>
internal enum RowFormat
{
    Csv,
    Ndjson,
    Edgelist,
}

/// <summary>
/// Writes rows as UTF-8 into one pooled buffer that is handed to the file when nearly full; no string and no array is
/// made per row. Fields are given in the order of the columns. Not for several threads.
/// </summary>
internal sealed class RowWriter : IDisposable
{
    /// <summary>Length of an id as text, and how many of its letters hold the 64 bits of the number.</summary>
    private const int IdLetters = 24;

    private const int NumberLetters = 13;
    private const int BufferBytes = 1 << 18;

    /// <summary>Longest field that callers write: a post's text with every byte escaped.</summary>
    private const int Slack = 1 << 13;

    private readonly RowFormat _format;
    private readonly byte[][] _keys;
    private readonly Stream _stream;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes + Slack);
    private int _length;
    private int _column;
    private int _rowStart;

    public RowWriter(string path, RowFormat format, params string[] columns)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _format = format;
        _keys = [.. columns.Select((name, i) => Utf8(i == 0 ? $"{{\"{name}\":" : $",\"{name}\":"))];
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Optimal)
            : file;
        if (format == RowFormat.Csv) Raw(Utf8(string.Join(',', columns) + "\n"));
        if (format == RowFormat.Edgelist) Raw(Utf8("# " + string.Join(' ', columns) + "\n"));
        _rowStart = _length;
    }

    /// <summary>Ids as 24 letters and digits, as channels and decentralised identities have them.</summary>
    public bool IdsAsText { get; init; }

    /// <summary>Rows ended so far.</summary>
    public long Rows { get; private set; }

    /// <summary>An id: digits, in JSON as a string because 19 digits do not survive a double.</summary>
    public void Id(ulong value)
    {
        BeginField();
        Quote();
        if (IdsAsText) AppendText(value);
        else AppendNumber(value);
        Quote();
    }

    public void Number(long value)
    {
        BeginField();
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>Missing: nothing in CSV, null in JSON.</summary>
    public void Missing()
    {
        BeginField();
        if (_format == RowFormat.Ndjson) Append("null"u8);
        if (_format == RowFormat.Edgelist) Append("-"u8);
    }

    /// <summary>A word without anything to escape.</summary>
    public void Word(ReadOnlySpan<byte> value)
    {
        BeginField();
        Quote();
        Append(value);
        Quote();
    }

    /// <summary>A JSON or CSV literal such as true.</summary>
    public void Literal(ReadOnlySpan<byte> value)
    {
        BeginField();
        Append(value);
    }

    /// <summary>Free text; quoted and escaped as the format asks.</summary>
    public void Text(ReadOnlySpan<byte> value)
    {
        BeginField();
        if (_format == RowFormat.Csv && value.IndexOfAny(",\"\n\r"u8) < 0)
        {
            Append(value);
            return;
        }

        var quote = _format == RowFormat.Csv ? (byte)'"' : (byte)'\\';
        _buffer[_length++] = (byte)'"';
        foreach (var b in value)
        {
            if (b == '\n' && _format == RowFormat.Ndjson)
            {
                Append("\\n"u8);
                continue;
            }

            if (b == '"') _buffer[_length++] = quote;
            _buffer[_length++] = b;
        }

        _buffer[_length++] = (byte)'"';
    }

    /// <summary>ISO 8601 in UTC with milliseconds, in edge lists seconds since 1970.</summary>
    public void Time(long ms)
    {
        if (_format == RowFormat.Edgelist)
        {
            Number(ms / 1000);
            return;
        }

        BeginField();
        Quote();
        Iso8601.Append(_buffer, ref _length, ms, milliseconds: true);
        Quote();
    }

    /// <summary>As <see cref="Time"/>, to the second.</summary>
    public void Seconds(long ms)
    {
        if (_format == RowFormat.Edgelist)
        {
            Number(ms / 1000);
            return;
        }

        BeginField();
        Quote();
        Iso8601.Append(_buffer, ref _length, ms, milliseconds: false);
        Quote();
    }

    public void EndRow()
    {
        if (_format == RowFormat.Ndjson) _buffer[_length++] = (byte)'}';
        _buffer[_length++] = (byte)'\n';
        Rows++;
        _column = 0;
        if (_length >= BufferBytes) Flush();
        _rowStart = _length;
    }

    /// <summary>Ends the row and writes it a second time.</summary>
    public void EndRowTwice()
    {
        var start = _rowStart;
        if (_format == RowFormat.Ndjson) _buffer[_length++] = (byte)'}';
        _buffer[_length++] = (byte)'\n';
        Append(_buffer.AsSpan(start, _length - start));
        Rows += 2;
        _column = 0;
        if (_length >= BufferBytes) Flush();
        _rowStart = _length;
    }

    public void Dispose()
    {
        Flush();
        _stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private void BeginField()
    {
        if (_format == RowFormat.Ndjson) Append(_keys[_column]);
        else if (_column > 0) _buffer[_length++] = _format == RowFormat.Csv ? (byte)',' : (byte)' ';
        _column++;
    }

    private void Quote()
    {
        if (_format == RowFormat.Ndjson) _buffer[_length++] = (byte)'"';
    }

    /// <summary>The number in base 32, then more letters that it decides.</summary>
    private void AppendText(ulong value)
    {
        var letters = "abcdefghijklmnopqrstuvwxyz234567"u8;
        var rest = value;
        for (var i = 0; i < IdLetters; i++)
        {
            if (i == NumberLetters) rest = value * 0x9E3779B97F4A7C15;
            _buffer[_length++] = letters[(int)(rest & 31)];
            rest >>= 5;
        }
    }

    private void AppendNumber(ulong value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    private void Raw(ReadOnlySpan<byte> bytes) => Append(bytes);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
        _rowStart = 0;
    }
}
