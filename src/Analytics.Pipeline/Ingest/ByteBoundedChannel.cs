using System.Diagnostics;
using System.Threading.Channels;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// A bounded channel whose bound is bytes: a writer waits while the items inside hold <c>capacityBytes</c> or more, so
/// at most one item more than fits is ever held, and an item larger than the bound still passes. Any number of writers;
/// any number of readers. Completing with an error makes readers fail with it once the items are drained.
/// </summary>
public sealed class ByteBoundedChannel<T>
{
    private readonly Channel<(T Item, long Bytes)> _channel;
    private readonly Lock _gate = new();
    private readonly long _capacityBytes;
    private readonly StageCounters? _writer;
    private readonly StageCounters? _reader;
    private long _held;
    private TaskCompletionSource? _room;

    /// <param name="capacityItems">A second bound, for items that hold next to nothing.</param>
    /// <param name="writer">Takes the time that writers wait for room; may be null.</param>
    /// <param name="reader">Takes the time that readers wait for items; may be null.</param>
    public ByteBoundedChannel(
        long capacityBytes, int capacityItems = 1024, StageCounters? writer = null, StageCounters? reader = null)
    {
        _capacityBytes = capacityBytes;
        _writer = writer;
        _reader = reader;
        _channel = Channel.CreateBounded<(T, long)>(capacityItems);
    }

    public async ValueTask WriteAsync(T item, long bytes, CancellationToken cancellation)
    {
        if (!TryReserve(bytes, out var room))
        {
            var since = Stopwatch.GetTimestamp();
            do await room.WaitAsync(cancellation).ConfigureAwait(false);
            while (!TryReserve(bytes, out room));
            _writer?.WaitedSince(since);
        }

        if (_channel.Writer.TryWrite((item, bytes))) return;
        var started = Stopwatch.GetTimestamp();
        await _channel.Writer.WriteAsync((item, bytes), cancellation).ConfigureAwait(false);
        _writer?.WaitedSince(started);
    }

    public async ValueTask<(bool Found, T Item)> ReadAsync(CancellationToken cancellation)
    {
        if (!_channel.Reader.TryRead(out var entry))
        {
            var since = Stopwatch.GetTimestamp();
            do
            {
                if (!await _channel.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
                    return (false, default!);
            }
            while (!_channel.Reader.TryRead(out entry));
            _reader?.WaitedSince(since);
        }

        Release(entry.Bytes);
        return (true, entry.Item);
    }

    /// <summary>For threads of the engine, which cannot await: blocks until there is an item or the end.</summary>
    public bool Read(out T item, CancellationToken cancellation)
    {
        var reading = ReadAsync(cancellation);
        var (found, read) = reading.IsCompleted
            ? reading.GetAwaiter().GetResult()
            : reading.AsTask().GetAwaiter().GetResult();
        item = read;
        return found;
    }

    /// <summary>Takes what is left without waiting, for cleaning up.</summary>
    public bool TryTake(out T item)
    {
        var found = _channel.Reader.TryRead(out var entry);
        item = entry.Item;
        return found;
    }

    public void Complete(Exception? error = null) => _channel.Writer.TryComplete(error);

    private bool TryReserve(long bytes, out Task room)
    {
        lock (_gate)
        {
            if (_held == 0 || _held + bytes <= _capacityBytes)
            {
                _held += bytes;
                room = Task.CompletedTask;
                return true;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
            return false;
        }
    }

    private void Release(long bytes)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _held -= bytes;
            waiting = _room;
            _room = null;
        }

        waiting?.SetResult();
    }
}
