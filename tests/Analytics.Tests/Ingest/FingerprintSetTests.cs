using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

public sealed class FingerprintSetTests
{
    [Fact]
    public void AddAll_RandomBatches_FindsTheFirstOfEachAsAHashSetDoes()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            using var set = new FingerprintSet(1 << random.Next(12));
            var oracle = new HashSet<UInt128>();
            var range = 1 + random.Next(1200);
            for (var batch = 0; batch < 20; batch++)
            {
                var keys = new UInt128[random.Next(2049)];
                for (var i = 0; i < keys.Length; i++)
                {
                    // Zero and one too, few low bits so that slots collide, and values that differ in the high half
                    // only.
                    var value = (ulong)random.Next(range);
                    keys[i] = random.Next(2) == 0 ? new UInt128(value, 7) : new UInt128(0, value == 1 ? 0 : value);
                }

                var fresh = new uint[keys.Length];
                var count = set.AddAll(keys, fresh);

                var expected = Enumerable.Range(0, keys.Length).Where(i => oracle.Add(keys[i])).Select(i => (uint)i);
                Assert.Equal(expected, fresh[..count]);
                Assert.Equal(oracle.Count, set.Count);
            }
        }
    }

    [Fact]
    public void AddAll_Zero_IsAKeyLikeOthers()
    {
        using var set = new FingerprintSet();
        var fresh = new uint[3];

        Assert.Equal(1, set.AddAll([UInt128.Zero, UInt128.Zero], fresh));
        Assert.Equal(0, set.AddAll([UInt128.Zero], fresh));
    }

    [Fact]
    public void AddAll_ManyKeys_HoldsNoMoreThanPromised()
    {
        using var set = new FingerprintSet();
        var (keys, fresh) = (new UInt128[2048], new uint[2048]);
        for (var batch = 0; batch < 500; batch++)
        {
            for (var i = 0; i < keys.Length; i++) keys[i] = Fingerprint.Of((ulong)batch, (ulong)i);
            Assert.Equal(keys.Length, set.AddAll(keys, fresh));
        }

        Assert.InRange(set.SizeBytes / (double)set.Count, 16 / 0.75 - 0.1, 1.6 * 16 / 0.75 + 0.1);
    }
}
