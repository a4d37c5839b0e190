namespace Analytics.Pipeline.Formats;

/// <summary>
/// Cuts a byte stream into <see cref="RecordBlock"/>s at record ends. Sequential by nature (a quote far above decides
/// what a line break means), and cheap: blocks without quotes cost one vectorised search.
/// </summary>
internal sealed class BlockReader : IDisposable
{
    private readonly Stream _stream;
    private readonly RecordBlockPool _pool;
    private readonly byte? _quote;
    private byte[] _pending;
    private int _pendingLength;
    private long _line = 1;
    private bool _atEnd;

    /// <param name="quote">Null for formats in which each line is a record.</param>
    public BlockReader(Stream stream, RecordBlockPool pool, byte? quote)
    {
        _stream = stream;
        _pool = pool;
        _quote = quote;
        _pending = pool.RentBuffer();
    }

    /// <summary>Delimiter of the file; set after <see cref="Peek"/> and before the first <see cref="Read"/>.</summary>
    public byte Delimiter { get; set; } = (byte)',';

    /// <summary>Lines that begin with it hold no quotes that count; null where there are no such lines.</summary>
    public byte? Comment { get; init; }

    /// <summary>Why the stream ended early, or null. Final once <see cref="Read"/> returned null.</summary>
    public ExportFileException? Fault { get; private set; }

    /// <summary>Bytes that <see cref="Skip"/> passed over.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Bytes of a record that a fault tore.</summary>
    public long LostBytes { get; private set; }

    /// <summary>The start of the file, as much of it as one block holds.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        Fill();
        return _pending.AsSpan(0, _pendingLength);
    }

    /// <summary>Passes over the first bytes of what <see cref="Peek"/> showed: byte order mark, header.</summary>
    public void Skip(int count)
    {
        _line += _pending.AsSpan(0, count).Count((byte)'\n');
        SkippedBytes += count;
        KeepFrom(count);
    }

    /// <summary>The next block, or null at the end. The caller disposes it.</summary>
    public RecordBlock? Read(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Fill();
        if (_pendingLength == 0) return null;

        var data = _pending.AsSpan(0, _pendingLength);
        var isQuoteFree = _quote is not { } quote || !data.Contains(quote);
        var length = isQuoteFree ? LastLineEnd(data) : LastRecordEnd(data);
        if (length == 0) return PassOversizedRecord();

        var block = new RecordBlock(_pool, _pending)
        {
            Length = length,
            FirstLine = _line,
            IsQuoteFree = isQuoteFree,
        };
        _line += data[..length].Count((byte)'\n');
        _pending = _pool.RentBuffer();
        data[length..].CopyTo(_pending);
        _pendingLength = data.Length - length;
        return block;
    }

    private void Fill()
    {
        while (!_atEnd && _pendingLength < _pending.Length)
        {
            try
            {
                var read = _stream.Read(_pending, _pendingLength, _pending.Length - _pendingLength);
                if (read == 0) _atEnd = true;
                _pendingLength += read;
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // What was unpacked before the fault still counts; the fault itself is told after it. The record that
                // it tore does not: half an id is somebody else's.
                _atEnd = true;
                LostBytes += _pendingLength;
                _pendingLength = _pending.AsSpan(0, _pendingLength).LastIndexOf((byte)'\n') + 1;
                LostBytes -= _pendingLength;
                Fault = new ExportFileException(error.Message, error);
            }
        }
    }

    private int LastLineEnd(ReadOnlySpan<byte> data) => _atEnd ? data.Length : data.LastIndexOf((byte)'\n') + 1;

    private int LastRecordEnd(ReadOnlySpan<byte> data)
    {
        var end = 0;
        while (end < data.Length)
        {
            // The first record of a full block cannot get longer, so an open quote in it counts as never closed.
            var isLast = _atEnd || end == 0;
            var rest = data[end..];
            var length = rest.IndexOf((byte)'\n') + 1;
            if (rest[0] != Comment
                && RecordScanner.Next(rest, Delimiter, _quote!.Value, isLast, out length) == RecordEnd.Open)
                break;
            if (length == 0) length = rest.Length;
            if (!_atEnd && data[end + length - 1] != '\n') break;
            end += length;
        }

        return end;
    }

    private RecordBlock PassOversizedRecord()
    {
        var block = new RecordBlock(_pool, _pool.RentBuffer()) { FirstLine = _line, IsOversizedRecord = true };
        var lineEnd = -1;
        while (_pendingLength > 0 && (lineEnd = _pending.AsSpan(0, _pendingLength).IndexOf((byte)'\n')) < 0)
        {
            block.OversizedBytes += _pendingLength;
            _pendingLength = 0;
            Fill();
        }

        block.OversizedBytes += lineEnd + 1;
        if (lineEnd >= 0) KeepFrom(lineEnd + 1);
        _line++;
        return block;
    }

    private void KeepFrom(int start)
    {
        _pending.AsSpan(start, _pendingLength - start).CopyTo(_pending);
        _pendingLength -= start;
    }

    public void Dispose()
    {
        _pool.Return(_pending);
        _stream.Dispose();
    }
}
