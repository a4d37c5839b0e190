namespace Analytics.DuckDb;

/// <summary>The engine's type ids, with the bytes that a vector holds per row.</summary>
public enum DuckDbKind
{
    Invalid = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,

    /// <summary><see cref="long"/>: microseconds since 1970-01-01, UTC.</summary>
    Timestamp = 12,

    /// <summary><see cref="int"/>: days since 1970-01-01.</summary>
    Date = 13,

    /// <summary><see cref="long"/>: microseconds since midnight.</summary>
    Time = 14,

    /// <summary>16 bytes: months, days, microseconds.</summary>
    Interval = 15,

    /// <summary>16 bytes: lower, upper.</summary>
    HugeInt = 16,

    /// <summary><see cref="StringView"/>.</summary>
    Varchar = 17,

    /// <summary><see cref="StringView"/> over any bytes.</summary>
    Blob = 18,

    /// <summary>The unscaled value in 2, 4, 8 or 16 bytes for a width up to 4, 9, 18 or 38.</summary>
    Decimal = 19,
    TimestampS = 20,
    TimestampMs = 21,
    TimestampNs = 22,

    /// <summary>Index of the member in 1, 2 or 4 bytes for up to 255, 65,535 or more members.</summary>
    Enum = 23,

    /// <summary><see cref="ListEntry"/>.</summary>
    List = 24,
    Struct = 25,

    /// <summary>A list of structs (key, value).</summary>
    Map = 26,

    /// <summary>16 bytes, big end last, top bit flipped.</summary>
    Uuid = 27,
    Union = 28,
    Bit = 29,
    TimeTz = 30,

    /// <summary><see cref="long"/>: microseconds since 1970-01-01, UTC.</summary>
    TimestampTz = 31,
    UHugeInt = 32,
    Array = 33,
    Any = 34,
    BigNum = 35,

    /// <summary>The type of a bare NULL.</summary>
    SqlNull = 36,
    TimeNs = 39,
    Geometry = 40,
    Variant = 41,
}
