using Analytics.Graph.Randomness;

namespace Analytics.Tests.Graph.Randomness;

public class Xoshiro256Tests
{
    [Fact]
    public void Next_KnownSeed_FollowsTheDefinition()
    {
        // SplitMix64 of seed 1234567 is published with these values; the generator is stepped here word by word.
        ulong[] s = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        Xoshiro256 random = new(1234567);
        for (int i = 0; i < 1000; i++)
        {
            ulong expected = unchecked(Rotate(unchecked(s[1] * 5), 7) * 9);
            ulong shifted = s[1] << 17;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= shifted;
            s[3] = Rotate(s[3], 45);
            Assert.Equal(expected, random.Next());
        }

        static ulong Rotate(ulong x, int by) => (x << by) | (x >> (64 - by));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Below_ManyDraws_AreEvenlySpread(int bound)
    {
        const int Draws = 100_000;
        Xoshiro256 random = new(9);
        int[] counts = new int[bound];
        for (int i = 0; i < Draws; i++)
            counts[random.Below(bound)]++;
        double mean = (double)Draws / bound;
        Assert.All(counts, count => Assert.InRange(count, mean - 5 * Math.Sqrt(mean), mean + 5 * Math.Sqrt(mean)));
    }

    [Fact]
    public void Below_LargeBound_StaysBelow()
    {
        Xoshiro256 random = new(3);
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            int value = random.Below(int.MaxValue);
            Assert.InRange(value, 0, int.MaxValue - 1);
            sum += value;
        }

        Assert.InRange(sum / 10_000 / int.MaxValue, 0.48, 0.52);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Below(0));
    }

    [Fact]
    public void NextDouble_ManyDraws_LieInTheUnitInterval()
    {
        Xoshiro256 random = new(4);
        double[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble())];
        Assert.All(draws, x => Assert.True(x is >= 0 and < 1));
        Assert.InRange(draws.Average(), 0.48, 0.52);
    }

    [Fact]
    public void Permutation_ThreeElements_GivesAllOrdersEqually()
    {
        Xoshiro256 random = new(8);
        Dictionary<string, int> orders = [];
        int[] order = new int[3];
        for (int i = 0; i < 6000; i++)
        {
            random.Permutation(order);
            string key = string.Join("", order);
            orders[key] = orders.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(6, orders.Count);
        Assert.All(orders.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Derive_DifferentParts_GiveDifferentSeeds()
    {
        IEnumerable<ulong> seeds = from seed in Enumerable.Range(0, 50)
                                   from part in Enumerable.Range(0, 50)
                                   select Xoshiro256.Derive((ulong)seed, (ulong)part);
        Assert.Equal(2500, seeds.Distinct().Count());
    }
}
