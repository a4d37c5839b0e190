using System.Runtime.InteropServices;

namespace Analytics.DuckDb.Native;

/// <summary>Single values: parameters of statements and functions, constant vectors.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial nint duckdb_create_bool(byte value);

    [LibraryImport(Library)]
    public static partial byte duckdb_get_bool(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_int8(sbyte value);

    [LibraryImport(Library)]
    public static partial sbyte duckdb_get_int8(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_uint8(byte value);

    [LibraryImport(Library)]
    public static partial byte duckdb_get_uint8(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_int16(short value);

    [LibraryImport(Library)]
    public static partial short duckdb_get_int16(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_uint16(ushort value);

    [LibraryImport(Library)]
    public static partial ushort duckdb_get_uint16(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_int32(int value);

    [LibraryImport(Library)]
    public static partial int duckdb_get_int32(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_uint32(uint value);

    [LibraryImport(Library)]
    public static partial uint duckdb_get_uint32(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_int64(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_int64(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_uint64(ulong value);

    [LibraryImport(Library)]
    public static partial ulong duckdb_get_uint64(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_hugeint(Huge value);

    [LibraryImport(Library)]
    public static partial Huge duckdb_get_hugeint(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_uhugeint(Huge value);

    [LibraryImport(Library)]
    public static partial Huge duckdb_get_uhugeint(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_decimal(NativeDecimal value);

    [LibraryImport(Library)]
    public static partial NativeDecimal duckdb_get_decimal(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_float(float value);

    [LibraryImport(Library)]
    public static partial float duckdb_get_float(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_double(double value);

    [LibraryImport(Library)]
    public static partial double duckdb_get_double(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_date(int value);

    [LibraryImport(Library)]
    public static partial int duckdb_get_date(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_time(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_time(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_timestamp(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_timestamp(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_timestamp_tz(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_timestamp_tz(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_timestamp_s(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_timestamp_s(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_timestamp_ms(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_timestamp_ms(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_timestamp_ns(long value);

    [LibraryImport(Library)]
    public static partial long duckdb_get_timestamp_ns(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_interval(NativeInterval value);

    [LibraryImport(Library)]
    public static partial NativeInterval duckdb_get_interval(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_uuid(Huge value);

    [LibraryImport(Library)]
    public static partial Huge duckdb_get_uuid(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_varchar_length(byte* text, ulong length);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_blob(byte* data, ulong length);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_null_value();

    [LibraryImport(Library)]
    public static partial nint duckdb_create_enum_value(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_list_value(LogicalTypeHandle element, nint* values, ulong count);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_struct_value(LogicalTypeHandle type, nint* values);

    [LibraryImport(Library)]
    public static partial nint duckdb_create_map_value(LogicalTypeHandle type, nint* keys, nint* values, ulong count);

    [LibraryImport(Library)]
    public static partial byte* duckdb_get_varchar(ValueHandle value);

    [LibraryImport(Library)]
    public static partial NativeBlob duckdb_get_blob(ValueHandle value);

    [LibraryImport(Library)]
    public static partial ulong duckdb_get_enum_value(ValueHandle value);

    [LibraryImport(Library)]
    public static partial ulong duckdb_get_list_size(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_get_list_child(ValueHandle value, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_get_struct_child(ValueHandle value, ulong index);

    [LibraryImport(Library)]
    public static partial ulong duckdb_get_map_size(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_get_map_key(ValueHandle value, ulong index);

    [LibraryImport(Library)]
    public static partial nint duckdb_get_map_value(ValueHandle value, ulong index);

    [LibraryImport(Library)]
    public static partial byte duckdb_is_null_value(ValueHandle value);

    [LibraryImport(Library)]
    public static partial nint duckdb_get_value_type(ValueHandle value);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_value(ref nint value);
}
