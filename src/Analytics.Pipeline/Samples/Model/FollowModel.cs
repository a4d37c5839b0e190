using static Analytics.Pipeline.Samples.Model.SampleRandom;

namespace Analytics.Pipeline.Samples.Model;

/// <summary>
/// Whom an account follows, as a function: slot j of account a always holds the same account. Both the follower export
/// and the interactions ask this function, which is how cascades run along follow edges without the edges being kept.
/// Slots 0 … cross−1 leave the community, the next few go to its leaders, a few to its hubs, the rest by rank.
/// </summary>
internal sealed class FollowModel
{
    private const double LeaderShare = 0.06;
    private const double HubShare = 0.12;
    private const double BotsAtMost = 0.25;
    private const double FameShare = 0.3;
    private readonly Population _population;
    private readonly ulong _followKey;
    private readonly ulong _degreeKey;
    private readonly double _memberMean;
    private readonly double _botMean;
    private readonly double _mixing;

    public FollowModel(Population population)
    {
        _population = population;
        var options = population.Options;
        _followKey = Key(options.Seed, Streams.Follow);
        _degreeKey = Key(options.Seed, Streams.Degree);
        _mixing = options.Mixing;
        var bots = population.Accounts - population.Members;
        // Mass following: six times the mean, but never a tenth of everybody, nor most of all follows.
        _botMean = Math.Min(6 * options.FollowsPerAccount, population.Accounts / 10.0);
        _botMean = Math.Min(_botMean, BotsAtMost * options.FollowsPerAccount * population.Accounts / Math.Max(1, bots));
        var left = (options.FollowsPerAccount * population.Accounts) - (_botMean * bots);
        _memberMean = Math.Max(1, left / population.Members);
    }

    /// <summary>The slots of one account.</summary>
    public FollowSlots SlotsOf(int account)
    {
        var bits = At(_degreeKey, (ulong)account);
        if (_population.IsBot(account))
            return new FollowSlots(account, Math.Max(4, (int)(_botMean * (0.8 + (0.4 * Unit(bits))))), 0, 0, 0);

        var mean = _memberMean * (0.35 + (0.65 * HeavyTail(bits)));
        var size = _population.CommunityOf(account).Size;
        var count = (int)Math.Min(mean + Unit(Mix(bits)), 40 * _memberMean);
        var cross = (int)((count * _mixing) + Unit(Mix(bits + 1)));
        if (_population.Communities.Length == 1) cross = 0;
        // Nobody follows more than half of the own community; repeated draws would never end.
        var inside = Math.Max(2, Math.Min(count - cross, size / 2));
        var leaders = (int)((inside * LeaderShare) + 0.5 + (0.5 * Unit(Mix(bits + 2))));
        var hubs = (int)((inside * HubShare) + Unit(Mix(bits + 3)));
        return new FollowSlots(account, cross + inside, cross, leaders, Math.Min(hubs, inside - leaders));
    }

    /// <summary>The account in a slot; never the follower itself.</summary>
    public int Followee(in FollowSlots slots, int slot)
    {
        var bits = At(_followKey, slots.Account, slot);
        for (; ; bits = Mix(bits + 1))
        {
            var followee = Draw(slots, slot, bits);
            if (followee != slots.Account) return followee;
        }
    }

    private int Draw(in FollowSlots slots, int slot, ulong bits)
    {
        if (_population.IsBot(slots.Account))
            return slot < 3 ? _population.BotClient(_population.BotnetOf(slots.Account), slot) : Anyone(bits);

        ref readonly var own = ref _population.CommunityOf(slots.Account);
        if (slot < slots.Cross) return Outside(own.Index, bits);
        if (slot < slots.Cross + slots.Leaders) return own.LeaderStart + Below(bits, own.Leaders);
        if (slot < slots.Cross + slots.Leaders + slots.Hubs) return own.HubStart + Below(bits, own.Hubs);
        return own.Start + Rank(bits, own.Size);
    }

    /// <summary>A popular account of any community, communities in proportion to their size.</summary>
    private int Anyone(ulong bits)
    {
        ref readonly var community = ref _population.CommunityOf(Below(bits, _population.Members));
        return community.Start + Rank(Mix(bits), community.Size);
    }

    private int Outside(int own, ulong bits)
    {
        var celebrities = _population.Celebrities;
        for (; ; bits = Mix(bits + 2))
        {
            var famous = Unit(Mix(bits + 3)) < FameShare && celebrities.Length > 0;
            var candidate = famous ? celebrities[Rank(bits, celebrities.Length)] : Anyone(bits);
            if (_population.CommunityOf(candidate).Index != own) return candidate;
        }
    }
}

/// <summary>The shape of one account's follow list: <see cref="Count"/> slots, of which the first
/// <see cref="Cross"/> leave the community, <see cref="Leaders"/> go to its leaders, <see cref="Hubs"/> to its hubs.
/// </summary>
internal readonly record struct FollowSlots(int Account, int Count, int Cross, int Leaders, int Hubs)
{
    public int Inside => Count - Cross;
}
