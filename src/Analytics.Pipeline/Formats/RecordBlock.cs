using System.Collections.Concurrent;
using System.Globalization;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// A piece of an export file that holds whole records: pinned bytes, so that fields can point into them, and the number
/// of the line it begins with. Blocks are cut by content and capacity only, so they are the same on each run.
/// </summary>
public sealed class RecordBlock : IDisposable
{
    private readonly RecordBlockPool _pool;

    internal RecordBlock(RecordBlockPool pool, byte[] buffer)
    {
        _pool = pool;
        Buffer = buffer;
    }

    internal byte[] Buffer { get; }

    public int Length { get; internal set; }

    /// <summary>Line number, from 1, of the first byte.</summary>
    public long FirstLine { get; internal set; }

    /// <summary>True when no quote character occurs: the parser may then split without looking for quotes.</summary>
    public bool IsQuoteFree { get; internal set; }

    /// <summary>The block stands for one record longer than a block; its bytes were passed over.</summary>
    public bool IsOversizedRecord { get; internal set; }

    /// <summary>Length of the record that was passed over.</summary>
    public long OversizedBytes { get; internal set; }

    internal string OversizedReason =>
        string.Create(CultureInfo.InvariantCulture, $"record longer than {Buffer.Length:N0} bytes");

    /// <summary>Tells of the record that this block stands for. True, as for any batch that tells something.</summary>
    internal bool ReportOversizedRecord(RawBatch batch)
    {
        batch.Malformed.Add(new MalformedRecord(FirstLine, OversizedReason, OversizedBytes));
        return true;
    }

    public Span<byte> Bytes => Buffer.AsSpan(0, Length);

    /// <summary>Returns the memory to the pool; fields that point into it are invalid from here on.</summary>
    public void Dispose() => _pool.Return(Buffer);
}

/// <summary>Pinned buffers of one size, used again and again. Thread-safe.</summary>
public sealed class RecordBlockPool
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public RecordBlockPool(int capacityBytes = 1 << 20) => CapacityBytes = capacityBytes;

    /// <summary>Size of a block; also the longest record that is read, longer ones are rejects.</summary>
    public int CapacityBytes { get; }

    internal RecordBlock Rent() => new(this, RentBuffer());

    internal byte[] RentBuffer() =>
        _free.TryTake(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(CapacityBytes, pinned: true);

    internal void Return(byte[] buffer) => _free.Add(buffer);
}
