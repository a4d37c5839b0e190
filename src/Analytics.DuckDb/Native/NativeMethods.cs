using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Analytics.DuckDb.Native;

/// <summary>
/// The engine's C API under its own names, so that its documentation applies word for word. Split by subject. Calls
/// that only read a field suppress the transition of the garbage collector: they take nanoseconds and never block.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = DuckDbLibrary.LogicalName;

    static NativeMethods() => DuckDbLibrary.InstallResolver();

    [LibraryImport(Library)]
    public static partial void duckdb_free(void* memory);

    [LibraryImport(Library)]
    public static partial byte* duckdb_library_version();

    [LibraryImport(Library)]
    public static partial State duckdb_create_config(out nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial State duckdb_set_config(nint config, string name, string option);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial State duckdb_open_ext(string path, out nint database, nint config, out byte* error);

    [LibraryImport(Library)]
    public static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    public static partial State duckdb_connect(DatabaseHandle database, out nint connection);

    [LibraryImport(Library)]
    public static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    public static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Library)]
    public static partial NativeProgress duckdb_query_progress(ConnectionHandle connection);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial State duckdb_appender_create(
        ConnectionHandle connection, string? schema, string table, out nint appender);

    [LibraryImport(Library)]
    public static partial State duckdb_appender_destroy(ref nint appender);

    [LibraryImport(Library)]
    public static partial ulong duckdb_appender_column_count(AppenderHandle appender);

    [LibraryImport(Library)]
    public static partial nint duckdb_appender_column_type(AppenderHandle appender, ulong column);

    [LibraryImport(Library)]
    public static partial State duckdb_appender_flush(AppenderHandle appender);

    [LibraryImport(Library)]
    public static partial State duckdb_appender_clear(AppenderHandle appender);

    [LibraryImport(Library)]
    public static partial State duckdb_appender_close(AppenderHandle appender);

    [LibraryImport(Library)]
    public static partial State duckdb_append_data_chunk(AppenderHandle appender, nint chunk);

    [LibraryImport(Library)]
    public static partial nint duckdb_appender_error_data(AppenderHandle appender);

    [LibraryImport(Library)]
    public static partial byte* duckdb_error_data_message(nint error);

    [LibraryImport(Library)]
    public static partial int duckdb_error_data_error_type(nint error);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_error_data(ref nint error);
}
