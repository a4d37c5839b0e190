using static Analytics.Pipeline.Samples.Model.SampleRandom;

namespace Analytics.Pipeline.Samples.Model;

/// <summary>How a paid post is labelled.</summary>
internal enum SponsorLabel
{
    /// <summary>Not paid.</summary>
    Organic,

    /// <summary>Paid, "Werbung" or "Anzeige" up front, and the platform's own label.</summary>
    Proper,

    /// <summary>Paid, with a marker that is easily missed, behind the other hashtags.</summary>
    Weak,

    /// <summary>Paid, and nothing says so.</summary>
    None,
}

/// <summary>
/// Which posts exist, as functions of author and number. An author's posts are spread over the window in the order of
/// their numbers, so "the newest before now" is a division, not a search.
/// </summary>
internal sealed class PostModel(Population population)
{
    /// <summary>Fits the 24 bits that a post id keeps for the number, with room.</summary>
    private const int MostPosts = 4_000;

    private readonly ulong _key = Key(population.Options.Seed, Streams.Post);
    private readonly double _mean = population.Options.PostsPerAccount;

    public int CountOf(int author)
    {
        var bits = At(_key, (ulong)author);
        var role = population.RoleOf(author);
        var count = role switch
        {
            AccountRole.Bot => 0,
            AccountRole.Leader => 3 + (_mean * 3 * (0.7 + (0.6 * Unit(bits)))),
            AccountRole.Celebrity or AccountRole.Hub or AccountRole.Inflated =>
                3 + (_mean * 2 * (0.6 + (0.8 * Unit(bits)))),
            // A third never post; the others make up for them.
            _ => Unit(Mix(bits)) < 0.35 ? 0 : 1 + (((_mean / 0.65) - 1) * HeavyTail(bits)),
        };
        return (int)Math.Min(count, MostPosts);
    }

    /// <summary>Activity time of a post, increasing with its number.</summary>
    public double TimeOf(int author, int number, int count) =>
        (number + (0.98 * Unit(At(_key, author, number)))) / count;

    /// <summary>
    /// A post that the author had published before <paramref name="time"/>, usually the newest or one of the few
    /// before it; −1 if there is none yet.
    /// </summary>
    public int PickBefore(int author, double time, ulong bits)
    {
        var count = CountOf(author);
        if (count == 0) return -1;

        var newest = Math.Min((int)(time * count), count - 1);
        // A minute of activity time keeps the reaction after the post when both are rounded to milliseconds.
        if (newest >= 0 && TimeOf(author, newest, count) + 4e-6 >= time) newest--;
        if (newest < 0) return -1;

        var u = Unit(bits);
        return Math.Max(0, newest - (int)(4 * u * u * u));
    }

    public SponsorLabel LabelOf(int author, int number)
    {
        var share = population.RoleOf(author) switch
        {
            AccountRole.Leader => 0.03,
            AccountRole.Celebrity => 0.35,
            AccountRole.Hub => 0.2,
            AccountRole.Inflated => 0.5,
            _ => 0.02,
        };
        var bits = Mix(At(_key, author, number) + 1);
        if (Unit(bits) >= share) return SponsorLabel.Organic;
        return Unit(Mix(bits)) switch
        {
            < 0.5 => SponsorLabel.Proper,
            < 0.8 => SponsorLabel.Weak,
            _ => SponsorLabel.None,
        };
    }
}
