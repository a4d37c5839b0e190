namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>
/// Percentile ranks as <see cref="PercentileRanks"/> gives them, of numbers that are known and never negative: sorted
/// by their bits, eleven at a time.
/// </summary>
internal sealed class FloatRanks
{
    private const int Digit = 11;
    private const int Buckets = 1 << Digit;

    private readonly int[] _counts = new int[3 * Buckets];
    private (uint Key, int Place)[] _one = [];
    private (uint Key, int Place)[] _other = [];

    /// <summary>Adds <paramref name="weight"/> × rank of each value to <paramref name="sums"/>.</summary>
    /// <param name="values">One for each of <paramref name="sums"/>, <paramref name="stride"/> apart.</param>
    public void AddTo(Span<float> sums, ReadOnlySpan<float> values, int stride, float weight)
    {
        var n = sums.Length;
        if (n < 2) return;
        if (_one.Length < n) (_one, _other) = (new (uint, int)[n], new (uint, int)[n]);
        Array.Clear(_counts);
        for (var i = 0; i < n; i++)
        {
            var key = BitConverter.SingleToUInt32Bits(values[i * stride]);
            _one[i] = (key, i);
            for (var pass = 0; pass < 3; pass++) _counts[(pass * Buckets) + Bucket(key, pass)]++;
        }

        for (var pass = 0; pass < 3; pass++) Pass(pass, n);
        var lower = 0;
        var scale = weight / (n - 1);
        for (var i = 0; i < n; i++)
        {
            if (_one[i].Key != _one[lower].Key) lower = i;
            sums[_one[i].Place] += scale * lower;
        }
    }

    private void Pass(int pass, int n)
    {
        var counts = _counts.AsSpan(pass * Buckets, Buckets);

        // Where all share the digit there is nothing to do.
        if (counts[Bucket(_one[0].Key, pass)] == n) return;
        for (int bucket = 0, sum = 0; bucket < Buckets; bucket++) (counts[bucket], sum) = (sum, sum + counts[bucket]);
        for (var i = 0; i < n; i++) _other[counts[Bucket(_one[i].Key, pass)]++] = _one[i];
        (_one, _other) = (_other, _one);
    }

    private static int Bucket(uint key, int pass) => (int)(key >> (pass * Digit)) & (Buckets - 1);
}
