using System.Text.Unicode;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// Lets the engine compute the expressions of a pipeline file over raw records: a table function shows the batch as
/// VARCHAR columns without copying texts, one query gives the results. An expression that fails for a record gives
/// nothing there. One per worker and file; the results are valid until the next call.
/// </summary>
internal sealed class ExpressionColumns : IDisposable
{
    private static int _serial;

    private readonly ColumnPlan _plan;
    private readonly DuckDbConnection _connection;
    private readonly BatchSource _source;
    private readonly string _sql;
    private readonly Utf8Field[][] _columns;
    private readonly List<DataChunk> _results = [];

    public ExpressionColumns(ColumnPlan plan, DuckDbDatabase engine)
    {
        _plan = plan;
        _connection = engine.Connect();
        _source = new BatchSource(plan);
        _columns = [.. plan.Expressions.Select(_ => new Utf8Field[RawBatch.Capacity])];
        var function = $"raw_records_{Interlocked.Increment(ref _serial)}";
        _connection.RegisterTableFunction(function, [], _ => _source);
        var columns = string.Join(", ", plan.Expressions.Select(sql => $"CAST(TRY({sql}) AS VARCHAR)"));
        _sql = $"SELECT {columns} FROM {function}()";
    }

    /// <exception cref="ExportFileException">An expression cannot be understood.</exception>
    public Utf8Field[][] Compute(RawBatch batch)
    {
        Forget();
        _source.Batch = batch;
        try
        {
            using var reader = _connection.Query(_sql);
            var row = 0;
            while (reader.TryRead(out var chunk))
            {
                _results.Add(chunk);
                var first = row;
                row += chunk.Count;
                if (row > batch.Count) break;
                for (var column = 0; column < _columns.Length; column++)
                {
                    var vector = chunk[column];
                    for (var i = 0; i < chunk.Count; i++)
                    {
                        _columns[column][first + i] =
                            vector.IsValid(i) ? Utf8Field.Of(vector.GetUtf8(i)) : Utf8Field.Missing;
                    }
                }
            }

            if (row == batch.Count) return _columns;
            throw new ExportFileException(
                $"the expressions under columns: give another number of values than there are records "
                + $"({string.Join("; ", _plan.Expressions)}). Use no aggregates and nothing that unfolds lists.");
        }
        catch (DuckDbException error)
        {
            throw new ExportFileException(
                $"an expression under columns: failed: {error.Message}. Columns of the file: "
                + $"{string.Join(", ", _plan.RawColumns)}.",
                error);
        }
    }

    public void Dispose()
    {
        Forget();
        _connection.Dispose();

        // The engine keeps the function, and with it the source, as long as the database is open.
        _source.Batch = null;
    }

    private void Forget()
    {
        foreach (var chunk in _results) chunk.Dispose();
        _results.Clear();
    }

    /// <summary>Shows one batch to one query.</summary>
    private sealed class BatchSource(ColumnPlan plan) : ITableSource
    {
        public RawBatch? Batch { get; set; }

        public IReadOnlyList<ColumnDefinition> Columns { get; } =
            plan.RawColumns.Count == 0
                ? [new ColumnDefinition("none", DuckDbLogicalType.Varchar)]
                : [.. plan.RawColumns.Select(name => new ColumnDefinition(name, DuckDbLogicalType.Varchar))];

        public int MaxThreads => 1;

        public ITableSourceReader OpenReader() => new Reader(Batch!, plan.RawColumns.Count);

        private sealed class Reader(RawBatch batch, int columns) : ITableSourceReader
        {
            private bool _isRead;

            public void Read(DataChunk output)
            {
                output.Count = 0;
                if (_isRead) return;
                _isRead = true;
                for (var column = 0; column < columns; column++)
                {
                    var vector = output[column];
                    for (var row = 0; row < batch.Count; row++)
                    {
                        var field = batch.Columns[column][row];
                        if (field.IsMissing || !Utf8.IsValid(field.Bytes)) vector.SetNull(row);
                        else vector.SetBytes(row, field.Bytes);
                    }
                }

                output.Count = batch.Count;
            }

            public void Dispose()
            {
            }
        }
    }
}
