using Analytics.Pipeline.Marts;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Leaders;

/// <summary>
/// Every count of a leader that is hidden as a small cell, each for one reason, beside one where the reason is gone.
/// One account is a small cell here, two are none.
/// </summary>
public sealed class SmallCellTests(SmallCellTests.AllCircles circles) : IClassFixture<SmallCellTests.AllCircles>
{
    private const string Signs =
        "audience_no_posts, audience_following_ratio, audience_mass_following, audience_young_account, "
        + "audience_follow_burst, audience_identical_timing, audience_coordinated";

    private const string Credible =
        "engaged_members, credible_members, credible_share, observed_audience, flagged_audience, credible_engaged";

    private const string Neighbours = "engaged_members, credible_members, observed_audience, neighbour_engaged";

    /// <summary>Columns, and what they show.</summary>
    private static readonly (Circle Circle, string Columns, object?[] Shown)[] Engaged =
    [
        // The likes on the last day are of age 0, so that each counts 1 of recent_engaged.
        (new("one engaged", "l f f - -"),
            "reach, engaged_members, engaged_share, recent_engaged", [3L, null, null, null]),
        (new("two engaged", "l l f f -"),
            "reach, engaged_members, engaged_share, recent_engaged", [4L, 2L, 2 / 6.0, 2.0]),
        // One only follows beside those engaged: left out of reach and audience.
        (new("one only follows", "l l l f -"), "reach, engaged_members, observed_audience", [3L, 3L, 3L]),

        (new("one reposts", "r l l -"), "engaged_members, reposting_members", [3L, null]),
        (new("one of three does not repost", "r r l -"), "engaged_members, reposting_members", [3L, null]),
        (new("two of four repost", "r r l l"), "engaged_members, reposting_members", [4L, 2L]),
        (new("one mentions", "n l l -"), "engaged_members, mentioning_members", [3L, null]),
        (new("one of three does not mention", "n n l -"), "engaged_members, mentioning_members", [3L, null]),
        (new("two of four mention", "n n l l"), "engaged_members, mentioning_members", [4L, 2L]),

        // Each of those who used the tag gives the leader 1 of credit.
        (new("one influenced", "fa f f -"), "reach, influenced_members, influence_credit", [3L, null, null]),
        (new("one of three not influenced", "fa fa f -"),
            "reach, influenced_members, influence_credit", [3L, null, null]),
        (new("two of four influenced", "fa fa f f"), "reach, influenced_members, influence_credit", [4L, 2L, 2.0]),
        (new("all influenced", "fa fa fa -"), "reach, influenced_members, influence_credit", [3L, 3L, 3.0]),
        // Three influenced in a reach of two would tell of the one who only follows.
        (new("more influenced than told of", "lfa lfa fa -"),
            "reach, influenced_members, influence_credit", [2L, null, null]),
    ];

    /// <summary>The audience that follows, and that does not.</summary>
    private static readonly (Circle Circle, string Columns, object?[] Shown)[] Followers =
    [
        // Followers: four engaged and one who only follows, and is left out of the audience of four.
        (new("one follows", "l l l l f"), "observed_audience, observed_followers", [4L, null]),
        (new("two follow", "l l l lf f"), "observed_audience, observed_followers", [4L, 2L]),
        // Of three followers two only follow: reach 6 − engaged 4.
        (new("one engages and follows", "l l l lf f f"), "reach, engaged_members, observed_followers", [6L, 4L, null]),
        (new("two engage and follow", "l l lf lf f f"), "reach, engaged_members, observed_followers", [6L, 4L, 4L]),
        (new("one of four does not follow", "l lf lf lf"), "observed_audience, observed_followers", [4L, null]),
        (new("two of four do not follow", "l l lf lf"), "observed_audience, observed_followers", [4L, 2L]),
        // Four followers of an audience of three: one is outside the community, and left out of the audience.
        (new("one follows from outside", "lf lf lf -", "f"), "observed_audience, observed_followers", [3L, null]),
        (new("two follow from outside", "lf lf lf -", "f f"), "observed_audience, observed_followers", [5L, 5L]),
    ];

    /// <summary>The audience that is not flagged.</summary>
    private static readonly (Circle Circle, string Columns, object?[] Shown)[] CredibleOnes =
    [
        // Credible members, of engaged ones; beside them the flagged and the credible audience, 5 − 2 and 6 − 2.
        (new("one credible", "lx lx l f f"), Credible, [3L, null, null, 5L, 2L, null]),
        (new("two credible", "lx lx l l f f"), Credible, [4L, 2L, 2 / 7.0, 6L, 2L, 2L]),
        // 4 − 3 engaged are flagged, and 4 − 3 of the audience.
        (new("one flagged", "lx l l l -"), Credible, [4L, null, null, 4L, null, null]),
        // Of three flagged 4 − 2 engaged; one does not.
        (new("one flagged only follows", "lx lx l l fx f f"), Credible, [4L, null, null, 7L, 3L, 2L]),
        // Of 7 − 4 credible two engaged; one does not, here or anywhere.
        (new("one credible only follows", "lx lx l l fx fx f"), Credible, [4L, null, null, 7L, 4L, null]),
        (new("two of each only follow", "lx lx l l fx fx f f"), Credible, [4L, 2L, 2 / 9.0, 8L, 4L, 2L]),
        // Five engaged anywhere, four of them here.
        (new("one engaged from outside", "l l l l f f f", "l"), Credible, [4L, 4L, 4 / 8.0, 7L, 0L, null]),
        (new("two engaged from outside", "l l l l f f f", "l l"), Credible, [4L, 4L, 4 / 8.0, 9L, 0L, 6L]),
        // 3 − 2 are credible.
        (new("one of three credible", "lx lx l -"), Credible, [3L, null, null, 3L, null, null]),
    ];

    /// <summary>Those who engaged from next door.</summary>
    private static readonly (Circle Circle, string Columns, object?[] Shown)[] NextDoor =
    [
        // Neighbours. Outside: three. Credible engagement anywhere less that here, 5 − 4, is the one neighbour.
        (new("one neighbour", "l l l l", "l f f"), Neighbours, [4L, 4L, 7L, null]),
        (new("two neighbours", "l l l l", "l l f f"), Neighbours, [4L, 4L, 8L, 2L]),
        // One of three outside did not engage from next door.
        (new("one more outside", "l l l l", "l l f"), Neighbours, [4L, 4L, 7L, null]),
        // Credible engagement anywhere, 3, less two neighbours: one credible member.
        (new("one credible beside neighbours", "lx lx l -", "l l"), Neighbours, [3L, null, 5L, null]),
        (new("two credible beside neighbours", "lx lx l l", "l l"), Neighbours, [4L, 2L, 6L, 2L]),
        // Anywhere 6, less 4 here: two credible neighbours of three, so one is flagged.
        (new("one neighbour flagged", "lx l l l l", "l l lx"), Neighbours, [5L, null, 8L, null]),
        (new("two neighbours flagged", "lx l l l l", "l lx lx"), Neighbours, [5L, null, 8L, 3L]),
        // Anywhere 5, less two neighbours and 4 engaged here: one of these is flagged.
        (new("one engaged flagged", "lx l l l", "l l"), Neighbours, [4L, null, 6L, null]),
        (new("two engaged flagged", "lx lx l l", "l l -"), Neighbours, [4L, 2L, 6L, 2L]),
        // Those in no community are no neighbours: of four outside two are.
        (new("two from nowhere", "l l l l", "l l", "l l"), Neighbours, [4L, 4L, 8L, 2L]),
    ];

    /// <summary>Those who show a sign.</summary>
    private static readonly (Circle Circle, string Columns, object?[] Shown)[] WithSigns =
    [
        // Signs in an audience of five: two show one, or one does, or all but one do.
        (new("two signs each", "fpq fpq fmy fmy f"), Signs, [2L, 2L, 2L, 2L, 0L, 0L, 0L]),
        (new("two signs of timing", "fbt fbt f f f"), Signs, [0L, 0L, 0L, 0L, 2L, 2L, 2L]),
        (new("one sign each", "fp fq fm fy f"), Signs, [null, null, null, null, 0L, 0L, 0L]),
        (new("one sign of timing each", "fb ft f f f"), Signs, [0L, 0L, 0L, 0L, null, null, null]),
        (new("all but one without posts", "fp fp fp fp f"), "observed_audience, audience_no_posts", [5L, null]),
        (new("all but one by ratio", "fq fq fq fq f"), "observed_audience, audience_following_ratio", [5L, null]),
        (new("all but one mass following", "fm fm fm fm f"), "observed_audience, audience_mass_following", [5L, null]),
        (new("all but one young", "fy fy fy fy f"), "observed_audience, audience_young_account", [5L, null]),
        (new("all but one in bursts", "fb fb fb fb f"), "observed_audience, audience_follow_burst", [5L, null]),
        (new("all but one timed", "ft ft ft ft f"), "observed_audience, audience_identical_timing", [5L, null]),
        (new("all but one coordinated", "ft ft ft ft f"), "observed_audience, audience_coordinated", [5L, null]),
    ];

    private static readonly (Circle Circle, string Columns, object?[] Shown)[] Examples =
        [.. Engaged, .. Followers, .. CredibleOnes, .. NextDoor, .. WithSigns];

    public static TheoryData<string> Names => [.. Examples.Select(example => example.Circle.Name)];

    /// <summary>All columns that an example hides.</summary>
    public static IEnumerable<string> Hidden => Examples.SelectMany(
        example => example.Columns.Split(", ").Where((_, i) => example.Shown[i] is null));

    [Theory]
    [MemberData(nameof(Names))]
    public void Leaders_CountsOfTheCircle_AreShownWhereTheyTellNoSmallCell(string name)
    {
        var (_, columns, shown) = Examples.Single(example => example.Circle.Name == name);

        var row = Assert.Single(circles.Facts.Rows(
            $"SELECT {columns} FROM leaders WHERE account_id = {Circle.LeaderOf(circles.Written, name)}"));

        Assert.Equal(shown, row);
    }

    [Fact]
    public void Leaders_MoreEngagedThanAudience_TellNotWhoIsLeftOut()
    {
        // Two are a small cell here, too. Two engaged next door and are left out of the audience, where one of the five
        // here is flagged: 4 + 2 are credible anywhere, in an audience of 5, or of 9 with those who only follow.
        Circle[] pair = [new("five", "lx l l l l", "l l"), new("nine", "lx l l l l f f f f", "l l")];
        using var facts = Circle.Write(pair);
        facts.Analyse(Circle.Definition with { Privacy = TestDefinition.WithMinGroup(3).Privacy });

        Assert.Equal(
            [[1000UL, 5L, null, null, 5L, null], [2000UL, 5L, null, null, 9L, 6L]],
            facts.Rows(
                """
                SELECT account_id, engaged_members, credible_members, flagged_audience, observed_audience,
                  credible_engaged
                FROM leaders WHERE account_id % 1000 = 0 ORDER BY account_id
                """));
    }

    [Fact]
    public void DataTests_AllCircles_Hold() =>
        Assert.Empty(DataTests.Run(circles.Facts.Connection, DataTests.AcrossTables));

    /// <summary>All circles in one analysis.</summary>
    public sealed class AllCircles : IDisposable
    {
        public AllCircles()
        {
            Facts = Circle.Write(Written);
            Facts.Analyse(Circle.Definition);
        }

        internal IReadOnlyList<Circle> Written { get; } = [.. Examples.Select(example => example.Circle)];

        internal Facts Facts { get; }

        public void Dispose() => Facts.Dispose();
    }
}
