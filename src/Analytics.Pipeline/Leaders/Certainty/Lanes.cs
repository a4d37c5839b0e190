using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>One number for each of sixteen replicates.</summary>
internal readonly struct Lanes(Vector256<float> low, Vector256<float> high)
{
    public const int Count = 16;

    private readonly Vector256<float> _low = low;
    private readonly Vector256<float> _high = high;

    public static Lanes All(float value)
    {
        var vector = Vector256.Create(value);
        return new Lanes(vector, vector);
    }

    public static Lanes Of(Vector256<ushort> numbers)
    {
        var (low, high) = Vector256.Widen(numbers);
        return new Lanes(
            Vector256.ConvertToSingle(low.AsInt32()), Vector256.ConvertToSingle(high.AsInt32()));
    }

    /// <summary>Where the number is above 0: <paramref name="value"/>, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes WherePositive(float value)
    {
        var vector = Vector256.Create(value);
        return new Lanes(
            Vector256.GreaterThan(_low, Vector256<float>.Zero) & vector,
            Vector256.GreaterThan(_high, Vector256<float>.Zero) & vector);
    }

    /// <summary>1 divided by each number; 0 for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes Inverse() => new(
        Vector256.GreaterThan(_low, Vector256<float>.Zero) & (Vector256<float>.One / _low),
        Vector256.GreaterThan(_high, Vector256<float>.Zero) & (Vector256<float>.One / _high));

    public void CopyTo(Span<float> values)
    {
        _low.CopyTo(values);
        _high.CopyTo(values[Vector256<float>.Count..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator +(Lanes one, Lanes other) => new(one._low + other._low, one._high + other._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(Lanes one, Lanes other) => new(one._low * other._low, one._high * other._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(Lanes lanes, float factor)
    {
        var vector = Vector256.Create(factor);
        return new Lanes(lanes._low * vector, lanes._high * vector);
    }
}
