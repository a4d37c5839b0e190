namespace Analytics.Pipeline.Samples.Model;

/// <summary>What an account was planted as.</summary>
internal enum AccountRole
{
    /// <summary>An ordinary member.</summary>
    Member,

    /// <summary>An opinion leader: followed, and above all answered, shared and liked inside the community.</summary>
    Leader,

    /// <summary>Followed everywhere, hardly engaged with, much advertising.</summary>
    Celebrity,

    /// <summary>More followers in the community than most leaders and many likes, but no talk or answers.</summary>
    Hub,

    /// <summary>Claims followers that it bought; bots like its posts.</summary>
    Inflated,

    /// <summary>No community, no posts.</summary>
    Bot,
}

/// <summary>
/// One planted community: members <see cref="Start"/> … <see cref="Start"/> + <see cref="Size"/> − 1, ordered by
/// how readily they are followed: celebrities, hubs, leaders, one with bought followers, everybody else.
/// </summary>
internal readonly record struct Community(int Index, int Start, int Size)
{
    public int Celebrities => Size < 100 ? 0 : 1 + (Size / 250);

    public int Leaders => Math.Clamp((int)(Size * 0.02 + 0.5), 3, 50);

    public int Hubs => Size < 60 ? Leaders : 2 * Leaders;

    public int HubStart => Start + Celebrities;

    public int LeaderStart => Start + Celebrities + Hubs;

    public int InflatedAt => LeaderStart + Leaders;

    public int End => Start + Size;

    public AccountRole RoleOf(int account)
    {
        var position = account - Start;
        if (position < Celebrities) return AccountRole.Celebrity;
        if (position < Celebrities + Hubs) return AccountRole.Hub;
        if (position < Celebrities + Hubs + Leaders) return AccountRole.Leader;
        return position == Celebrities + Hubs + Leaders ? AccountRole.Inflated : AccountRole.Member;
    }
}
