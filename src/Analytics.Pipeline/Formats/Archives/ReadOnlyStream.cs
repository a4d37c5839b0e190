namespace Analytics.Pipeline.Formats.Archives;

/// <summary>A stream that is read front to back and nothing else.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>
/// Unpacked bytes, up to a length that no honest packing reaches: text packs to a tenth, seldom to a fiftieth.
/// </summary>
internal sealed class BoundedStream(Stream unpacked, long packedBytes) : ReadOnlyStream
{
    private const long AlwaysAllowed = 64 << 20;
    private const int MostTimes = 250;

    private readonly long _allowed = Math.Max(AlwaysAllowed, packedBytes * MostTimes);
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        _read += read;
        if (_read <= _allowed) return read;
        throw new InvalidDataException(
            $"unpacks to more than {MostTimes} times its size; pack it again, or unpack it if it is honest");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacked.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A file inside a tar, with all that has to be closed after it.</summary>
internal sealed class TarFileStream(Stream file, IDisposable reader, Stream archive) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return file.Read(buffer);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("the archive is cut", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
            archive.Dispose();
        }

        base.Dispose(disposing);
    }
}
