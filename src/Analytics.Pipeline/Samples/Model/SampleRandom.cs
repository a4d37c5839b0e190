using System.Runtime.CompilerServices;

namespace Analytics.Pipeline.Samples.Model;

/// <summary>
/// Counter-based random numbers: each is a pure function of a key and a counter, so an account's followees, a post's
/// time or a handle can be computed whenever they are needed instead of being stored, and no order of evaluation
/// changes them. The mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Distributions
/// use only + − × ÷ and √, which IEEE 754 fixes to the last bit, never the C library.
/// </summary>
internal static class SampleRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public static ulong Key(ulong seed, ulong stream) => Mix(Mix(seed + Golden) + (stream * Golden));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong At(ulong key, ulong index) => Mix(key + ((index + 1) * Golden));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong At(ulong key, int row, int column) =>
        Mix(key + ((((ulong)(uint)row << 32) | (uint)column) + 1) * Golden);

    /// <summary>Uniform in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [0, count).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Below(ulong bits, int count) => (int)Math.BigMul(bits, (ulong)count, out _);

    /// <summary>Heavy tail with mean 1 and tail exponent 3: half the inverse root of a uniform number.</summary>
    public static double HeavyTail(ulong bits) => 0.5 / Math.Sqrt(Unit(bits) + 1e-9);

    /// <summary>
    /// Rank in [0, count) with probability proportional to rank^(-2/3): degrees drawn this way have a power law of
    /// exponent 2.5.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rank(ulong bits, int count)
    {
        var u = Unit(bits);
        return (int)(count * (u * u * u));
    }
}

/// <summary>A run of draws from one key; copying it repeats them.</summary>
internal struct Draws(ulong key)
{
    private ulong _state = key;

    public ulong Next() => SampleRandom.Mix(_state += 0x9E3779B97F4A7C15);

    public double Unit() => SampleRandom.Unit(Next());

    public int Below(int count) => SampleRandom.Below(Next(), count);

    public int Rank(int count) => SampleRandom.Rank(Next(), count);
}

/// <summary>One stream per question, so that a change in one leaves the others as they were.</summary>
internal static class Streams
{
    public const ulong AccountId = 1;
    public const ulong PostId = 2;
    public const ulong Handle = 3;
    public const ulong Community = 4;
    public const ulong Follow = 5;
    public const ulong Degree = 6;
    public const ulong FollowTime = 7;
    public const ulong Post = 8;
    public const ulong Interaction = 9;
    public const ulong Profile = 10;
    public const ulong Order = 11;
    public const ulong Bot = 12;
    public const ulong Text = 13;
    public const ulong Metrics = 14;
    public const ulong Partial = 15;
}
