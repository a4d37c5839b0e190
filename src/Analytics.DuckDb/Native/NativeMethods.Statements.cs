using System.Runtime.InteropServices;

namespace Analytics.DuckDb.Native;

/// <summary>Statements and their results.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial ulong duckdb_extract_statements(
        ConnectionHandle connection, string sql, out nint statements);

    [LibraryImport(Library)]
    public static partial byte* duckdb_extract_statements_error(ExtractedHandle statements);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_extracted(ref nint statements);

    [LibraryImport(Library)]
    public static partial State duckdb_prepare_extracted_statement(
        ConnectionHandle connection, ExtractedHandle statements, ulong index, out nint prepared);

    [LibraryImport(Library)]
    public static partial byte* duckdb_prepare_error(PreparedHandle prepared);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_prepare(ref nint prepared);

    [LibraryImport(Library)]
    public static partial ulong duckdb_nparams(PreparedHandle prepared);

    [LibraryImport(Library)]
    public static partial byte* duckdb_parameter_name(PreparedHandle prepared, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_param_logical_type(PreparedHandle prepared, ulong index);

    [LibraryImport(Library)]
    public static partial State duckdb_clear_bindings(PreparedHandle prepared);

    [LibraryImport(Library)]
    public static partial State duckdb_bind_value(PreparedHandle prepared, ulong index, ValueHandle value);

    [LibraryImport(Library)]
    public static partial State duckdb_execute_prepared(PreparedHandle prepared, NativeResult* result);

    [LibraryImport(Library)]
    public static partial State duckdb_execute_prepared_streaming(PreparedHandle prepared, NativeResult* result);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_result(NativeResult* result);

    [LibraryImport(Library)]
    public static partial byte* duckdb_result_error(NativeResult* result);

    [LibraryImport(Library)]
    public static partial int duckdb_result_error_type(NativeResult* result);

    [LibraryImport(Library)]
    public static partial int duckdb_result_return_type(NativeResult result);

    [LibraryImport(Library)]
    public static partial ulong duckdb_rows_changed(NativeResult* result);

    [LibraryImport(Library)]
    public static partial ulong duckdb_column_count(NativeResult* result);

    [LibraryImport(Library)]
    public static partial byte* duckdb_column_name(NativeResult* result, ulong column);

    [LibraryImport(Library)]
    public static partial nint duckdb_column_logical_type(NativeResult* result, ulong column);

    [LibraryImport(Library)]
    public static partial nint duckdb_fetch_chunk(NativeResult result);
}
