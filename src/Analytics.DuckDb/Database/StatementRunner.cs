using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Splits SQL into statements, prepares and executes them, and turns failures into exceptions.</summary>
internal static unsafe class StatementRunner
{
    /// <summary>Runs every statement of <paramref name="sql"/>; gives the result of the last one.</summary>
    public static ResultHandle Run(ConnectionHandle connection, string sql, bool streaming, RunningStatement running) =>
        RunWithParameters(connection, sql, null, streaming, running).Result;

    /// <summary>
    /// The same with values for parameters, and the rows changed by all statements: -1 if none of them changes rows.
    /// </summary>
    public static (ResultHandle Result, long RowsChanged) RunWithParameters(
        ConnectionHandle connection,
        string sql,
        DuckDbParameterCollection? parameters,
        bool streaming,
        RunningStatement running)
    {
        using var statements = Extract(connection, sql, out var count);
        ResultHandle? result = null;
        var rowsChanged = -1L;
        var bound = 0;
        for (var index = 0ul; index < count; index++)
        {
            result?.Dispose();
            running.ThrowIfStopped(sql);
            using var prepared = Prepare(connection, statements, index, sql, running);
            if (parameters is not null)
                bound = ParameterBinder.Bind(prepared, parameters, bound, sql);
            var stream = streaming && index == count - 1;
            result = Execute(prepared, stream, sql, running);
            if (!stream && ChangesRows(result))
                rowsChanged = Math.Max(rowsChanged, 0) + RowsChanged(result);
        }
        return (result!, rowsChanged);
    }

    /// <summary>
    /// Makes the engine drop a stream whose result was destroyed. It keeps the half-run statement, with all that its
    /// table functions hold, until it prepares another one on the same connection.
    /// </summary>
    public static void EndStream(ConnectionHandle connection)
    {
        const string nothing = "SELECT 1";
        try
        {
            using var statements = Extract(connection, nothing, out _);
            using var prepared = Prepare(connection, statements, 0, nothing, RunningStatement.None);
        }
        catch (DuckDbException)
        {
            // In an aborted transaction nothing can be prepared, but the stream was dropped before that was found.
        }
    }

    /// <summary>Parses; the statements must be prepared in order, each after those before it have run.</summary>
    public static ExtractedHandle Extract(ConnectionHandle connection, string sql, out ulong count)
    {
        if (sql.Contains('\0'))
            throw new ArgumentException("The statement contains a zero character, where the engine would end it.");
        count = NativeMethods.duckdb_extract_statements(connection, sql, out var pointer);
        var statements = new ExtractedHandle(pointer);
        if (count > 0)
            return statements;
        var message = NativeText.Read(NativeMethods.duckdb_extract_statements_error(statements))
            ?? "The text contains no statement.";
        statements.Dispose();
        throw new DuckDbException(message, sql, DuckDbException.TypeFromMessage(message));
    }

    public static PreparedHandle Prepare(
        ConnectionHandle connection, ExtractedHandle statements, ulong index, string sql, RunningStatement running)
    {
        connection.Stream = null;
        var state = NativeMethods.duckdb_prepare_extracted_statement(connection, statements, index, out var pointer);
        var prepared = new PreparedHandle(pointer);
        if (state == State.Success)
            return prepared;
        var message = (prepared.IsInvalid ? null : NativeText.Read(NativeMethods.duckdb_prepare_error(prepared)))
            ?? "The statement could not be prepared.";
        prepared.Dispose();
        throw running.Explain(new DuckDbException(
            message, sql, DuckDbException.TypeFromMessage(message), CallbackFailures.Take(message)));
    }

    public static ResultHandle Execute(PreparedHandle prepared, bool streaming, string sql, RunningStatement running)
    {
        var result = new ResultHandle();
        var state = streaming
            ? NativeMethods.duckdb_execute_prepared_streaming(prepared, result.Pointer)
            : NativeMethods.duckdb_execute_prepared(prepared, result.Pointer);
        if (state == State.Success)
            return result;
        try
        {
            throw running.Explain(ErrorOf(result, sql)
                ?? new DuckDbException("The statement failed without a message.", sql, DuckDbErrorType.Invalid));
        }
        finally
        {
            result.Dispose();
        }
    }

    /// <summary>The error that a result carries, which for a stream may come with any chunk.</summary>
    public static DuckDbException? ErrorOf(ResultHandle result, string sql)
    {
        var message = NativeText.Read(NativeMethods.duckdb_result_error(result.Pointer));
        if (message is null)
            return null;
        var type = (DuckDbErrorType)NativeMethods.duckdb_result_error_type(result.Pointer);
        return new DuckDbException(
            message,
            sql,
            type == DuckDbErrorType.Invalid ? DuckDbException.TypeFromMessage(message) : type,
            CallbackFailures.Take(message));
    }

    /// <summary>Rows changed by INSERT, UPDATE, DELETE or COPY; 0 for others. Not for streamed results.</summary>
    public static long RowsChanged(ResultHandle result) => (long)NativeMethods.duckdb_rows_changed(result.Pointer);

    private static bool ChangesRows(ResultHandle result)
    {
        const int changedRows = 1;
        return NativeMethods.duckdb_result_return_type(*result.Pointer) == changedRows;
    }
}
