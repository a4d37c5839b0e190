using System.Diagnostics.CodeAnalysis;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// The chunks of a result, forward only. A streamed result is produced while it is read, and ends unfinished when
/// another statement begins on its connection; a materialised one is complete. One thread at a time.
/// </summary>
public sealed unsafe class DuckDbChunkReader : IDisposable
{
    private readonly ResultHandle _result;
    private readonly RunningStatement _running;
    private readonly string _sql;
    private readonly ConnectionHandle? _streamedBy;
    private readonly DuckDbLogicalType[] _types;
    private bool _finished;

    /// <param name="streamedBy">The connection that produces the rows, if they are streamed.</param>
    internal DuckDbChunkReader(
        ResultHandle result, RunningStatement running, string sql, ConnectionHandle? streamedBy)
    {
        _streamedBy = streamedBy;
        if (streamedBy is not null)
            streamedBy.Stream = this;
        _result = result;
        _running = running;
        _sql = sql;
        var columns = new ColumnDefinition[NativeMethods.duckdb_column_count(result.Pointer)];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = NativeText.Read(NativeMethods.duckdb_column_name(result.Pointer, (ulong)i)) ?? "";
            var type = LogicalTypeReader.Take(NativeMethods.duckdb_column_logical_type(result.Pointer, (ulong)i));
            columns[i] = new ColumnDefinition(name, type);
        }
        Columns = columns;
        _types = [.. columns.Select(column => column.Type)];
    }

    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>The next chunk, at least one row, which the caller disposes; false at the end.</summary>
    /// <exception cref="DuckDbException">The statement failed while producing rows.</exception>
    /// <exception cref="OperationCanceledException">The statement was cancelled.</exception>
    public bool TryRead([NotNullWhen(true)] out DataChunk? chunk)
    {
        ObjectDisposedException.ThrowIf(_result.IsClosed, this);
        chunk = null;
        while (!_finished)
        {
            _running.ThrowIfStopped(_sql);
            var handle = NativeMethods.duckdb_fetch_chunk(*_result.Pointer);
            if (handle == 0)
            {
                _finished = true;
                if (StatementRunner.ErrorOf(_result, _sql) is { } error)
                    throw _running.Explain(error);
                return false;
            }
            chunk = DataChunk.Own(handle, _types);
            if (chunk.Count > 0)
                return true;
            chunk.Dispose();
            chunk = null;
        }
        return false;
    }

    /// <summary>Ends a streamed statement that was not read to its end.</summary>
    public void Dispose()
    {
        _running.Dispose();
        _result.Dispose();
        if (!_finished && _streamedBy is { IsClosed: false } connection && connection.Stream == this)
            StatementRunner.EndStream(connection);
    }
}
