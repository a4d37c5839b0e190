using System.Text;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>Rows of vectors as .NET objects: the slow path, for readers that go row by row.</summary>
internal static class VectorReader
{
    /// <summary>The value of a row; null for NULL.</summary>
    public static object? Read(Vector vector, DuckDbLogicalType type, int row)
    {
        if (!vector.IsValid(row))
            return null;
        return type.Kind switch
        {
            DuckDbKind.Boolean => vector.Values<byte>()[row] != 0,
            DuckDbKind.TinyInt => vector.Values<sbyte>()[row],
            DuckDbKind.SmallInt => vector.Values<short>()[row],
            DuckDbKind.Integer => vector.Values<int>()[row],
            DuckDbKind.BigInt => vector.Values<long>()[row],
            DuckDbKind.HugeInt => vector.Values<Huge>()[row].Signed,
            DuckDbKind.UTinyInt => vector.Values<byte>()[row],
            DuckDbKind.USmallInt => vector.Values<ushort>()[row],
            DuckDbKind.UInteger => vector.Values<uint>()[row],
            DuckDbKind.UBigInt => vector.Values<ulong>()[row],
            DuckDbKind.UHugeInt => vector.Values<Huge>()[row].Unsigned,
            DuckDbKind.Float => vector.Values<float>()[row],
            DuckDbKind.Double => vector.Values<double>()[row],
            DuckDbKind.Decimal => Exact.ToDecimal(Unscaled(vector, type.Width, row), type.Scale),
            DuckDbKind.Varchar => Encoding.UTF8.GetString(vector.GetUtf8(row)),
            DuckDbKind.Blob => vector.GetUtf8(row).ToArray(),
            DuckDbKind.Bit => Bits(vector.GetUtf8(row)),
            DuckDbKind.Date => Temporal.ToDate(vector.Values<int>()[row]),
            DuckDbKind.Time => Temporal.ToTime(vector.Values<long>()[row]),
            DuckDbKind.TimeNs => Temporal.ToTime(vector.Values<long>()[row] / 1000),
            DuckDbKind.Timestamp or DuckDbKind.TimestampTz =>
                Temporal.ToDateTime(vector.Values<long>()[row], TimeSpan.TicksPerMicrosecond),
            DuckDbKind.TimestampS => Temporal.ToDateTime(vector.Values<long>()[row], TimeSpan.TicksPerSecond),
            DuckDbKind.TimestampMs => Temporal.ToDateTime(vector.Values<long>()[row], TimeSpan.TicksPerMillisecond),
            DuckDbKind.TimestampNs => Temporal.FromNanoseconds(vector.Values<long>()[row]),
            DuckDbKind.Interval => Temporal.ToTimeSpan(vector.Values<NativeInterval>()[row]),
            DuckDbKind.Uuid => Exact.ToGuid(vector.Values<Huge>()[row]),
            DuckDbKind.Enum => type.Members[MemberIndex(vector, type, row)],
            DuckDbKind.List or DuckDbKind.Array => Elements(vector, type, row),
            DuckDbKind.Struct => Fields(vector, type, row),
            DuckDbKind.Map => Entries(vector, type, row),
            _ => throw new NotSupportedException(
                $"Values of type {type.Name} cannot be read; CAST the column to VARCHAR."),
        };
    }

    private static Int128 Unscaled(Vector vector, int width, int row) => width switch
    {
        <= 4 => vector.Values<short>()[row],
        <= 9 => vector.Values<int>()[row],
        <= 18 => vector.Values<long>()[row],
        _ => vector.Values<Huge>()[row].Signed,
    };

    private static int MemberIndex(Vector vector, DuckDbLogicalType type, int row) => type.Members.Count switch
    {
        <= byte.MaxValue => vector.Values<byte>()[row],
        <= ushort.MaxValue => vector.Values<ushort>()[row],
        _ => (int)vector.Values<uint>()[row],
    };

    private static Array Elements(Vector vector, DuckDbLogicalType type, int row)
    {
        Vector child;
        int start, length;
        if (type.Kind == DuckDbKind.Array)
            (child, start, length) = (vector.ArrayChild(type.ArraySize), row * type.ArraySize, type.ArraySize);
        else
            (child, start, length) = Range(vector, row);
        var elements = new object?[length];
        for (var i = 0; i < length; i++)
            elements[i] = Read(child, type.Element!, start + i);
        return ClrTypes.ToArray(elements, type.Element!);
    }

    private static Dictionary<string, object?> Fields(Vector vector, DuckDbLogicalType type, int row)
    {
        var fields = new Dictionary<string, object?>(type.Fields.Count);
        for (var i = 0; i < type.Fields.Count; i++)
            fields[type.Fields[i].Name] = Read(vector.StructChild(i), type.Fields[i].Type, row);
        return fields;
    }

    private static Dictionary<object, object?> Entries(Vector vector, DuckDbLogicalType type, int row)
    {
        var (child, start, length) = Range(vector, row);
        var entries = new Dictionary<object, object?>(length);
        for (var i = start; i < start + length; i++)
            entries[Read(child.StructChild(0), type.Key!, i)!] = Read(child.StructChild(1), type.Value!, i);
        return entries;
    }

    private static (Vector Child, int Start, int Length) Range(Vector vector, int row)
    {
        var entry = vector.ListEntries[row];
        return (vector.ListChild, (int)entry.Offset, (int)entry.Length);
    }

    /// <summary>A bit string begins with a byte that says how many bits of the next are padding.</summary>
    private static string Bits(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var i = 8 + bytes[0]; i < bytes.Length * 8; i++)
            text.Append((bytes[i / 8] & (0x80 >> (i % 8))) != 0 ? '1' : '0');
        return text.ToString();
    }
}
