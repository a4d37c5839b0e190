namespace Analytics.Tests.Formats;

/// <summary>Gives its bytes in portions of 1 to <paramref name="most"/>, as sockets and decoders do.</summary>
internal sealed class DribblingStream(byte[] content, int most, int seed) : Stream
{
    private readonly Random _random = new(seed);
    private int _position;

    /// <summary>Thrown in place of the end, if set.</summary>
    public Exception? FailsWith { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position == content.Length && FailsWith is not null) throw FailsWith;
        var portion = Math.Min(Math.Min(count, content.Length - _position), 1 + _random.Next(most));
        content.AsSpan(_position, portion).CopyTo(buffer.AsSpan(offset));
        _position += portion;
        return portion;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
