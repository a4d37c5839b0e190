using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// Adds whole chunks to a table, the fastest way in without SQL. Rows become part of the connection's transaction at
/// <see cref="Flush"/> or <see cref="Dispose"/>. One thread at a time, the one that uses the connection.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly AppenderHandle _appender;
    private readonly string _table;
    private bool _failed;

    internal DuckDbAppender(ConnectionHandle connection, string? schema, string table)
    {
        _table = table;
        var state = NativeMethods.duckdb_appender_create(connection, schema, table, out var pointer);
        _appender = new AppenderHandle(pointer);
        if (state == State.Success)
            Columns = ReadColumns();
        else
            using (_appender)
                throw Failure();
    }

    /// <summary>The table's column types: what the chunks must have.</summary>
    public IReadOnlyList<DuckDbLogicalType> Columns { get; } = [];

    /// <summary>Copies the rows of a chunk; it can be reset and filled again.</summary>
    /// <exception cref="DuckDbException">The types differ, or a constraint of the table is violated.</exception>
    public void Append(DataChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        Check(NativeMethods.duckdb_append_data_chunk(_appender, chunk.Handle));
    }

    /// <summary>Brings all rows appended so far into the table.</summary>
    public void Flush() => Check(NativeMethods.duckdb_appender_flush(_appender));

    /// <summary>Flushes, unless an earlier call failed: then what was not flushed is dropped.</summary>
    public void Dispose()
    {
        if (_appender.IsClosed)
            return;
        try
        {
            if (_failed)
                NativeMethods.duckdb_appender_clear(_appender);
            else
                Check(NativeMethods.duckdb_appender_close(_appender));
        }
        finally
        {
            _appender.Dispose();
        }
    }

    private DuckDbLogicalType[] ReadColumns()
    {
        var columns = new DuckDbLogicalType[NativeMethods.duckdb_appender_column_count(_appender)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = LogicalTypeReader.Take(NativeMethods.duckdb_appender_column_type(_appender, (ulong)i));
        return columns;
    }

    private void Check(State state)
    {
        if (state == State.Success)
            return;
        _failed = true;
        throw Failure();
    }

    private DuckDbException Failure()
    {
        var error = NativeMethods.duckdb_appender_error_data(_appender);
        try
        {
            var message = NativeText.Read(NativeMethods.duckdb_error_data_message(error)) ?? "no message";
            var type = (DuckDbErrorType)NativeMethods.duckdb_error_data_error_type(error);
            return new DuckDbException($"Appending to '{_table}' failed: {message}", null, type);
        }
        finally
        {
            NativeMethods.duckdb_destroy_error_data(ref error);
        }
    }
}
