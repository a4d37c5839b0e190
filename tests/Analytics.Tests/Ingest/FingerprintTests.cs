using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

public sealed class FingerprintTests
{
    private const int Keys = 1_000_000;

    /// <summary>
    /// Pairs as facts have them, and worse: counters, single bits, swapped and equal halves.
    /// </summary>
    [Theory]
    [InlineData("random pairs")]
    [InlineData("counters")]
    [InlineData("counter and zero")]
    [InlineData("zero and counter")]
    [InlineData("equal halves")]
    [InlineData("high bits")]
    [InlineData("times of one account")]
    public void Of_AMillionDistinctKeys_AllDifferAndSpread(string shape)
    {
        var random = new Random(1);
        var seen = new HashSet<UInt128>(Keys);
        var low = new HashSet<ulong>(Keys);
        for (var i = 0ul; i < Keys; i++)
        {
            var key = shape switch
            {
                "random pairs" => Fingerprint.Of((ulong)random.NextInt64(), (ulong)random.NextInt64()),
                "counters" => Fingerprint.Of(i % 1000, i / 1000),
                "counter and zero" => Fingerprint.Of(i, 0),
                "zero and counter" => Fingerprint.Of(0, i),
                "equal halves" => Fingerprint.Of(i, i),
                "high bits" => Fingerprint.Of(i << 40, i >> 10 << 50),
                _ => Fingerprint.Of(17, 1_700_000_000_000_000 + i * 1_000_000),
            };
            Assert.True(seen.Add(key), $"key {i}");
            low.Add((ulong)key & 0xFFFFF);
        }

        // A million balls into 2^20 slots leave 1 − 1/e of 1,048,576 · … = about 644,000 in use.
        Assert.InRange(low.Count, 600_000, Keys);
    }

    [Fact]
    public void Of_SwappedArguments_Differ()
    {
        Assert.NotEqual(Fingerprint.Of(1, 2), Fingerprint.Of(2, 1));
    }
}
