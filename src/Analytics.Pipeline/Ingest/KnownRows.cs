using Analytics.DuckDb;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The rows of one month that are in files already, bucket by bucket, and the count of those that come again. The files
/// are sorted, so each is read once from its beginning, and no more is held than a bucket's rows and what the engine
/// needs to read up to <see cref="MostFiles"/> side by side, 5 MB each. Where there are more, the engine brings the
/// rows of all of them into one order, and spills when memory is short. Not thread-safe.
/// </summary>
internal sealed unsafe class KnownRows : IDisposable
{
    /// <summary>Files that are read side by side.</summary>
    public const int MostFiles = 64;

    private readonly RowLayout _layout;
    private readonly long[] _duplicatesByFile;
    private readonly List<Cursor> _cursors = [];
    private int _bucket = -1;

    /// <param name="engine">Reads the files, on the thread that asks.</param>
    /// <param name="files">Fact files of the month, each in the order of its table.</param>
    /// <param name="duplicatesByFile">Counts rows that came again, by the export file they came in; shared.</param>
    public KnownRows(
        DuckDbDatabase engine,
        RowLayout layout,
        IEnumerable<string> files,
        long[] duplicatesByFile,
        CancellationToken cancellation)
    {
        _layout = layout;
        _duplicatesByFile = duplicatesByFile;
        try
        {
            string[] all = [.. files];
            if (all.Length > MostFiles) _cursors.Add(new Cursor(engine.Connect(), layout, all, cancellation));
            else foreach (var file in all) _cursors.Add(new Cursor(engine.Connect(), layout, [file], cancellation));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Appends the rows of a bucket, which must be behind the one asked for last.</summary>
    public void CopyTo(int bucket, RowBuffer rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(bucket, _bucket);
        _bucket = bucket;
        foreach (var cursor in _cursors) cursor.CopyTo(bucket, rows);
    }

    /// <param name="row">First word of a row that is there already.</param>
    public void CountDuplicate(ulong* row) => Interlocked.Increment(ref _duplicatesByFile[_layout.FileOf(row)]);

    public void Dispose()
    {
        foreach (var cursor in _cursors) cursor.Dispose();
    }

    /// <summary>
    /// One file, or several in one order, and how far they have been read, on a connection of its own: a second query
    /// would end the first.
    /// </summary>
    private sealed class Cursor : IDisposable
    {
        private readonly RowLayout _layout;
        private readonly string _file;
        private readonly CancellationToken _cancellation;
        private readonly DuckDbConnection _connection;
        private readonly DuckDbChunkReader _reader;
        private readonly ulong[] _rows;
        private int _next;
        private int _count;
        private int _bucket;

        public Cursor(DuckDbConnection connection, RowLayout layout, string[] files, CancellationToken cancellation)
        {
            _connection = connection;
            _layout = layout;
            _file = files[0];
            _cancellation = cancellation;
            _rows = new ulong[DataChunk.Capacity * layout.Words];
            var columns = layout.Columns.Skip(1).SkipLast(1).Select(column => column.Type.Kind == DuckDbKind.Enum
                ? $"CAST(\"{column.Name}\" AS {column.Type.Name})"
                : $"\"{column.Name}\"");
            try
            {
                _reader = connection.Query(
                    $"SELECT 0, {string.Join(", ", columns)} "
                    + $"FROM read_parquet([{ParquetView.Files(files)}], hive_partitioning = false)"
                    + (files.Length > 1 ? $" ORDER BY \"{layout.FirstColumn}\"" : ""),
                    streaming: true, cancellation);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        public void CopyTo(int bucket, RowBuffer rows)
        {
            while (_next < _count || Read())
            {
                var start = _next;
                while (_next < _count && BucketOf(_next) <= bucket) _next++;
                fixed (ulong* first = _rows) rows.Append(first + start * _layout.Words, _next - start);
                if (_next < _count) return;
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            _connection.Dispose();
        }

        private int BucketOf(int row) => MonthRows.BucketOf(_rows[row * _layout.Words]);

        private bool Read()
        {
            _cancellation.ThrowIfCancellationRequested();
            if (!_reader.TryRead(out var chunk)) return false;
            using (chunk)
            {
                (_next, _count) = (0, chunk.Count);
                _layout.Gather(chunk, file: 0, _rows);
            }

            for (var row = 0; row < _count; row++)
            {
                if (BucketOf(row) < _bucket)
                {
                    throw new InvalidDataException(
                        $"{_file}: found rows out of the table's order, expected a fact file of this lake.");
                }

                _bucket = BucketOf(row);
            }

            return true;
        }
    }
}
