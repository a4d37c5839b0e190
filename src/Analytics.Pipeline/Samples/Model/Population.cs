namespace Analytics.Pipeline.Samples.Model;

/// <summary>
/// Who there is: communities with power-law sizes (exponent 1.5) over the accounts [0, members), then the bots. Holds
/// 4 bytes per account (its community) and 12 per community; everything else about an account is computed.
/// </summary>
internal sealed class Population
{
    private readonly int[] _communityOf;
    private readonly int[] _celebrities;
    private readonly ulong _botKey;
    private readonly ulong _partialKey;

    public Population(SampleOptions options)
    {
        Options = options;
        Ids = new SampleIds(options.Seed);
        Clock = new SampleClock(options.Start, options.End);
        Order = new Shuffle(SampleRandom.Key(options.Seed, Streams.Order), options.Accounts);
        _botKey = SampleRandom.Key(options.Seed, Streams.Bot);
        _partialKey = SampleRandom.Key(options.Seed, Streams.Partial);
        Communities = Plant(options);
        _communityOf = new int[options.MemberCount];
        foreach (var community in Communities)
            _communityOf.AsSpan(community.Start, community.Size).Fill(community.Index);
        _celebrities = [.. Communities.SelectMany(c => Enumerable.Range(c.Start, c.Celebrities))];
        // The most famous should not all sit in the community that was drawn first.
        var shuffle = new Shuffle(_botKey, Math.Max(1, _celebrities.Length));
        _celebrities = [.. _celebrities.Select((_, i) => _celebrities[shuffle[i]])];
        BotnetSize = Math.Clamp(options.Accounts / 150, 8, 40);
    }

    public SampleOptions Options { get; }

    public SampleIds Ids { get; }

    public SampleClock Clock { get; }

    /// <summary>The order in which exports list accounts; it betrays nothing about communities.</summary>
    public Shuffle Order { get; }

    public Community[] Communities { get; }

    public int Accounts => Options.Accounts;

    public int Members => _communityOf.Length;

    public ReadOnlySpan<int> Celebrities => _celebrities;

    public int BotnetSize { get; }

    public int Botnets => (Accounts - Members) / BotnetSize;

    /// <summary>Whether the exports hold the followers of an account: all of them, or none.</summary>
    public bool HasFollowersOf(int account) => IsCollected(2 * (ulong)account);

    /// <summary>Whether the exports hold the interactions of an account: all of them, or none.</summary>
    public bool HasActsOf(int account) => IsCollected((2 * (ulong)account) + 1);

    public bool IsBot(int account) => account >= Members;

    public ref readonly Community CommunityOf(int member) => ref Communities[_communityOf[member]];

    public AccountRole RoleOf(int account) =>
        IsBot(account) ? AccountRole.Bot : CommunityOf(account).RoleOf(account);

    public int BotnetOf(int bot) => Math.Min((bot - Members) / BotnetSize, Math.Max(0, Botnets - 1));

    /// <summary>One of the three accounts that a botnet works for: two with bought followers and a celebrity.</summary>
    public int BotClient(int botnet, int client)
    {
        var bits = SampleRandom.At(_botKey, botnet, client);
        if (client == 2 && _celebrities.Length > 0) return _celebrities[SampleRandom.Below(bits, _celebrities.Length)];
        return Communities[SampleRandom.Below(bits, Communities.Length)].InflatedAt;
    }

    private bool IsCollected(ulong question) =>
        SampleRandom.Unit(SampleRandom.At(_partialKey, question)) >= Options.Partial;

    private static Community[] Plant(SampleOptions options)
    {
        var draws = new Draws(SampleRandom.Key(options.Seed, Streams.Community));
        int min = options.EffectiveMin, max = options.EffectiveMax, left = options.MemberCount;
        double low = 1 / Math.Sqrt(min), high = 1 / Math.Sqrt(max + 1.0);
        List<int> sizes = [];
        while (left > 0)
        {
            // Inverse of the distribution function of x^-1.5 between min and max.
            var root = low - (draws.Unit() * (low - high));
            var size = Math.Clamp((int)(1 / (root * root)), min, max);
            // What remains must itself be a community, or join this one.
            if (left - size < min) size = left <= max ? left : left - min;
            sizes.Add(size);
            left -= size;
        }

        var communities = new Community[sizes.Count];
        for (int i = 0, start = 0; i < communities.Length; start += sizes[i++])
            communities[i] = new Community(i, start, sizes[i]);
        return communities;
    }
}
