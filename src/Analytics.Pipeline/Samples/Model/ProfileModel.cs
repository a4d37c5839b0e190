using static Analytics.Pipeline.Samples.Model.SampleRandom;

namespace Analytics.Pipeline.Samples.Model;

/// <summary>The platform's counters under a post; reach is null where the author does not share it.</summary>
internal readonly record struct PostCounters(
    long Likes, long Replies, long Reposts, long Quotes, long Views, long? Reach);

/// <summary>What profiles and posts claim: ages, follower counts, counters. Functions of the account only.</summary>
internal sealed class ProfileModel(Population population)
{
    private const long DayMs = 86_400_000;
    private const int YearsBack = 14;
    private readonly ulong _profileKey = Key(population.Options.Seed, Streams.Profile);
    private readonly ulong _timeKey = Key(population.Options.Seed, Streams.FollowTime);
    private readonly ulong _metricKey = Key(population.Options.Seed, Streams.Metrics);

    /// <summary>Sign-up; a botnet signs up within an hour, some weeks before the window.</summary>
    public long CreatedMs(int account)
    {
        var start = population.Clock.StartMs;
        var bits = At(_profileKey, (ulong)account);
        if (population.IsBot(account))
        {
            var day = 5 + Below(At(_profileKey, population.BotnetOf(account), -1), 60);
            return start - (day * DayMs) + (long)(Unit(bits) * 3_600_000);
        }

        return start - DayMs - (long)(Unit(bits) * YearsBack * 365 * DayMs);
    }

    /// <summary>When a follow began: after both accounts existed; a bot follows somebody every other second.</summary>
    public long FollowedMs(int follower, int followee, int slot)
    {
        var clock = population.Clock;
        if (population.IsBot(follower))
        {
            var botnet = population.BotnetOf(follower);
            var u = Unit(At(_timeKey, botnet, -1));
            return clock.StartMs + (long)(u * 0.8 * (clock.EndMs - clock.StartMs)) + (slot * 2_000L);
        }

        // Follower lists carry the day on which the collection first saw the follow, not its true age.
        var collected = clock.StartMs - (90 * DayMs);
        var earliest = Math.Max(collected, Math.Max(CreatedMs(follower), CreatedMs(followee)));
        return earliest + (long)(Unit(At(_timeKey, follower, slot)) * (clock.EndMs - earliest));
    }

    /// <summary>
    /// What the profile says. Exports rarely hold every follower, so it is at least the observed number; for famous
    /// accounts, and for those that bought followers, far more.
    /// </summary>
    public long ClaimedFollowers(int account, int observed)
    {
        var u = Unit(At(_profileKey, account, 1));
        return population.RoleOf(account) switch
        {
            AccountRole.Celebrity => (long)(observed * (15 + (45 * u))),
            AccountRole.Inflated => 40 + (long)(observed * (3 + (4 * u))),
            AccountRole.Bot => observed + (long)(30 * u),
            _ => u < 0.3 ? observed : (long)(observed * (1 + (0.4 * u))),
        };
    }

    public PostCounters CountersOf(int author, int number, long followers, bool sponsored)
    {
        var rate = population.RoleOf(author) switch
        {
            AccountRole.Leader => 0.12,
            AccountRole.Celebrity => 0.002,
            AccountRole.Hub => 0.015,
            AccountRole.Inflated => 0.006,
            _ => 0.05,
        };
        rate *= Math.Pow(4, population.Options.Noise * ((2 * Unit(At(_metricKey, author, -1))) - 1));
        var bits = At(_metricKey, author, number);
        // Most posts do less than the mean, a few far more; advertising does worse.
        var likes = (long)(followers * rate * (sponsored ? 0.6 : 1) * Math.Min(8, HeavyTail(bits)));
        var u = Unit(Mix(bits));
        var views = (long)(followers * (0.4 + u)) + (likes * 12);
        // Insights are the author's to share, and half of them do. Who looks twice is viewed twice, and reached once.
        var shared = Unit(At(_metricKey, author, -2)) < 0.5;
        return new PostCounters(
            likes, (long)(likes * 0.25 * u), (long)(likes * (0.1 + (0.15 * u))), (long)(likes * 0.05 * u),
            views, shared ? (long)Math.Ceiling(views * (0.6 + (0.3 * u))) : null);
    }

    /// <summary>Draws for the optional fields of a post.</summary>
    public Draws PostDraws(int author, int number) => new(Mix(At(_metricKey, author, number) + 1));

    /// <summary>Draws for the free parts of a profile.</summary>
    public Draws ProfileDraws(int account) => new(At(_profileKey, account, 2));
}
