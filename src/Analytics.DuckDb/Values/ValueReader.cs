using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Single values of the engine as .NET objects: arguments of functions.</summary>
internal static unsafe class ValueReader
{
    /// <summary>The value; null for NULL.</summary>
    public static object? Read(ValueHandle value) => NativeMethods.duckdb_is_null_value(value) != 0
        ? null
        : Read(value, TypeOf(value));

    /// <summary>Reads and destroys.</summary>
    public static object? Take(nint pointer)
    {
        using var value = new ValueHandle(pointer);
        return Read(value);
    }

    private static object Read(ValueHandle value, DuckDbLogicalType type) => type.Kind switch
    {
        DuckDbKind.Boolean => NativeMethods.duckdb_get_bool(value) != 0,
        DuckDbKind.TinyInt => NativeMethods.duckdb_get_int8(value),
        DuckDbKind.SmallInt => NativeMethods.duckdb_get_int16(value),
        DuckDbKind.Integer => NativeMethods.duckdb_get_int32(value),
        DuckDbKind.BigInt => NativeMethods.duckdb_get_int64(value),
        DuckDbKind.HugeInt => NativeMethods.duckdb_get_hugeint(value).Signed,
        DuckDbKind.UTinyInt => NativeMethods.duckdb_get_uint8(value),
        DuckDbKind.USmallInt => NativeMethods.duckdb_get_uint16(value),
        DuckDbKind.UInteger => NativeMethods.duckdb_get_uint32(value),
        DuckDbKind.UBigInt => NativeMethods.duckdb_get_uint64(value),
        DuckDbKind.UHugeInt => NativeMethods.duckdb_get_uhugeint(value).Unsigned,
        DuckDbKind.Float => NativeMethods.duckdb_get_float(value),
        DuckDbKind.Double => NativeMethods.duckdb_get_double(value),
        DuckDbKind.Decimal => Exact.ToDecimal(NativeMethods.duckdb_get_decimal(value).Value.Signed, type.Scale),
        DuckDbKind.Blob => Blob(value),
        DuckDbKind.Date => Temporal.ToDate(NativeMethods.duckdb_get_date(value)),
        DuckDbKind.Time => Temporal.ToTime(NativeMethods.duckdb_get_time(value)),
        DuckDbKind.Timestamp => Temporal.ToDateTime(
            NativeMethods.duckdb_get_timestamp(value), TimeSpan.TicksPerMicrosecond),
        DuckDbKind.TimestampTz => Temporal.ToDateTime(
            NativeMethods.duckdb_get_timestamp_tz(value), TimeSpan.TicksPerMicrosecond),
        DuckDbKind.TimestampS => Temporal.ToDateTime(
            NativeMethods.duckdb_get_timestamp_s(value), TimeSpan.TicksPerSecond),
        DuckDbKind.TimestampMs => Temporal.ToDateTime(
            NativeMethods.duckdb_get_timestamp_ms(value), TimeSpan.TicksPerMillisecond),
        DuckDbKind.TimestampNs => Temporal.FromNanoseconds(NativeMethods.duckdb_get_timestamp_ns(value)),
        DuckDbKind.Interval => Temporal.ToTimeSpan(NativeMethods.duckdb_get_interval(value)),
        DuckDbKind.Uuid => Exact.FromPlainUuid(NativeMethods.duckdb_get_uuid(value)),
        DuckDbKind.Enum => type.Members[(int)NativeMethods.duckdb_get_enum_value(value)],
        DuckDbKind.List => Elements(value, type),
        DuckDbKind.Struct => Fields(value, type),
        DuckDbKind.Map => Entries(value),
        _ => NativeText.Take(NativeMethods.duckdb_get_varchar(value)) ?? "",
    };

    public static DuckDbLogicalType TypeOf(ValueHandle value)
    {
        // The type still belongs to the value: it is read through a list type that owns a copy of it.
        var borrowed = NativeMethods.duckdb_get_value_type(value);
        using var view = new LogicalTypeHandle(borrowed);
        try
        {
            return LogicalTypeReader.Take(NativeMethods.duckdb_create_list_type(view)).Element!;
        }
        finally
        {
            view.SetHandleAsInvalid();
        }
    }

    private static byte[] Blob(ValueHandle value)
    {
        var blob = NativeMethods.duckdb_get_blob(value);
        var bytes = new ReadOnlySpan<byte>(blob.Data, (int)blob.Size).ToArray();
        NativeMethods.duckdb_free(blob.Data);
        return bytes;
    }

    private static Array Elements(ValueHandle value, DuckDbLogicalType type)
    {
        var elements = new object?[NativeMethods.duckdb_get_list_size(value)];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Take(NativeMethods.duckdb_get_list_child(value, (ulong)i));
        return ClrTypes.ToArray(elements, type.Element!);
    }

    private static Dictionary<string, object?> Fields(ValueHandle value, DuckDbLogicalType type)
    {
        var fields = new Dictionary<string, object?>(type.Fields.Count);
        for (var i = 0; i < type.Fields.Count; i++)
            fields[type.Fields[i].Name] = Take(NativeMethods.duckdb_get_struct_child(value, (ulong)i));
        return fields;
    }

    private static Dictionary<object, object?> Entries(ValueHandle value)
    {
        var entries = new Dictionary<object, object?>();
        for (var i = 0ul; i < NativeMethods.duckdb_get_map_size(value); i++)
            entries[Take(NativeMethods.duckdb_get_map_key(value, i))!] =
                Take(NativeMethods.duckdb_get_map_value(value, i));
        return entries;
    }
}
