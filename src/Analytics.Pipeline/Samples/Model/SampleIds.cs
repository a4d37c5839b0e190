namespace Analytics.Pipeline.Samples.Model;

/// <summary>
/// Ids as platforms give them: 19 decimal digits without a visible order. A one-to-one map of 62 bits keeps them unique
/// without a table.
/// </summary>
internal sealed class SampleIds(ulong seed)
{
    private const ulong Mask = (1UL << 62) - 1;
    private const ulong First = 1_000_000_000_000_000_000;
    private readonly ulong _accountKey = SampleRandom.Key(seed, Streams.AccountId);
    private readonly ulong _postKey = SampleRandom.Key(seed, Streams.PostId);

    public ulong Account(int account) => First + Permute((ulong)account, _accountKey);

    public ulong Post(int author, int number) => First + Permute(((ulong)(uint)author << 24) | (uint)number, _postKey);

    private static ulong Permute(ulong value, ulong key)
    {
        value = (value ^ key) & Mask;
        value = (value ^ (value >> 31)) * 0xBF58476D1CE4E5B9 & Mask;
        value = (value ^ (value >> 29)) * 0x94D049BB133111EB & Mask;
        return value ^ (value >> 32);
    }
}

/// <summary>
/// A fixed shuffle of [0, count) that needs no table: a four-round Feistel network over the next even number of bits,
/// walked until it lands inside.
/// </summary>
internal sealed class Shuffle
{
    private readonly ulong _key;
    private readonly int _half;
    private readonly int _count;

    public Shuffle(ulong key, int count)
    {
        _key = key;
        _count = count;
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(count - 1, 1));
        _half = Math.Max(1, (bits + 1) / 2);
    }

    public int this[int index]
    {
        get
        {
            var value = (uint)index;
            do value = Round(value);
            while (value >= (uint)_count);
            return (int)value;
        }
    }

    private uint Round(uint value)
    {
        var mask = (1u << _half) - 1;
        var left = value >> _half;
        var right = value & mask;
        for (ulong round = 0; round < 4; round++)
        {
            var next = left ^ ((uint)SampleRandom.At(_key, (round << 32) | right) & mask);
            left = right;
            right = next;
        }

        return (left << _half) | right;
    }
}
