using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// A type of the engine as an immutable value. Equal when the SQL names are equal. Safe to share between threads.
/// </summary>
public sealed class DuckDbLogicalType : IEquatable<DuckDbLogicalType>
{
    private const int MaxDecimalWidth = 38;

    private readonly Lock _gate = new();
    private LogicalTypeHandle? _handle;

    private DuckDbLogicalType(DuckDbKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    public static DuckDbLogicalType Boolean { get; } = new(DuckDbKind.Boolean, "BOOLEAN");
    public static DuckDbLogicalType TinyInt { get; } = new(DuckDbKind.TinyInt, "TINYINT");
    public static DuckDbLogicalType SmallInt { get; } = new(DuckDbKind.SmallInt, "SMALLINT");
    public static DuckDbLogicalType Integer { get; } = new(DuckDbKind.Integer, "INTEGER");
    public static DuckDbLogicalType BigInt { get; } = new(DuckDbKind.BigInt, "BIGINT");
    public static DuckDbLogicalType HugeInt { get; } = new(DuckDbKind.HugeInt, "HUGEINT");
    public static DuckDbLogicalType UTinyInt { get; } = new(DuckDbKind.UTinyInt, "UTINYINT");
    public static DuckDbLogicalType USmallInt { get; } = new(DuckDbKind.USmallInt, "USMALLINT");
    public static DuckDbLogicalType UInteger { get; } = new(DuckDbKind.UInteger, "UINTEGER");
    public static DuckDbLogicalType UBigInt { get; } = new(DuckDbKind.UBigInt, "UBIGINT");
    public static DuckDbLogicalType UHugeInt { get; } = new(DuckDbKind.UHugeInt, "UHUGEINT");
    public static DuckDbLogicalType Float { get; } = new(DuckDbKind.Float, "FLOAT");
    public static DuckDbLogicalType Double { get; } = new(DuckDbKind.Double, "DOUBLE");
    public static DuckDbLogicalType Varchar { get; } = new(DuckDbKind.Varchar, "VARCHAR");
    public static DuckDbLogicalType Blob { get; } = new(DuckDbKind.Blob, "BLOB");
    public static DuckDbLogicalType Date { get; } = new(DuckDbKind.Date, "DATE");
    public static DuckDbLogicalType Time { get; } = new(DuckDbKind.Time, "TIME");
    public static DuckDbLogicalType Timestamp { get; } = new(DuckDbKind.Timestamp, "TIMESTAMP");
    public static DuckDbLogicalType TimestampS { get; } = new(DuckDbKind.TimestampS, "TIMESTAMP_S");
    public static DuckDbLogicalType TimestampMs { get; } = new(DuckDbKind.TimestampMs, "TIMESTAMP_MS");
    public static DuckDbLogicalType TimestampNs { get; } = new(DuckDbKind.TimestampNs, "TIMESTAMP_NS");
    public static DuckDbLogicalType TimestampTz { get; } =
        new(DuckDbKind.TimestampTz, "TIMESTAMP WITH TIME ZONE");
    public static DuckDbLogicalType Interval { get; } = new(DuckDbKind.Interval, "INTERVAL");
    public static DuckDbLogicalType Uuid { get; } = new(DuckDbKind.Uuid, "UUID");

    /// <summary>The type of a bare NULL.</summary>
    public static DuckDbLogicalType SqlNull { get; } = new(DuckDbKind.SqlNull, "\"NULL\"");

    public DuckDbKind Kind { get; }

    /// <summary>The type as SQL spells it: <c>DECIMAL(18,3)</c>, <c>VARCHAR[]</c>.</summary>
    public string Name { get; }

    /// <summary>Of a LIST or ARRAY.</summary>
    public DuckDbLogicalType? Element { get; private init; }

    /// <summary>Of a MAP.</summary>
    public DuckDbLogicalType? Key { get; private init; }

    /// <summary>Of a MAP.</summary>
    public DuckDbLogicalType? Value { get; private init; }

    /// <summary>Of a STRUCT, in order; empty for others.</summary>
    public IReadOnlyList<ColumnDefinition> Fields { get; private init; } = [];

    /// <summary>Of an ENUM, in order; empty for others.</summary>
    public IReadOnlyList<string> Members { get; private init; } = [];

    /// <summary>Digits of a DECIMAL.</summary>
    public int Width { get; private init; }

    /// <summary>Digits of a DECIMAL after the point.</summary>
    public int Scale { get; private init; }

    /// <summary>Elements per row of an ARRAY.</summary>
    public int ArraySize { get; private init; }

    /// <summary>
    /// The native type, made once and kept: types of columns live as long as the program, and chunks are made of them
    /// in the hot path.
    /// </summary>
    internal LogicalTypeHandle Handle
    {
        get
        {
            var handle = Volatile.Read(ref _handle);
            if (handle is not null)
                return handle;
            lock (_gate)
                return _handle ??= LogicalTypeBuilder.Build(this);
        }
    }

    public static DuckDbLogicalType ListOf(DuckDbLogicalType element) =>
        new(DuckDbKind.List, element.Name + "[]") { Element = element };

    public static DuckDbLogicalType ArrayOf(DuckDbLogicalType element, int size) =>
        new(DuckDbKind.Array, $"{element.Name}[{size}]") { Element = element, ArraySize = size };

    public static DuckDbLogicalType MapOf(DuckDbLogicalType key, DuckDbLogicalType value) =>
        new(DuckDbKind.Map, $"MAP({key.Name}, {value.Name})") { Key = key, Value = value };

    public static DuckDbLogicalType StructOf(params ColumnDefinition[] fields) =>
        new(DuckDbKind.Struct, $"STRUCT({string.Join(", ", fields.Select(f => $"{Quote(f.Name)} {f.Type.Name}"))})")
        {
            Fields = fields,
        };

    public static DuckDbLogicalType EnumOf(params string[] members) =>
        new(DuckDbKind.Enum, $"ENUM({string.Join(", ", members.Select(m => $"'{m.Replace("'", "''")}'"))})")
        {
            Members = members,
        };

    /// <param name="width">All digits, 1 to 38.</param>
    /// <param name="scale">Digits after the point, 0 to <paramref name="width"/>.</param>
    public static DuckDbLogicalType Decimal(int width, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxDecimalWidth);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, width);
        return new DuckDbLogicalType(DuckDbKind.Decimal, $"DECIMAL({width},{scale})") { Width = width, Scale = scale };
    }

    public bool Equals(DuckDbLogicalType? other) => other is not null && Kind == other.Kind && Name == other.Name;

    public override bool Equals(object? obj) => Equals(obj as DuckDbLogicalType);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;

    internal static DuckDbLogicalType Scalar(DuckDbKind kind) => LogicalTypeReader.Scalar(kind)
        ?? new DuckDbLogicalType(kind, kind.ToString().ToUpperInvariant());

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
