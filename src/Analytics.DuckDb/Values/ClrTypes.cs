using System.Collections;
using System.Numerics;

namespace Analytics.DuckDb;

/// <summary>Which .NET type stands for which type of the engine.</summary>
internal static class ClrTypes
{
    private static readonly Dictionary<Type, DuckDbLogicalType> Scalars = new()
    {
        [typeof(bool)] = DuckDbLogicalType.Boolean,
        [typeof(sbyte)] = DuckDbLogicalType.TinyInt,
        [typeof(short)] = DuckDbLogicalType.SmallInt,
        [typeof(int)] = DuckDbLogicalType.Integer,
        [typeof(long)] = DuckDbLogicalType.BigInt,
        [typeof(Int128)] = DuckDbLogicalType.HugeInt,
        [typeof(BigInteger)] = DuckDbLogicalType.HugeInt,
        [typeof(byte)] = DuckDbLogicalType.UTinyInt,
        [typeof(ushort)] = DuckDbLogicalType.USmallInt,
        [typeof(uint)] = DuckDbLogicalType.UInteger,
        [typeof(ulong)] = DuckDbLogicalType.UBigInt,
        [typeof(UInt128)] = DuckDbLogicalType.UHugeInt,
        [typeof(float)] = DuckDbLogicalType.Float,
        [typeof(double)] = DuckDbLogicalType.Double,
        [typeof(string)] = DuckDbLogicalType.Varchar,
        [typeof(char)] = DuckDbLogicalType.Varchar,
        [typeof(byte[])] = DuckDbLogicalType.Blob,
        [typeof(DateOnly)] = DuckDbLogicalType.Date,
        [typeof(TimeOnly)] = DuckDbLogicalType.Time,
        [typeof(DateTime)] = DuckDbLogicalType.Timestamp,
        [typeof(DateTimeOffset)] = DuckDbLogicalType.TimestampTz,
        [typeof(TimeSpan)] = DuckDbLogicalType.Interval,
        [typeof(Guid)] = DuckDbLogicalType.Uuid,
    };

    /// <summary>What <see cref="DuckDbDataReader.GetValue"/> gives for a column of this type.</summary>
    public static Type Of(DuckDbLogicalType type) => type.Kind switch
    {
        DuckDbKind.Boolean => typeof(bool),
        DuckDbKind.TinyInt => typeof(sbyte),
        DuckDbKind.SmallInt => typeof(short),
        DuckDbKind.Integer => typeof(int),
        DuckDbKind.BigInt => typeof(long),
        DuckDbKind.HugeInt => typeof(Int128),
        DuckDbKind.UTinyInt => typeof(byte),
        DuckDbKind.USmallInt => typeof(ushort),
        DuckDbKind.UInteger => typeof(uint),
        DuckDbKind.UBigInt => typeof(ulong),
        DuckDbKind.UHugeInt => typeof(UInt128),
        DuckDbKind.Float => typeof(float),
        DuckDbKind.Double => typeof(double),
        DuckDbKind.Decimal => typeof(decimal),
        DuckDbKind.Varchar or DuckDbKind.Enum or DuckDbKind.Bit => typeof(string),
        DuckDbKind.Blob => typeof(byte[]),
        DuckDbKind.Date => typeof(DateOnly),
        DuckDbKind.Time or DuckDbKind.TimeNs => typeof(TimeOnly),
        DuckDbKind.Timestamp or DuckDbKind.TimestampS or DuckDbKind.TimestampMs or DuckDbKind.TimestampNs
            or DuckDbKind.TimestampTz => typeof(DateTime),
        DuckDbKind.Interval => typeof(TimeSpan),
        DuckDbKind.Uuid => typeof(Guid),
        DuckDbKind.List or DuckDbKind.Array => Of(type.Element!).MakeArrayType(),
        DuckDbKind.Struct => typeof(Dictionary<string, object?>),
        DuckDbKind.Map => typeof(Dictionary<object, object?>),
        _ => typeof(object),
    };

    /// <summary>The type that a .NET type is sent as; null for those that depend on the value.</summary>
    public static DuckDbLogicalType? TypeOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalars.TryGetValue(plain, out var known))
            return known;
        return ElementOf(plain) is { } element && TypeOf(element) is { } inner
            ? DuckDbLogicalType.ListOf(inner)
            : null;
    }

    /// <summary>List elements as an array of the element's .NET type, nullable if one of them is NULL.</summary>
    public static Array ToArray(object?[] elements, DuckDbLogicalType elementType)
    {
        var type = Of(elementType);
        if (type.IsValueType && Array.IndexOf(elements, null) >= 0)
            type = typeof(Nullable<>).MakeGenericType(type);
        var array = Array.CreateInstance(type, elements.Length);
        elements.CopyTo((IList)array);
        return array;
    }

    private static void CopyTo(this object?[] elements, IList target)
    {
        for (var i = 0; i < elements.Length; i++)
            target[i] = elements[i];
    }

    private static Type? ElementOf(Type type) => type.IsArray
        ? type.GetElementType()
        : type.GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()[0];
}
