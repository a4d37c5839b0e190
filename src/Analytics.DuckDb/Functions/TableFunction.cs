using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// The engine's callbacks of a table function. The engine holds three objects of ours by GC handle: the function, for
/// as long as the database; the bound source, as long as the bound statement; one reader per thread. It tells us
/// through destroy callbacks when it lets go. No exception may cross into the engine.
/// </summary>
internal static unsafe class TableFunction
{
    public static void Register(
        ConnectionHandle connection,
        string name,
        IReadOnlyList<DuckDbLogicalType> parameters,
        Func<IReadOnlyList<object?>, ITableSource> bind) =>
        connection.Functions.Set(name, parameters, bind, slot => Register(connection, name, parameters, slot));

    private static void Register(
        ConnectionHandle connection,
        string name,
        IReadOnlyList<DuckDbLogicalType> parameters,
        FunctionSlot<Func<IReadOnlyList<object?>, ITableSource>> slot)
    {
        var function = NativeMethods.duckdb_create_table_function();
        try
        {
            NativeMethods.duckdb_table_function_set_name(function, name);
            foreach (var parameter in parameters)
                NativeMethods.duckdb_table_function_add_parameter(function, parameter.Handle);
            NativeMethods.duckdb_table_function_set_extra_info(function, Callback.Hold(slot), &Callback.Release);
            NativeMethods.duckdb_table_function_set_bind(function, &Bind);
            NativeMethods.duckdb_table_function_set_init(function, &Initialize);
            NativeMethods.duckdb_table_function_set_local_init(function, &OpenReader);
            NativeMethods.duckdb_table_function_set_function(function, &Read);
            if (NativeMethods.duckdb_register_table_function(connection, function) != State.Success)
                throw new DuckDbException(
                    $"The table function '{name}' cannot be registered: the name is taken by something else, or the "
                    + "connection is in a failed transaction.",
                    null,
                    DuckDbErrorType.Catalog);
        }
        finally
        {
            NativeMethods.duckdb_destroy_table_function(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            var slot = Callback.Held<FunctionSlot<Func<IReadOnlyList<object?>, ITableSource>>>(
                NativeMethods.duckdb_bind_get_extra_info(info));
            var arguments = new object?[NativeMethods.duckdb_bind_get_parameter_count(info)];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = ValueReader.Take(NativeMethods.duckdb_bind_get_parameter(info, (ulong)i));
            var source = slot.Function(arguments);
            NativeMethods.duckdb_bind_set_bind_data(info, Callback.Hold(source), &Callback.Release);
            foreach (var column in source.Columns)
                NativeMethods.duckdb_bind_add_result_column(info, column.Name, column.Type.Handle);
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_bind_set_error(info, CallbackFailures.Keep(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Initialize(nint info)
    {
        try
        {
            var source = Callback.Held<ITableSource>(NativeMethods.duckdb_init_get_bind_data(info));
            source.Start();
            NativeMethods.duckdb_init_set_max_threads(info, (ulong)Math.Max(1, source.MaxThreads));
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_init_set_error(info, CallbackFailures.Keep(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OpenReader(nint info)
    {
        try
        {
            var source = Callback.Held<ITableSource>(NativeMethods.duckdb_init_get_bind_data(info));
            var session = new ReaderSession(source.OpenReader(), DataChunk.Borrowed());
            NativeMethods.duckdb_init_set_init_data(info, Callback.Hold(session), &Callback.Release);
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_init_set_error(info, CallbackFailures.Keep(error));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint output)
    {
        try
        {
            Callback.Held<ReaderSession>(NativeMethods.duckdb_function_get_local_init_data(info)).Read(output);
        }
        catch (Exception error)
        {
            NativeMethods.duckdb_function_set_error(info, CallbackFailures.Keep(error));
        }
    }

    /// <summary>A reader with the wrapper for the chunks that it is lent, so that a call allocates nothing.</summary>
    private sealed class ReaderSession(ITableSourceReader reader, DataChunk output) : IDisposable
    {
        public void Read(nint chunk)
        {
            output.Borrow(chunk, DataChunk.Capacity);
            try
            {
                reader.Read(output);
            }
            finally
            {
                output.Return();
            }
        }

        public void Dispose()
        {
            output.Dispose();
            reader.Dispose();
        }
    }
}
