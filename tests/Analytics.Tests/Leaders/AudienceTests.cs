using Analytics.Pipeline.Definition;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

public sealed class AudienceTests
{
    private const double Second = 1.0 / 86_400;

    /// <summary>
    /// A community of eight. Accounts 2 to 5 like 1 together at three moments, to the second; 6 and 7 reply to it.
    /// Everybody follows everybody.
    /// </summary>
    private static Facts Eight() => Flagged(new Facts().Clique(1, 2, 3, 4, 5, 6, 7, 8), 1, 2, 4)
        .Interact(6, 1, "reply", 5).Interact(7, 1, "reply", 6);

    [Fact]
    public void Leaders_Eight_CountOnlyWhoIsNotFlagged()
    {
        using var facts = Eight().Account(1, followers: 8);
        facts.Analyse();

        Assert.Equal(
            [[6L, 2L, 0.25, 2L, 0.25, 7L, 4L, 4L, 4L, 0L, 0L]],
            facts.Rows(
                """
                SELECT engaged_members, credible_members, credible_share, credible_engaged, reach_credibility,
                  observed_audience, flagged_audience, audience_identical_timing, audience_coordinated,
                  audience_follow_burst, audience_no_posts
                FROM leaders WHERE account_id = 1
                """));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void Leaders_ReachCredibilityWithoutClaim_IsNull(long? followers)
    {
        using var facts = Eight().Account(1, followers);
        facts.Analyse();

        Assert.Null(facts.Value("SELECT reach_credibility FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void Leaders_AudienceQualityOfFewerThanThirty_IsUnknown()
    {
        using var facts = Eight();
        facts.Analyse();

        Assert.Equal(
            [[null, null, null]],
            facts.Rows(
                """
                SELECT audience_quality, audience_quality_low, audience_quality_high FROM leaders WHERE account_id = 1
                """));
    }

    [Fact]
    public void Leaders_AudienceQuality_HasWilsonsInterval()
    {
        using var facts = Audience(40, 10);
        facts.Analyse();

        // Wilson 1927 for 30 of 40: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
        Assert.Equal(0.75, facts.Number("SELECT audience_quality FROM leaders WHERE account_id = 1"), 12);
        Assert.Equal(0.59806, facts.Number("SELECT audience_quality_low FROM leaders WHERE account_id = 1"), 5);
        Assert.Equal(0.85813, facts.Number("SELECT audience_quality_high FROM leaders WHERE account_id = 1"), 5);
    }

    [Fact]
    public void Leaders_FewFlagged_AreHiddenBehindAWiderInterval()
    {
        using var few = Audience(40, 4);
        few.Analyse(TestDefinition.WithMinGroup(10));
        using var other = Audience(40, 9);
        other.Analyse(TestDefinition.WithMinGroup(10));
        const string figures =
            """
            SELECT credible_members, credible_share, flagged_audience, audience_quality, audience_coordinated,
              audience_quality_low, audience_quality_high
            FROM leaders WHERE account_id = 1
            """;

        // The same row, whether four or nine of the forty are flagged.
        Assert.Equal(few.Rows(figures), other.Rows(figures));
        Assert.Equal([null, null, null, null, null], few.Rows(figures)[0][..5]);
        // Nine of forty flagged at the lower end, one at the upper: 31 of 40 and 39 of 40 are credible.
        Assert.Equal(0.625, (double)few.Rows(figures)[0][5]!, 2);
        Assert.Equal(0.9956, (double)few.Rows(figures)[0][6]!, 3);
    }

    [Fact]
    public void Leaders_FewCredible_AreHiddenBehindAWiderInterval()
    {
        using var facts = Audience(40, 36);
        facts.Analyse(TestDefinition.WithMinGroup(10));

        var row = Assert.Single(facts.Rows(
            """
            SELECT flagged_audience, audience_quality, audience_quality_low, audience_quality_high
            FROM leaders WHERE account_id = 1
            """));

        // One to nine of forty may be credible: Wilson's lower end of 1/40 and his upper end of 9/40.
        Assert.Equal([null, null], row[..2]);
        Assert.Equal(0.00443, (double)row[2]!, 5);
        Assert.Equal(0.37503, (double)row[3]!, 5);
    }

    [Fact]
    public void Leaders_FewEngagedFromOutside_CannotBeToldByDifference()
    {
        using var facts = new Facts().Clique(1, 2, 3, 4, 5).Clique(11, 12, 13, 14, 15).Account(1, followers: 10);
        facts.Interact(2, 1, "like", 1).Interact(3, 1, "like", 1).Interact(11, 1, "like", 1);
        facts.Analyse(TestDefinition.WithMinGroup(2));

        Assert.Equal(
            [[2L, 2L, null, null]],
            facts.Rows(
                """
                SELECT engaged_members, credible_members, credible_engaged, reach_credibility
                FROM leaders WHERE account_id = 1
                """));
    }

    [Theory]
    [InlineData(4, 20L, 20L, 20L)]
    [InlineData(5, 25L, 20L, 25L)]
    public void Leaders_FewWhoOnlyFollow_CannotBeToldByDifference(int silent, long reach, long engaged, long audience)
    {
        using var facts = Listeners(20, silent);
        for (ulong i = 300; i < 310; i++) facts.Follow(i, 100);
        facts.Analyse(TestDefinition.WithMinGroup(5) with { Communities = OneOfAll });

        Assert.Equal(
            [[reach, engaged, audience]],
            facts.Rows("SELECT reach, engaged_members, observed_audience FROM leaders WHERE account_id = 1"));
    }

    [Fact]
    public void Leaders_FewEngagedWithoutFollowing_HideTheFollowers()
    {
        using var facts = new Facts();
        for (ulong i = 2; i < 22; i++) facts.Interact(i, 1, "like", i).Follow(i, i + 30);
        for (ulong i = 2; i < 18; i++) facts.Follow(i, 1);
        facts.Analyse(TestDefinition.WithMinGroup(5) with { Communities = OneOfAll });

        // 20 engaged, 16 of them follow: four engage without following.
        Assert.Equal(
            [[20L, 20L, null]],
            facts.Rows("SELECT reach, observed_audience, observed_followers FROM leaders WHERE account_id = 1"));
    }

    private static CommunitiesDefinition OneOfAll => TestDefinition.Tiny.Communities with { Resolution = 1e-9 };

    /// <summary>Accounts that like account 1, and others that only follow it.</summary>
    private static Facts Listeners(int engaged, int silent)
    {
        Facts facts = new();
        for (var i = 0; i < engaged; i++) facts.Interact((ulong)(100 + i), 1, "like", i);
        for (var i = 0; i < silent; i++) facts.Follow((ulong)(200 + i), 1);
        return facts;
    }

    /// <summary>Accounts 2 … n + 1 like account 1 and follow each other's neighbour; the first are flagged.</summary>
    private static Facts Audience(int accounts, int flagged)
    {
        var facts = Flagged(new Facts(), 1, 2, flagged);
        for (var i = 2; i < accounts + 2; i++)
            facts.Follow((ulong)i, 1).Interact((ulong)i, 1, "like", 20 + (i / 50.0));
        return facts;
    }

    /// <summary>Lets accounts like a target together, to the second, on three days.</summary>
    private static Facts Flagged(Facts facts, ulong target, int first, int count)
    {
        for (var day = 1; day <= 3; day++)
        {
            for (var i = 0; i < count; i++)
                facts.Interact((ulong)(first + i), target, "like", day + (3 * Second));
        }

        return facts;
    }
}
