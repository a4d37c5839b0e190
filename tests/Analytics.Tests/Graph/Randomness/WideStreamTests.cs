using System.Numerics;
using System.Runtime.Intrinsics;
using Analytics.Graph.Randomness;

namespace Analytics.Tests.Graph.Randomness;

public class WideStreamTests
{
    [Fact]
    public void NextBytes_AnyPart_IsEightTimesTheTextbookGenerator()
    {
        WideStream stream = new();
        stream.Restart(5, 7);
        Xoshiro256 source = new(Xoshiro256.Derive(5, 7));
        ulong[][] states = [new ulong[8], new ulong[8], new ulong[8], new ulong[8]];
        foreach (ulong[] word in states)
        {
            for (int lane = 0; lane < 8; lane++)
                word[lane] = source.Next();
        }

        for (int step = 0; step < 1000; step++)
        {
            Vector512<ulong> words = stream.NextBytes().AsUInt64();
            for (int lane = 0; lane < 8; lane++)
                Assert.Equal(NextOf(states, lane), words[lane]);
        }
    }

    [Fact]
    public void Restart_SamePart_BeginsAnew()
    {
        WideStream stream = new();
        stream.Restart(1, 2);
        ulong first = stream.NextWord();
        stream.NextWord();
        stream.Restart(1, 2);
        Assert.Equal(first, stream.NextWord());
        stream.Restart(1, 3);
        Assert.NotEqual(first, stream.NextWord());
    }

    [Fact]
    public void Below_ManyDraws_IsUniform()
    {
        WideStream stream = new();
        stream.Restart(3, 0);
        int[] counts = new int[13];
        for (int i = 0; i < 130_000; i++)
            counts[stream.Below(13)]++;
        double chi = counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000.0);
        // 12 degrees of freedom: above 33 once in a thousand times.
        Assert.InRange(chi, 2, 33);
    }

    [Fact]
    public void NextExponential_ManyDraws_HasMeanAndTailOfOne()
    {
        WideStream stream = new();
        stream.Restart(4, 0);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => stream.NextExponential())];
        Assert.Equal(1, draws.Average(), 0.01);
        Assert.Equal(Math.Exp(-3), draws.Count(x => x > 3) / 200_000.0, 0.002);
        Assert.True(draws.Min() >= 0);
    }

    private static ulong NextOf(ulong[][] s, int lane)
    {
        ulong result = BitOperations.RotateLeft(s[0][lane] + s[3][lane], 23) + s[0][lane];
        ulong shifted = s[1][lane] << 17;
        s[2][lane] ^= s[0][lane];
        s[3][lane] ^= s[1][lane];
        s[1][lane] ^= s[2][lane];
        s[0][lane] ^= s[3][lane];
        s[2][lane] ^= shifted;
        s[3][lane] = BitOperations.RotateLeft(s[3][lane], 45);
        return result;
    }
}
