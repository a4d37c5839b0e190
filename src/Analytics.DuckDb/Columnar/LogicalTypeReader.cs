using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Reads a type that the engine gave away into a <see cref="DuckDbLogicalType"/>.</summary>
internal static unsafe class LogicalTypeReader
{
    private static readonly Dictionary<DuckDbKind, DuckDbLogicalType> Scalars = new DuckDbLogicalType[]
    {
        DuckDbLogicalType.Boolean, DuckDbLogicalType.TinyInt, DuckDbLogicalType.SmallInt, DuckDbLogicalType.Integer,
        DuckDbLogicalType.BigInt, DuckDbLogicalType.HugeInt, DuckDbLogicalType.UTinyInt, DuckDbLogicalType.USmallInt,
        DuckDbLogicalType.UInteger, DuckDbLogicalType.UBigInt, DuckDbLogicalType.UHugeInt, DuckDbLogicalType.Float,
        DuckDbLogicalType.Double, DuckDbLogicalType.Varchar, DuckDbLogicalType.Blob, DuckDbLogicalType.Date,
        DuckDbLogicalType.Time, DuckDbLogicalType.Timestamp, DuckDbLogicalType.TimestampS,
        DuckDbLogicalType.TimestampMs, DuckDbLogicalType.TimestampNs, DuckDbLogicalType.TimestampTz,
        DuckDbLogicalType.Interval, DuckDbLogicalType.Uuid, DuckDbLogicalType.SqlNull,
    }.ToDictionary(type => type.Kind);

    public static DuckDbLogicalType? Scalar(DuckDbKind kind) => Scalars.GetValueOrDefault(kind);

    /// <summary>Takes ownership of <paramref name="pointer"/>.</summary>
    public static DuckDbLogicalType Take(nint pointer)
    {
        using var handle = new LogicalTypeHandle(pointer);
        var kind = (DuckDbKind)NativeMethods.duckdb_get_type_id(handle);
        return kind switch
        {
            DuckDbKind.Decimal => DuckDbLogicalType.Decimal(
                NativeMethods.duckdb_decimal_width(handle), NativeMethods.duckdb_decimal_scale(handle)),
            DuckDbKind.List => DuckDbLogicalType.ListOf(Take(NativeMethods.duckdb_list_type_child_type(handle))),
            DuckDbKind.Array => DuckDbLogicalType.ArrayOf(
                Take(NativeMethods.duckdb_array_type_child_type(handle)),
                (int)NativeMethods.duckdb_array_type_array_size(handle)),
            DuckDbKind.Map => DuckDbLogicalType.MapOf(
                Take(NativeMethods.duckdb_map_type_key_type(handle)),
                Take(NativeMethods.duckdb_map_type_value_type(handle))),
            DuckDbKind.Struct => DuckDbLogicalType.StructOf(Fields(handle)),
            DuckDbKind.Enum => DuckDbLogicalType.EnumOf(Members(handle)),
            _ => DuckDbLogicalType.Scalar(kind),
        };
    }

    private static ColumnDefinition[] Fields(LogicalTypeHandle handle)
    {
        var fields = new ColumnDefinition[NativeMethods.duckdb_struct_type_child_count(handle)];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = NativeText.Take(NativeMethods.duckdb_struct_type_child_name(handle, (ulong)i)) ?? "";
            fields[i] = new ColumnDefinition(name, Take(NativeMethods.duckdb_struct_type_child_type(handle, (ulong)i)));
        }
        return fields;
    }

    private static string[] Members(LogicalTypeHandle handle)
    {
        var members = new string[NativeMethods.duckdb_enum_dictionary_size(handle)];
        for (var i = 0; i < members.Length; i++)
            members[i] = NativeText.Take(NativeMethods.duckdb_enum_dictionary_value(handle, (ulong)i)) ?? "";
        return members;
    }
}
