using System.Runtime.InteropServices;

namespace Analytics.DuckDb.Native;

/// <summary>duckdb_state.</summary>
internal enum State
{
    Success = 0,
    Error = 1,
}

/// <summary>duckdb_result: only the engine looks into it; the deprecated fields keep the layout.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    private readonly ulong _columnCount;
    private readonly ulong _rowCount;
    private readonly ulong _rowsChanged;
    private readonly nint _columns;
    private readonly nint _errorMessage;
    private readonly nint _internalData;
}

/// <summary>duckdb_query_progress_type.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeProgress
{
    public readonly double Percentage;
    public readonly ulong RowsProcessed;
    public readonly ulong TotalRows;
}

/// <summary>duckdb_decimal: the unscaled value with its width and scale.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDecimal
{
    public byte Width;
    public byte Scale;
    public Huge Value;
}

/// <summary>duckdb_hugeint and duckdb_uhugeint. Not <see cref="Int128"/>, which wants 16-byte alignment.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Huge(ulong lower, ulong upper)
{
    public readonly ulong Lower = lower;
    public readonly ulong Upper = upper;

    public Int128 Signed => new(Upper, Lower);
    public UInt128 Unsigned => new(Upper, Lower);

    public static Huge From(Int128 value) => new((ulong)value, (ulong)(value >> 64));
    public static Huge From(UInt128 value) => new((ulong)value, (ulong)(value >> 64));
}

/// <summary>duckdb_interval: months, days and microseconds, none of which converts into another.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInterval
{
    public int Months;
    public int Days;
    public long Microseconds;
}

/// <summary>duckdb_blob: bytes that the receiver frees.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBlob
{
    public byte* Data;
    public ulong Size;
}
