using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// Parquet through the engine's reader: mapped columns and expressions are computed there and arrive as text, lists as
/// JSON, so that they are cleaned like any other record.
/// </summary>
internal sealed class ParquetReader : ExportReader
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbChunkReader _chunks;
    private long _row = 1;
    private ExportFileException? _fault;

    private ParquetReader(DuckDbConnection connection, DuckDbChunkReader chunks)
    {
        _connection = connection;
        _chunks = chunks;
    }

    public override ExportFileException? Fault => _fault;

    /// <param name="connection">Owned by the reader from here on.</param>
    /// <exception cref="ExportFileException">Not Parquet, or without the mapped columns.</exception>
    public static (ParquetReader Reader, ColumnPlan Plan) Open(
        SourceDefinition source, string path, DuckDbConnection connection)
    {
        try
        {
            var from = $"read_parquet({ParquetView.File(path)}, hive_partitioning = false)";
            var types = new Dictionary<string, string>(StringComparer.Ordinal);
            using (var described = connection.CreateCommand())
            {
                described.CommandText = $"DESCRIBE FROM {from}";
                using var rows = described.ExecuteReader();
                while (rows.Read()) types.Add(rows.GetString(0), rows.GetString(1));
            }

            // The engine evaluates expressions in the same pass, so to the cleaner each slot is a plain column.
            var plan = ColumnPlan.Of(source, [.. types.Keys]);
            var columns = plan.RawColumns.Select(name => AsText(ColumnPlan.Quoted(name), types[name]))
                .Concat(plan.Expressions.Select(sql => $"CAST(TRY({sql}) AS VARCHAR)"))
                .DefaultIfEmpty("NULL");
            var chunks = connection.Query($"SELECT {string.Join(", ", columns)} FROM {from}", streaming: true);
            return (new ParquetReader(connection, chunks), plan.WithExpressionsAsColumns());
        }
        catch (DuckDbException error)
        {
            connection.Dispose();
            throw new ExportFileException(error.Message, error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            if (!_chunks.TryRead(out var chunk)) return null;
            var piece = new ChunkPiece(chunk, _row);
            _row += chunk.Count;
            return piece;
        }
        catch (DuckDbException error)
        {
            _fault = new ExportFileException(error.Message, error) { Line = _row };
            return null;
        }
    }

    public override void Dispose()
    {
        _chunks.Dispose();
        _connection.Dispose();
    }

    private static string AsText(string column, string type) =>
        type.EndsWith("[]", StringComparison.Ordinal)
            ? $"CAST(to_json({column}) AS VARCHAR)"
            : $"CAST({column} AS VARCHAR)";

    /// <summary>One chunk of VARCHAR columns.</summary>
    private sealed class ChunkPiece(DataChunk chunk, long firstRow) : TablePiece
    {
        private bool _isRead;

        public override long SizeBytes => (long)chunk.ColumnCount * DataChunk.Capacity * 32;

        public override bool TryRead(RawBatch batch)
        {
            batch.Clear();
            if (_isRead) return false;
            _isRead = true;
            for (var column = 0; column < batch.Columns.Length; column++)
            {
                var vector = chunk[column];
                for (var row = 0; row < chunk.Count; row++)
                    batch.Columns[column][row] = vector.IsValid(row)
                        ? Utf8Field.Of(vector.GetUtf8(row))
                        : Utf8Field.Missing;
            }

            for (var row = 0; row < chunk.Count; row++) batch.Lines[row] = firstRow + row;
            batch.Count = chunk.Count;
            return batch.Count > 0;
        }

        public override void Dispose() => chunk.Dispose();
    }
}
