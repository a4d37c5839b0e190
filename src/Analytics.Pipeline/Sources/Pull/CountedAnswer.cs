namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// The bytes of one connection on their way to the platform's client, counted. The client takes as many bytes of a body
/// as the server announced and closes the connection; if the server sends more, the announced length was wrong and the
/// body is cut off. Only who sees all bytes can tell.
/// </summary>
internal sealed class CountedAnswer(Stream connection) : Stream
{
    /// <summary>A server that was asked to close does so at once; one that does not has said all.</summary>
    private const int PatienceMilliseconds = 50;

    private readonly byte[] _status = new byte[12];
    private int _headBytes;
    private int _lineEnds;
    private bool _isBody;
    private bool _isClosed;

    /// <summary>Of the body so far, announced or not.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>As announced; null if it was not, or is not known yet.</summary>
    public long? Announced { get; set; }

    public bool HasSurplus => Announced is { } announced && BodyBytes > announced;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = connection.Read(buffer);
        Count(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => connection.Write(buffer, offset, count);

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.WriteAsync(buffer, cancellationToken);

    public override void Flush() => connection.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            if (_isBody && BodyBytes == (Announced ?? BodyBytes)) Listen();
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Whether one more byte comes.</summary>
    private void Listen()
    {
        try
        {
            connection.ReadTimeout = PatienceMilliseconds;
            BodyBytes += connection.Read(new byte[1]);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // Silence, or a connection that is gone: nothing more.
        }
    }

    /// <summary>A body begins after the first empty line; heads of interim answers (1xx) have none.</summary>
    private void Count(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        for (; at < bytes.Length && !_isBody; at++)
        {
            if (_headBytes < _status.Length) _status[_headBytes] = bytes[at];
            _headBytes++;
            if (bytes[at] == '\n') _lineEnds++;
            else if (bytes[at] != '\r') _lineEnds = 0;
            if (_lineEnds < 2) continue;
            _isBody = _status[9] != '1';
            (_headBytes, _lineEnds) = (0, 0);
        }

        BodyBytes += bytes.Length - at;
    }
}
