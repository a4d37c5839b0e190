using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>A Parquet file that a run has written and not yet committed.</summary>
/// <param name="Path">Where it lies now, absolute.</param>
/// <param name="Month">As <see cref="FactSchema.MonthOf"/> gives it.</param>
public sealed record StagedFacts(string Table, int Month, string Path, long Rows);

/// <summary>
/// Writes one fact table: the table's channel is drained by the engine's threads into a sort by month and the table's
/// order; the sorted chunks pass by reference through a second channel into one `COPY … TO parquet` per month, which
/// compresses while the next chunks are merged. The sort spills to the run's own folder when memory is short.
/// </summary>
internal sealed class FactWriter
{
    // Sorted chunks that wait for the compressing statement: enough to keep it busy, small against the sort.
    private const long SortedCapacityBytes = 16 << 20;

    private readonly FactSchema _schema;
    private readonly IReadOnlyList<ColumnDefinition> _columns;
    private readonly DuckDbDatabase _engine;
    private readonly string _folder;
    private readonly StageCounters _counters;
    private readonly CancellationToken _cancellation;
    private readonly int _threads;
    private readonly long _chunkBytes;
    private readonly DuckDbLogicalType[] _types;

    public FactWriter(
        FactSchema schema,
        DuckDbLogicalType sources,
        DuckDbDatabase engine,
        string folder,
        int threads,
        StageCounters counters,
        CancellationToken cancellation)
    {
        _schema = schema;
        _columns = schema.Travelling(sources);
        _types = [.. _columns.Select(column => column.Type)];
        _chunkBytes = ChunkSize.Of(_columns);
        _engine = engine;
        _folder = folder;
        _threads = threads;
        _counters = counters;
        _cancellation = cancellation;
    }

    /// <summary>Runs until the channel is complete and all its rows are on disk.</summary>
    public IReadOnlyList<StagedFacts> Write(ByteBoundedChannel<DataChunk> channel)
    {
        using var connection = _engine.Connect();
        var table = $"unsorted_{_schema.Table}";
        var source = new ChannelTable(channel, _columns, _threads, _cancellation);
        connection.RegisterTableFunction(table, [], _ => source);
        using var sorted = connection.Query(
            $"FROM {table}() WHERE month <> 0 ORDER BY month, {_schema.Order}", streaming: true, _cancellation);

        var written = new List<StagedFacts>();
        MonthFile? file = null;
        try
        {
            while (sorted.TryRead(out var chunk))
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.Count;)
                    {
                        var months = chunk[0].Values<int>()[row..chunk.Count];
                        var month = months[0];
                        var length = months.IndexOfAnyExcept(month) is var end and >= 0 ? end : months.Length;
                        if (file is not null && file.Month != month)
                        {
                            written.Add(file.Finish());
                            file.Dispose();
                            file = null;
                        }

                        file ??= new MonthFile(this, month);
                        file.Add(chunk, length);
                        row += length;
                    }
                }
            }

            if (file is not null) written.Add(file.Finish());
            return written;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>One month's file under way: a channel and the statement on its own thread that drains it.</summary>
    private sealed class MonthFile : IDisposable
    {
        private readonly FactWriter _writer;
        private readonly string _path;
        private readonly ByteBoundedChannel<DataChunk> _channel;
        private readonly Task _copy;
        private readonly CancellationTokenSource _stop;
        private long _rows;
        private long _copied;

        public MonthFile(FactWriter writer, int month)
        {
            _writer = writer;
            Month = month;
            _path = Path.Combine(writer._folder, $"{writer._schema.Table}-{FactSchema.MonthName(month)}.parquet");
            _stop = CancellationTokenSource.CreateLinkedTokenSource(writer._cancellation);
            _channel = new ByteBoundedChannel<DataChunk>(SortedCapacityBytes, reader: writer._counters);
            _copy = Task.Factory.StartNew(Copy, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        public int Month { get; }

        /// <summary>
        /// Takes the chunk's rows of this month; the statement passes over those of a neighbour, so that a chunk in which
        /// the month changes can go to both files as it is.
        /// </summary>
        public void Add(DataChunk chunk, int rows)
        {
            _rows += rows;
            _writer._counters.Add(rows, _writer._chunkBytes);
            var shared = DataChunk.Create(_writer._types);
            shared.Reference(chunk);
            try
            {
                _channel.WriteAsync(shared, _writer._chunkBytes, _stop.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (_copy.IsFaulted)
            {
                _copy.GetAwaiter().GetResult();
            }
        }

        public StagedFacts Finish()
        {
            _channel.Complete();
            _copy.GetAwaiter().GetResult();
            if (_copied != _rows) throw new InvalidDataException($"{_path}: {_copied} rows written, {_rows} expected.");
            return new StagedFacts(_writer._schema.Table, Month, _path, _rows);
        }

        public void Dispose()
        {
            _channel.Complete(new OperationCanceledException("the month's file was given up"));
            try
            {
                _copy.Wait();
            }
            catch (AggregateException)
            {
                // Finish() reports a failed copy; whoever gives up early has his own reason.
            }

            while (_channel.TryTake(out var left)) left.Dispose();
            _stop.Dispose();
        }

        private void Copy()
        {
            try
            {
                using var connection = _writer._engine.Connect();
                
                // A function's name can be registered once in a database, so each month has its own.
                var table = $"sorted_{_writer._schema.Table}_{Month}";

                // One thread keeps the order; another merges and decodes meanwhile.
                var source = new ChannelTable(_channel, _writer._columns, maxThreads: 1, _writer._cancellation);
                connection.RegisterTableFunction(table, [], _ => source);
                _copied = connection.Execute(
                    $"COPY (SELECT * EXCLUDE (month) FROM {table}() WHERE month = {Month}) TO '{_path.Replace("'", "''", StringComparison.Ordinal)}' "
                    + "(FORMAT parquet, COMPRESSION zstd)",
                    _writer._cancellation);
            }
            catch
            {
                _stop.Cancel();
                throw;
            }
        }
    }
}
