using System.Text.Json;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// A window of pinned memory that moves over a JSON document, and the tokens in it. What stands in front of the
/// position has been dealt with; records in it stay where they are until the window is handed over.
/// </summary>
internal sealed class JsonWindow(Stream stream, RecordBlockPool pool) : IDisposable
{
    private byte[] _buffer = pool.RentBuffer();
    private List<JsonRecordSpan> _records = [];
    private int _length;
    private int _position;
    private int _lineCounted;
    private long _line = 1;
    private long _totalBytes;
    private long _recordBytes;
    private long _lostBytes;
    private bool _streamEnded;

    private int _skipDepth;
    private bool _skipsText;
    private bool _skipsScalar;
    private long _skipped;
    private long _oversizedLine;

    public ExportFileException? Fault { get; private set; }

    public bool HasRecords => _records.Count > 0;

    /// <summary>Nothing comes after what is in the window.</summary>
    public bool IsAtEnd => _streamEnded;

    public bool IsSkipping { get; private set; }

    public bool IsBetweenTokens => !IsSkipping && _position == _length;

    public RecordCounts Passed => new(0, _lostBytes, _totalBytes - _recordBytes - _lostBytes);

    private ReadOnlySpan<byte> Rest => _buffer.AsSpan(_position, _length - _position);

    /// <exception cref="ExportFileException">Empty, UTF-16, or binary.</exception>
    public void CheckStart()
    {
        Fill();
        if (_length == 0) throw Fault ?? new ExportFileException("the file is empty");
        var start = Rest;
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new ExportFileException("found UTF-16, expected UTF-8; save the file again as UTF-8");
        if (start.IndexOf((byte)0) is var zero and >= 0)
            throw new ExportFileException($"found binary data (a zero at byte {zero}), expected text");
        if (start is [0xEF, 0xBB, 0xBF, ..]) _position = 3;
    }

    /// <summary>Reads on until the window is full or the file at its end. Records must have been handed over.</summary>
    public void Fill()
    {
        if (_position > 0 && _records.Count == 0) MoveRestTo(_buffer);
        while (!_streamEnded && _length < _buffer.Length)
        {
            try
            {
                var read = stream.Read(_buffer, _length, _buffer.Length - _length);
                _streamEnded = read == 0;
                _length += read;
                _totalBytes += read;
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                _streamEnded = true;
                Fault = new ExportFileException(error.Message, error);
            }
        }
    }

    /// <summary>The records so far with their memory; what comes behind them moves to new memory.</summary>
    public JsonBlock HandOver()
    {
        var block = new JsonBlock(pool, _buffer, _records);
        var fresh = pool.RentBuffer();
        _records = [];
        MoveRestTo(fresh);
        _buffer = fresh;
        if (!_streamEnded) Fill();
        return block;
    }

    /// <summary>The next byte behind blanks and commas.</summary>
    public bool TryPeek(out byte next)
    {
        var skip = Rest.IndexOfAnyExcept(" \t\r\n,;"u8);
        _position = skip < 0 ? _length : _position + skip;
        next = skip < 0 ? (byte)0 : _buffer[_position];
        return skip >= 0;
    }

    public void Pass(int count) => _position += count;

    /// <summary>Passes what ends in <paramref name="end"/> within so many bytes, if it does.</summary>
    public bool PassPrefix(byte end, int longest)
    {
        var length = Rest[..Math.Min(longest, Rest.Length)].IndexOf(end) + 1;
        _position += length;
        return length > 0;
    }

    /// <summary>A member's name with its colon; false when the window does not hold them.</summary>
    public bool TryTakeName(out ReadOnlySpan<byte> name)
    {
        name = default;
        var rest = Rest;
        var end = JsonText.TextEnd(rest, 1);
        var colon = end < 0 ? -1 : rest[end..].IndexOfAnyExcept(" \t\r\n"u8);
        if (colon < 0) return _length == _buffer.Length && _position == 0 && Fail("a name is longer than a block");
        if (rest[end + colon] != ':') return Fail("found no colon behind a name");
        name = rest[1..(end - 1)];
        if (name.Contains((byte)'\\')) name = Unescaped(rest[..end]);
        _position += end + colon + 1;
        return true;
    }

    /// <summary>A whole value as a record; false when the window does not hold its end.</summary>
    public bool TryTakeRecord(int section)
    {
        var length = JsonText.ValueEnd(Rest);
        if (length < 0 && _streamEnded && Rest[0] is not ((byte)'"' or (byte)'{' or (byte)'[')) length = Rest.Length;
        if (length < 0)
        {
            if (_position > 0 || _length < _buffer.Length || _records.Count > 0) return false;
            _oversizedLine = LineAt(_position);
            StartSkipping();
            return true;
        }

        _records.Add(new JsonRecordSpan(section, _position, length, LineAt(_position)));
        _recordBytes += length;
        _position += length;
        return true;
    }

    /// <summary>Passes over the value at the position, however long it is.</summary>
    public void StartSkipping()
    {
        IsSkipping = true;
        _skipDepth = 0;
        _skipped = 0;
        _skipsText = false;
        _skipsScalar = Rest[0] is not ((byte)'"' or (byte)'{' or (byte)'[');
    }

    /// <summary>Goes on to the end of the value; false when it is not in the window.</summary>
    public bool GoOnSkipping()
    {
        var ended = TrySkip(Rest, out var used);
        _position += used;
        _skipped += used;
        if (!ended && !(_streamEnded && _skipsScalar)) return false;
        IsSkipping = false;
        if (_oversizedLine == 0) return true;
        _records.Add(new JsonRecordSpan(-1, 0, _skipped, _oversizedLine));
        _recordBytes += _skipped;
        _oversizedLine = 0;
        return true;
    }

    /// <summary>Ends reading: what is left is lost. False, so that it can be returned as a step that failed.</summary>
    public bool Fail(string reason)
    {
        Fault ??= new ExportFileException(reason) { Line = LineAt(_position) };
        _lostBytes += _length - _position + (_oversizedLine > 0 ? _skipped : 0);
        _oversizedLine = 0;
        _position = _length;
        IsSkipping = false;
        return false;
    }

    /// <summary>Reads what nobody looks at any more, because every byte is accounted for.</summary>
    public void Drain()
    {
        while (!_streamEnded)
        {
            (_position, _length, _lineCounted) = (0, 0, 0);
            Fill();
            _lostBytes += _length;
        }

        _position = _length;
    }

    public void Dispose()
    {
        pool.Return(_buffer);
        stream.Dispose();
    }

    private void MoveRestTo(byte[] buffer)
    {
        LineAt(_position);
        var rest = Rest;
        rest.CopyTo(buffer);
        (_position, _length, _lineCounted) = (0, rest.Length, 0);
    }

    private long LineAt(int position)
    {
        _line += _buffer.AsSpan(_lineCounted, position - _lineCounted).Count((byte)'\n');
        _lineCounted = position;
        return _line;
    }

    /// <summary>Whether the value ends here, and how far that is; if not, how much of it can be let go.</summary>
    private bool TrySkip(ReadOnlySpan<byte> rest, out int used)
    {
        used = rest.Length;
        if (_skipsScalar)
        {
            if (rest.IndexOfAny(JsonText.ScalarEnds) is var end and >= 0) used = end;
            return used < rest.Length;
        }

        for (var i = 0; i < rest.Length;)
        {
            if (_skipsText)
            {
                var end = JsonText.TextEnd(rest, i);
                if (end < 0)
                {
                    // A backslash at the very end escapes what comes next, so the two stay together.
                    var slashes = rest.Length - rest[i..].TrimEnd((byte)'\\').Length - i;
                    used -= slashes % 2;
                    return false;
                }

                _skipsText = false;
                used = i = end;
                if (_skipDepth == 0) return true;
                used = rest.Length;
            }

            var next = rest[i..].IndexOfAny(JsonText.Brackets);
            if (next < 0) return false;
            i += next + 1;
            if (rest[i - 1] == '"') _skipsText = true;
            else if (rest[i - 1] is (byte)'{' or (byte)'[') _skipDepth++;
            else if (--_skipDepth == 0)
            {
                used = i;
                return true;
            }
        }

        return false;
    }

    private static byte[] Unescaped(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return System.Text.Encoding.UTF8.GetBytes(reader.GetString() ?? "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return json[1..^1].ToArray();
        }
    }
}
