using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class SignTests
{
    private const double Second = 1.0 / 86_400;

    [Theory]
    [InlineData(0L, false, true)]
    [InlineData(1L, false, null)]
    [InlineData(null, false, null)]
    [InlineData(0L, true, null)]
    public void NoPosts_ProfileSaysNoneAndNoneCame_IsASign(long? claimed, bool posts, bool? expected)
    {
        using var facts = Pair().Account(2, posts: claimed);
        if (posts)
            facts.Post(2, 1);
        facts.Analyse();

        Assert.Equal(expected, Sign(facts, 2, "no_posts"));
    }

    [Theory]
    [InlineData(3L, 30L, true)]
    [InlineData(3L, 29L, null)]
    [InlineData(0L, 10L, true)]
    [InlineData(0L, 9L, null)]
    [InlineData(null, 30L, null)]
    [InlineData(3L, null, null)]
    public void FollowingRatio_TenTimesAndTenAtLeast_IsASign(long? followers, long? following, bool? expected)
    {
        using var facts = Pair().Account(2, followers, following: following);
        facts.Analyse();

        Assert.Equal(expected, Sign(facts, 2, "following_ratio"));
    }

    [Theory]
    [InlineData(400L, true)]
    // Above five times the median of 16, not above the fence 20 · (20 / 12)³ ≈ 92.6.
    [InlineData(90L, null)]
    [InlineData(93L, true)]
    [InlineData(null, null)]
    public void MassFollowing_BeyondTheOuterFence_IsASign(long? most, bool? expected)
    {
        using var facts = new Facts().Follow(9, 1);
        long[] others = [10, 10, 12, 14, 16, 18, 20, 20];
        for (var i = 0; i < others.Length; i++)
            facts.Follow((ulong)i + 1, 9).Account((ulong)i + 1, following: others[i]);
        facts.Account(9, following: most);
        facts.Analyse();

        Assert.Equal(expected, Sign(facts, 9, "mass_following"));
    }

    [Fact]
    public void MassFollowing_ProfileIsSilent_ObservedFollowsCount()
    {
        using var facts = new Facts();
        for (var i = 2UL; i <= 8; i++)
            facts.Follow(1, i).Follow(i, 1);
        facts.Analyse();

        // Seven accounts against a median of one.
        Assert.Equal([[1UL, 1]], facts.Rows("SELECT account_id, signs FROM signs WHERE mass_following"));
    }

    [Theory]
    [InlineData(-364.0, true)]
    [InlineData(-365.0, null)]
    [InlineData(null, null)]
    public void YoungAccount_OpenedWithinAYear_IsASign(double? created, bool? expected)
    {
        using var facts = Pair().Account(2, created: created);
        facts.Analyse();

        Assert.Equal(expected, Sign(facts, 2, "young_account"));
    }

    [Theory]
    [InlineData(20.0, true)]
    // Ten follows over ten minutes.
    [InlineData(60.0, null)]
    // The day of the export, not the moment of the follow.
    [InlineData(0.0, null)]
    public void FollowBurst_TenWithinFiveMinutes_IsASign(double secondsBetween, bool? expected)
    {
        using var facts = new Facts();
        for (var i = 2UL; i <= 11; i++)
            facts.Follow(1, i, 10 + (5 * Second) + ((i - 2) * secondsBetween * Second));
        facts.Analyse();

        Assert.Equal(expected, facts.Rows("SELECT follow_burst FROM signs WHERE account_id = 1").FirstOrDefault()?[0]);
    }

    [Theory]
    [InlineData(3, 0, 3, true)]
    // Only twice.
    [InlineData(2, 0, 3, null)]
    // Three others are no crowd.
    [InlineData(3, 0, 2, null)]
    // In the same ten seconds, not in the same second.
    [InlineData(3, 2, 3, null)]
    public void IdenticalTiming_CrowdsOfOneSecond_AreASign(int times, double spread, int others, bool? expected)
    {
        using var facts = Crowd(times, spread, others);
        facts.Analyse();

        Assert.Equal(expected, Sign(facts, 1, "identical_timing"));
    }

    [Theory]
    [InlineData(3, 2, 3, true)]
    [InlineData(2, 2, 3, null)]
    [InlineData(3, 2, 2, null)]
    [InlineData(3, 20, 3, null)]
    public void Coordinated_SameTargetsWithinSecondsRepeatedly_IsASign(
        int times, double spread, int others, bool? expected)
    {
        using var facts = Crowd(times, spread, others);
        facts.Analyse();

        Assert.Equal(expected, Sign(facts, 1, "coordinated"));
        Assert.Equal(
            expected is true ? others + 1.0 : 0.0, facts.Number("SELECT count(*) FROM signs WHERE coordinated"));
    }

    [Fact]
    public void Timing_BusyHourOfThePopular_IsNoSign()
    {
        using var facts = new Facts();
        // Everybody turns to account 9 every other second: four are in every ten seconds, as is to be expected.
        for (var i = 0; i < 300; i++)
            facts.Interact((ulong)(1 + (i % 8)), 9, "like", 10 + (2 * i * Second));
        facts.Analyse();

        Assert.Empty(facts.Rows("FROM signs"));
    }

    [Theory]
    // Timing twice over.
    [InlineData(0.0, null, null, null, true)]
    // Timing and a sign of the profile.
    [InlineData(2.0, 0L, null, null, true)]
    // One sign of timing alone.
    [InlineData(2.0, null, null, null, false)]
    // Two signs of the profile, no timing.
    [InlineData(20.0, 0L, 0L, null, false)]
    public void Flagged_TwoSignsOneOfTiming(double spread, long? posts, long? followers, double? created, bool flagged)
    {
        using var facts = Crowd(3, spread, 3).Account(1, followers, posts: posts, following: 10, created: created)
            .Account(5, following: 10).Account(6, following: 10);
        facts.Analyse();

        Assert.Equal(flagged, Sign(facts, 1, "flagged"));
    }

    [Fact]
    public void Flagged_AllSignsOfTheProfile_Suffice()
    {
        using var facts = Pair().Account(2, 0, posts: 0, following: 1000, created: 0).Clique(3, 4, 5, 6);
        facts.Analyse();

        Assert.Equal(
            [[2UL, true, true, true, true, 4, true]],
            facts.Rows(
                """
                SELECT account_id, no_posts, following_ratio, mass_following, young_account, signs, flagged
                FROM signs
                """));
    }

    [Fact]
    public void Signs_WhatTheDataDoNotSay_IsNullAndNotFalse()
    {
        // 2 and 3 follow nobody and do nothing; of 2 only the age is known, of 3 that it has no posts. Of 4 all is
        // known: two follows in a source that knows when, a like, a profile.
        using var facts = new Facts().Follow(5, 2).Follow(5, 3).Follow(5, 4)
            .Account(2, created: 0).Account(3, posts: 0)
            .Follow(4, 5, 1 + (7 * Second), source: "exact").Follow(4, 6, 1 + (9 * Second), source: "exact")
            .Interact(4, 5, "like", 2).Account(4, followers: 10, following: 20, posts: 0, created: -1000);
        facts.Analyse();

        Assert.Equal(
            [
                [2UL, null, null, null, true, null, null, null, null],
                [3UL, true, null, null, null, null, null, null, null],
                [4UL, true, false, false, false, false, false, false, null],
            ],
            facts.Rows(
                """
                SELECT account_id, no_posts, following_ratio, mass_following, young_account, follow_burst,
                  identical_timing, coordinated, coordination_group
                FROM signs ORDER BY account_id
                """));
    }

    [Theory]
    // Four turn to 9; the community has six.
    [InlineData(false, false, 4L, null)]
    // They turn to 8 as well.
    [InlineData(true, false, 4L, 2L)]
    // 8 is one of them by what it does itself: five of six.
    [InlineData(true, true, null, 2L)]
    public void Coordination_OneAccountLeftOrOneTarget_IsASmallCell(
        bool bothTargets, bool eightToo, long? accounts, long? targets)
    {
        using var facts = Crowd(3, 0, 3).Follow(8, 9);
        for (var day = 1; day <= 3; day++)
        {
            for (ulong i = 1; bothTargets && i <= 4; i++) facts.Interact(i, 8, "like", day + 0.5);
            if (eightToo) facts.Interact(8, 9, "like", day);
        }

        facts.Analyse(TestDefinition.WithMinGroup(2) with
        {
            Communities = TestDefinition.Tiny.Communities with { Resolution = 1e-9 },
        });

        Assert.Equal([[accounts, targets]], facts.Rows("SELECT accounts, targets FROM coordination"));
    }

    [Fact]
    public void Coordination_GroupOfACommunity_IsCountedWithWhatItDid()
    {
        // Four accounts turn to 9 on three days, 2.1 seconds apart.
        using var facts = Crowd(3, 2.1, 3);
        facts.Analyse(TestDefinition.WithMinGroup(4));
        using var few = Crowd(3, 2, 3);
        few.Analyse(TestDefinition.WithMinGroup(5));

        Assert.Equal(
            [[1, null, 3L, null, 6]],
            facts.Rows("SELECT group_number, accounts, moments, targets, spread FROM coordination"));
        Assert.Equal(4, facts.Number("SELECT count(*) FROM signs WHERE coordination_group = 1"));
        Assert.Empty(few.Rows("FROM coordination"));
    }

    private static Facts Pair() => new Facts().Follow(1, 2).Follow(2, 1);

    /// <summary>Accounts 1 and others more turn to 9 together, on days 1, 2, 3, …, some seconds apart.</summary>
    private static Facts Crowd(int times, double spread, int others)
    {
        var facts = new Facts();
        for (var time = 0; time < times; time++)
        {
            for (var i = 0; i <= others; i++)
                facts.Interact((ulong)i + 1, 9, "like", 1 + time + (i * spread * Second));
        }

        return facts;
    }

    private static object? Sign(Facts facts, int account, string sign) =>
        facts.Rows($"SELECT {sign} FROM signs WHERE account_id = {account}").FirstOrDefault()?[0] is { } value
            && !(value is false && sign != "flagged") ? value : null;
}
