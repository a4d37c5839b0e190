using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Analytics.Graph.Randomness;

/// <summary>
/// Eight generators xoshiro256++ 1.0 (Blackman and Vigna 2021) side by side, which give 64 random bytes at a time for
/// little more than a single one costs. The same bytes on every processor. Not safe for use by several threads at once.
/// </summary>
public sealed class WideStream
{
    private Vector512<ulong> _s0;
    private Vector512<ulong> _s1;
    private Vector512<ulong> _s2;
    private Vector512<ulong> _s3;
    private Vector512<ulong> _words;
    private int _word = Vector512<ulong>.Count;

    /// <summary>Starts the sequence that belongs to a seed and the number of a part of the work.</summary>
    public void Restart(ulong seed, ulong part)
    {
        Xoshiro256 source = new(Xoshiro256.Derive(seed, part));
        _s0 = Draw(source);
        _s1 = Draw(source);
        _s2 = Draw(source);
        _s3 = Draw(source);
        _word = Vector512<ulong>.Count;
    }

    /// <summary>64 random bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<byte> NextBytes()
    {
        (Vector512<ulong> s0, Vector512<ulong> s1, Vector512<ulong> s2, Vector512<ulong> s3) = (_s0, _s1, _s2, _s3);
        Vector512<ulong> sum = s0 + s3;
        Vector512<ulong> result = (sum << 23 | sum >>> 41) + s0;
        Vector512<ulong> shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        _s1 = s1 ^ s2;
        _s0 = s0 ^ s3;
        _s2 = s2 ^ shifted;
        _s3 = s3 << 45 | s3 >>> 19;
        return result.AsByte();
    }

    /// <summary>64 random bits, of which an earlier call may have left some.</summary>
    public ulong NextWord()
    {
        if (_word == Vector512<ulong>.Count)
        {
            _words = NextBytes().AsUInt64();
            _word = 0;
        }

        return _words[_word++];
    }

    /// <summary>A uniform number in [0, <paramref name="bound"/>). Of 64 bits' worth of numbers at most one in 2³² goes
    /// to the wrong one.</summary>
    public int Below(int bound) => (int)Math.BigMul(NextWord(), (ulong)bound, out _);

    /// <summary>A number with density e^−x, x ≥ 0.</summary>
    public double NextExponential() => -Math.Log(((NextWord() >> 11) + 0.5) * (1.0 / (1UL << 53)));

    private static Vector512<ulong> Draw(Xoshiro256 source)
    {
        Vector512<ulong> words = Vector512<ulong>.Zero;
        for (int lane = 0; lane < Vector512<ulong>.Count; lane++)
            words = words.WithElement(lane, source.Next());
        return words;
    }
}
