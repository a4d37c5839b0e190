using Analytics.DuckDb;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// One month's Parquet file under way: a bounded channel of sorted chunks, and the `COPY … TO parquet` on a thread of
/// its own that drains it through a table function.
/// </summary>
internal sealed class MonthFile : IDisposable
{
    // Enough to keep the compressing statement busy, small against what is being sorted.
    private const long CapacityBytes = 8 << 20;

    private readonly DuckDbDatabase _engine;
    private readonly FactTable _table;
    private readonly string _path;
    private readonly StageCounters _counters;
    private readonly CancellationToken _cancellation;
    private readonly ByteBoundedChannel<DataChunk> _channel;
    private readonly CancellationTokenSource _stop;
    private readonly Task _copy;
    private long _rows;
    private long _copied;

    public MonthFile(
        DuckDbDatabase engine,
        FactTable table,
        int month,
        string path,
        StageCounters counters,
        CancellationToken cancellation)
    {
        _engine = engine;
        _table = table;
        Month = month;
        _path = path;
        _counters = counters;
        _cancellation = cancellation;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _channel = new ByteBoundedChannel<DataChunk>(CapacityBytes, reader: counters);
        _copy = Task.Factory.StartNew(
            Copy, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Month { get; }

    /// <summary>
    /// Passes a chunk on, whose owner the file is from here. Only the rows of this month count: the statement passes
    /// over those of a neighbour, so that a chunk in which the month changes can go to both files as it is.
    /// </summary>
    public void Add(DataChunk chunk, int rows)
    {
        _rows += rows;
        _counters.Add(rows, _table.ChunkBytes);
        try
        {
            var writing = _channel.WriteAsync(chunk, _table.ChunkBytes, _stop.Token);
            if (!writing.IsCompletedSuccessfully) writing.AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Only a failed copy or the end of the whole ingest stops this. Either way the copy is about to end, and
            // its own error tells more.
            chunk.Dispose();
            _copy.GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Waits until the file is complete.</summary>
    /// <exception cref="InvalidDataException">The engine did not write what it was given.</exception>
    public StagedFacts Finish()
    {
        _channel.Complete();
        _copy.GetAwaiter().GetResult();
        if (_copied != _rows) throw new InvalidDataException($"{_path}: {_copied} rows written, {_rows} expected.");
        return new StagedFacts(_table.Schema.Table, Month, _path, _rows);
    }

    public void Dispose()
    {
        _channel.Complete(new OperationCanceledException("the month's file was given up"));
        try
        {
            _copy.Wait(CancellationToken.None);
        }
        catch (AggregateException)
        {
            // Finish() reports a failed copy; whoever gives up early has his own reason.
        }

        while (_channel.TryTake(out var left)) left.Dispose();
        _stop.Dispose();
    }

    private DataChunk? Next() => _channel.Read(out var chunk, _cancellation) ? chunk : null;

    private void Copy()
    {
        try
        {
            using var connection = _engine.Connect();
            var function = $"sorted_{Path.GetFileNameWithoutExtension(_path).Replace('-', '_')}";
            var source = new ChannelTable(Next, _table.Columns);
            connection.RegisterTableFunction(function, [], _ => source);
            _copied = connection.Execute(
                $"COPY (SELECT * EXCLUDE (month) FROM {function}() WHERE month = {Month}) "
                + $"TO {ParquetView.Literal(_path)} (FORMAT parquet, COMPRESSION zstd{_table.WriteOptions})",
                _cancellation);
        }
        catch
        {
            _stop.Cancel();
            throw;
        }
    }
}
