using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Analytics.DuckDb;

/// <summary>What the typed getters of a reader allow beyond the column's own .NET type.</summary>
internal static class FieldConversion
{
    /// <summary>
    /// Numbers convert into others, integers only into those that hold them; lists into arrays and lists.
    /// </summary>
    /// <exception cref="InvalidCastException">NULL for a type without null, or no conversion.</exception>
    public static T To<T>(object value, ColumnDefinition column)
    {
        if (value is T exact)
            return exact;
        if (value is DBNull)
            return default(T) is null
                ? default!
                : throw new InvalidCastException(
                    $"Column '{column.Name}' is NULL in this row; ask IsDBNull first, or for {typeof(T).Name}?.");
        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T)(Convert(value, target)
            ?? throw new InvalidCastException(
                $"Column '{column.Name}' of type {column.Type} cannot be read as {typeof(T).Name}."));
    }

    /// <summary>Copies a part; with no buffer, tells the whole length.</summary>
    public static long Copy<T>(T[] source, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
            return source.Length;
        var count = (int)Math.Max(0, Math.Min(length, source.Length - offset));
        Array.Copy(source, offset, buffer, bufferOffset, count);
        return count;
    }

    private static object? Convert(object value, Type target)
    {
        if (target == typeof(DateTime) && value is DateOnly day)
            return day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        if (target == typeof(DateTimeOffset) && value is DateTime time)
            return new DateTimeOffset(time, TimeSpan.Zero);
        if (target == typeof(char) && value is string { Length: 1 } text)
            return text[0];
        if (value is Array elements)
            return Elements(elements, target);
        return Number(value, target);
    }

    private static object? Number(object value, Type target)
    {
        if (target == typeof(BigInteger))
            return value is Int128 or UInt128 or sbyte or short or int or long or byte or ushort or uint or ulong
                ? BigInteger.Parse(value.ToString()!, CultureInfo.InvariantCulture)
                : null;
        var wide = value is Int128 signed ? (decimal)signed : value is UInt128 unsigned ? (decimal)unsigned : value;
        var isFraction = wide is float or double || (value is decimal && target != typeof(decimal));
        var intoFraction = target == typeof(float) || target == typeof(double) || target == typeof(decimal);
        var intoInteger = target.IsPrimitive && target != typeof(bool) && target != typeof(char);
        return wide is IConvertible and not (string or bool) && (intoFraction || (intoInteger && !isFraction))
            ? System.Convert.ChangeType(wide, target, CultureInfo.InvariantCulture)
            : null;
    }

    private static object? Elements(Array elements, Type target)
    {
        var isList = target.IsGenericType && target.GetGenericTypeDefinition() == typeof(List<>);
        var elementType = isList ? target.GetGenericArguments()[0] : target.GetElementType();
        if (elementType is null)
            return null;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(elementType))!;
        var plain = Nullable.GetUnderlyingType(elementType) ?? elementType;
        foreach (var element in elements)
        {
            if (element is null || plain.IsInstanceOfType(element))
                list.Add(element);
            else if (Convert(element, plain) is { } converted)
                list.Add(converted);
            else
                return null;
        }
        if (isList)
            return list;
        var array = Array.CreateInstance(elementType, list.Count);
        list.CopyTo(array, 0);
        return array;
    }
}
