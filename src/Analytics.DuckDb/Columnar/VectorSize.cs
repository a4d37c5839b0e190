using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Estimates the memory behind a vector, for back-pressure by bytes.</summary>
internal static unsafe class VectorSize
{
    private const int BitsPerByte = 8;

    public static long Estimate(Vector vector, DuckDbLogicalType type, int count)
    {
        if (vector.IsConstant)
            return sizeof(StringView);
        var size = (long)BytesPerRow(type) * count + (vector.HasNulls ? count / BitsPerByte : 0);
        switch (type.Kind)
        {
            case DuckDbKind.Varchar or DuckDbKind.Blob or DuckDbKind.Bit:
                return size + LongTexts(vector, count);
            case DuckDbKind.List:
                return size + Estimate(vector.ListChild, type.Element!, vector.ListSize);
            case DuckDbKind.Array:
                return size + Estimate(vector.ArrayChild(type.ArraySize), type.Element!, count * type.ArraySize);
            case DuckDbKind.Map:
                var entries = vector.ListChild;
                return size + Estimate(entries.StructChild(0), type.Key!, vector.ListSize)
                    + Estimate(entries.StructChild(1), type.Value!, vector.ListSize);
            default:
                for (var i = 0; i < type.Fields.Count; i++)
                    size += Estimate(vector.StructChild(i), type.Fields[i].Type, count);
                return size;
        }
    }

    private static long LongTexts(Vector vector, int count)
    {
        var size = 0L;
        var strings = vector.Strings;
        for (var row = 0; row < count; row++)
            // The element of a NULL row may be anything.
            if (strings[row].Length > StringView.InlineCapacity && vector.IsValid(row))
                size += strings[row].Length;
        return size;
    }

    private static int BytesPerRow(DuckDbLogicalType type) => type.Kind switch
    {
        DuckDbKind.Boolean or DuckDbKind.TinyInt or DuckDbKind.UTinyInt => sizeof(byte),
        DuckDbKind.SmallInt or DuckDbKind.USmallInt => sizeof(short),
        DuckDbKind.Integer or DuckDbKind.UInteger or DuckDbKind.Float or DuckDbKind.Date or DuckDbKind.Enum =>
            sizeof(int),
        DuckDbKind.Struct or DuckDbKind.Array or DuckDbKind.SqlNull => 0,
        DuckDbKind.HugeInt or DuckDbKind.UHugeInt or DuckDbKind.Uuid or DuckDbKind.Interval or DuckDbKind.Varchar
            or DuckDbKind.Blob or DuckDbKind.Bit or DuckDbKind.List or DuckDbKind.Map => sizeof(Huge),
        DuckDbKind.Decimal when type.Width > 18 => sizeof(Huge),
        _ => sizeof(long),
    };
}
