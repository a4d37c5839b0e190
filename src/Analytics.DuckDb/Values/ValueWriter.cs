using System.Collections;
using System.Numerics;
using System.Text;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>.NET objects as single values of the engine: parameters of statements, constants.</summary>
internal static unsafe class ValueWriter
{
    /// <summary>A native value, which the caller destroys.</summary>
    public static nint Create(object? value, DuckDbLogicalType? type)
    {
        if (value is null or DBNull)
            return NativeMethods.duckdb_create_null_value();
        return type switch
        {
            null => Inferred(value),
            { Kind: DuckDbKind.Enum } => Member(value, type),
            { Kind: DuckDbKind.List } when value is IEnumerable items and not string => List(items, type.Element),
            { Kind: DuckDbKind.Struct } when value is IEnumerable<KeyValuePair<string, object?>> fields =>
                Struct(fields, type),
            { Kind: DuckDbKind.Map } when value is IDictionary map => Map(map, type),
            { Kind: DuckDbKind.TimestampTz } when value is DateTime time =>
                NativeMethods.duckdb_create_timestamp_tz(Temporal.Microseconds(time)),
            { Kind: DuckDbKind.Decimal } when value is not decimal =>
                Inferred(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture)),
            _ when ClrTypes.Of(type) is { IsPrimitive: true } target && target != value.GetType() =>
                Inferred(Convert.ChangeType(value, target, System.Globalization.CultureInfo.InvariantCulture)),
            _ => Inferred(value),
        };
    }

    private static nint Inferred(object value) => value switch
    {
        bool v => NativeMethods.duckdb_create_bool(v ? (byte)1 : (byte)0),
        sbyte v => NativeMethods.duckdb_create_int8(v),
        short v => NativeMethods.duckdb_create_int16(v),
        int v => NativeMethods.duckdb_create_int32(v),
        long v => NativeMethods.duckdb_create_int64(v),
        Int128 v => NativeMethods.duckdb_create_hugeint(Huge.From(v)),
        BigInteger v => NativeMethods.duckdb_create_hugeint(Huge.From(Exact.ToInt128(v))),
        byte v => NativeMethods.duckdb_create_uint8(v),
        ushort v => NativeMethods.duckdb_create_uint16(v),
        uint v => NativeMethods.duckdb_create_uint32(v),
        ulong v => NativeMethods.duckdb_create_uint64(v),
        UInt128 v => NativeMethods.duckdb_create_uhugeint(Huge.From(v)),
        float v => NativeMethods.duckdb_create_float(v),
        double v => NativeMethods.duckdb_create_double(v),
        decimal v => NativeMethods.duckdb_create_decimal(Exact.FromDecimal(v)),
        string v => Text(v),
        char v => Text(v.ToString()),
        byte[] v => Blob(v),
        ReadOnlyMemory<byte> v => Blob(v.Span),
        Memory<byte> v => Blob(v.Span),
        DateOnly v => NativeMethods.duckdb_create_date(Temporal.Days(v)),
        TimeOnly v => NativeMethods.duckdb_create_time(v.Ticks / TimeSpan.TicksPerMicrosecond),
        DateTime v => NativeMethods.duckdb_create_timestamp(Temporal.Microseconds(v)),
        DateTimeOffset v => NativeMethods.duckdb_create_timestamp_tz(Temporal.Microseconds(v.UtcDateTime)),
        TimeSpan v => NativeMethods.duckdb_create_interval(Temporal.Interval(v)),
        Guid v => NativeMethods.duckdb_create_uuid(Exact.PlainUuid(v)),
        IEnumerable<KeyValuePair<string, object?>> v => Struct(v, null),
        IDictionary v => Map(v, null),
        IEnumerable v => List(v, null),
        _ => throw new ArgumentException(
            $"A value of type {value.GetType()} has no counterpart in the engine; convert it first."),
    };

    private static nint Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + '\0');
        fixed (byte* start = bytes)
            return NativeMethods.duckdb_create_varchar_length(start, (ulong)(bytes.Length - 1));
    }

    private static nint Blob(ReadOnlySpan<byte> bytes)
    {
        byte none = 0;
        fixed (byte* start = bytes)
            return NativeMethods.duckdb_create_blob(start == null ? &none : start, (ulong)bytes.Length);
    }

    private static nint Member(object value, DuckDbLogicalType type)
    {
        for (var i = 0; i < type.Members.Count; i++)
            if (type.Members[i] == (string)value)
                return NativeMethods.duckdb_create_enum_value(type.Handle, (ulong)i);
        throw new ArgumentException($"'{value}' is not a member of {type.Name}.");
    }

    private static nint List(IEnumerable items, DuckDbLogicalType? elementType)
    {
        var elements = items.Cast<object?>().ToArray();
        var type = elementType ?? ElementTypeOf(items, elements);
        return WithValues(elements, type, (values, count) =>
            NativeMethods.duckdb_create_list_value(type.Handle, (nint*)values, count));
    }

    private static DuckDbLogicalType ElementTypeOf(IEnumerable items, object?[] elements) =>
        ClrTypes.TypeOf(items.GetType()) is { Kind: DuckDbKind.List } list
            ? list.Element!
            : elements.Any(e => e is decimal) && elements.All(e => e is null or decimal)
                ? Widest(elements.OfType<decimal>())
                : TypeOfFirst(elements);

    /// <summary>The narrowest DECIMAL that holds them all.</summary>
    private static DuckDbLogicalType Widest(IEnumerable<decimal> elements)
    {
        var (whole, scale) = (1, 0);
        foreach (var element in elements.Select(Exact.FromDecimal))
            (whole, scale) = (Math.Max(whole, element.Width - element.Scale), Math.Max(scale, element.Scale));
        return DuckDbLogicalType.Decimal(Math.Min(whole + scale, 38), scale);
    }

    /// <summary>The type of the first element that is not NULL, as the engine sees it.</summary>
    private static DuckDbLogicalType TypeOfFirst(IEnumerable<object?> elements)
    {
        if (elements.FirstOrDefault(e => e is not null and not DBNull) is not { } first)
            return DuckDbLogicalType.SqlNull;
        using var value = new ValueHandle(Create(first, null));
        return ValueReader.TypeOf(value);
    }

    private static nint Struct(IEnumerable<KeyValuePair<string, object?>> fields, DuckDbLogicalType? known)
    {
        var given = fields.ToDictionary();
        var type = known ?? DuckDbLogicalType.StructOf(
            [.. given.Select(field => new ColumnDefinition(field.Key, TypeOfFirst([field.Value])))]);
        var values = type.Fields.Select(field => given.GetValueOrDefault(field.Name)).ToArray();
        var i = 0;
        return WithValues(values, () => type.Fields[i++].Type, (pointers, _) =>
            NativeMethods.duckdb_create_struct_value(type.Handle, (nint*)pointers));
    }

    private static nint Map(IDictionary map, DuckDbLogicalType? known)
    {
        object?[] keys = [.. map.Keys.Cast<object?>()];
        object?[] values = [.. map.Values.Cast<object?>()];
        var type = known ?? DuckDbLogicalType.MapOf(TypeOfFirst(keys), TypeOfFirst(values));
        return WithValues(keys, type.Key!, (keyPointers, count) =>
            WithValues(values, type.Value!, (valuePointers, _) =>
                NativeMethods.duckdb_create_map_value(
                    type.Handle, (nint*)keyPointers, (nint*)valuePointers, count)));
    }

    private static nint WithValues(object?[] items, DuckDbLogicalType type, Func<nint, ulong, nint> create) =>
        WithValues(items, () => type, create);

    /// <summary>Makes the parts, hands them to <paramref name="create"/>, which copies, and destroys them.</summary>
    private static nint WithValues(object?[] items, Func<DuckDbLogicalType> type, Func<nint, ulong, nint> create)
    {
        var values = new nint[items.Length + 1];
        try
        {
            for (var i = 0; i < items.Length; i++)
                values[i] = Create(items[i], type());
            fixed (nint* start = values)
                return create((nint)start, (ulong)items.Length);
        }
        finally
        {
            for (var i = 0; i < items.Length; i++)
                NativeMethods.duckdb_destroy_value(ref values[i]);
        }
    }
}
