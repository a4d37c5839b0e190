using System.Text;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Makes the engine's counterpart of a <see cref="DuckDbLogicalType"/>.</summary>
internal static unsafe class LogicalTypeBuilder
{
    public static LogicalTypeHandle Build(DuckDbLogicalType type)
    {
        var pointer = type.Kind switch
        {
            DuckDbKind.Decimal => NativeMethods.duckdb_create_decimal_type((byte)type.Width, (byte)type.Scale),
            DuckDbKind.List => NativeMethods.duckdb_create_list_type(type.Element!.Handle),
            DuckDbKind.Array =>
                NativeMethods.duckdb_create_array_type(type.Element!.Handle, (ulong)type.ArraySize),
            DuckDbKind.Map => NativeMethods.duckdb_create_map_type(type.Key!.Handle, type.Value!.Handle),
            DuckDbKind.Struct => Struct(type),
            DuckDbKind.Enum => Enum(type),
            _ => NativeMethods.duckdb_create_logical_type((int)type.Kind),
        };
        if (pointer == 0)
            throw new DuckDbException(
                $"The engine cannot make the type {type.Name}.", null, DuckDbErrorType.InvalidType);
        return new LogicalTypeHandle(pointer);
    }

    private static nint Struct(DuckDbLogicalType type)
    {
        var fields = new nint[type.Fields.Count];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = type.Fields[i].Type.Handle.DangerousGetHandle();
        return WithNames(type.Fields.Select(f => f.Name), (names, count) =>
        {
            fixed (nint* types = fields)
                return NativeMethods.duckdb_create_struct_type(types, (byte**)names, count);
        });
    }

    private static nint Enum(DuckDbLogicalType type) => WithNames(
        type.Members, (names, count) => NativeMethods.duckdb_create_enum_type((byte**)names, count));

    private static nint WithNames(IEnumerable<string> names, Func<nint, ulong, nint> create)
    {
        var all = names.ToArray();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(all.Select(name => name + '\0')) + '\0');
        var pointers = new nint[all.Length + 1];
        fixed (byte* text = bytes)
        fixed (nint* starts = pointers)
        {
            var next = text;
            for (var i = 0; i < all.Length; i++)
            {
                starts[i] = (nint)next;
                next += Encoding.UTF8.GetByteCount(all[i]) + 1;
            }
            return create((nint)starts, (ulong)all.Length);
        }
    }
}
