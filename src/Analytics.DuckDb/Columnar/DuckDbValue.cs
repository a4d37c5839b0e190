using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>One value of the engine: a parameter, or the content of a constant vector.</summary>
public sealed class DuckDbValue : IDisposable
{
    internal DuckDbValue(nint pointer)
    {
        if (pointer == 0)
            throw new ArgumentException("The engine could not make the value.");
        Handle = new ValueHandle(pointer);
    }

    /// <summary>A typeless NULL.</summary>
    public static DuckDbValue Null => new(NativeMethods.duckdb_create_null_value());

    internal ValueHandle Handle { get; }

    /// <summary>
    /// A value of the type that fits the .NET type best (<see cref="long"/> → BIGINT, <see cref="DateTime"/> →
    /// TIMESTAMP in UTC, arrays and lists → LIST …), or of <paramref name="type"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such conversion.</exception>
    public static DuckDbValue From(object? value, DuckDbLogicalType? type = null) =>
        new(ValueWriter.Create(value, type));

    /// <summary>The value as a .NET object, null for NULL; the same types as <see cref="DuckDbDataReader"/>.</summary>
    public object? ToObject() => ValueReader.Read(Handle);

    public void Dispose() => Handle.Dispose();
}
