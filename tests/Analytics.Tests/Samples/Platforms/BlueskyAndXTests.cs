using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Pipeline.Samples.Platforms.Bluesky;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>The network written as a platform has it and read again is the network.</summary>
public sealed class BlueskyAndXTests
{
    private const int Soon = 60_000;

    private static readonly PlatformNetwork Network =
        PlatformNetwork.Of(new SampleOptions { Folder = "", Accounts = 3_000 });

    /// <summary>Holds everything but profiles and counters.</summary>
    [Theory(Timeout = Soon)]
    [InlineData(SourceFormat.BlueskyJetstream)]
    [InlineData(SourceFormat.BlueskyCar)]
    public async Task Bluesky_WrittenAndRead_IsWhatWasPlanted(SourceFormat format)
    {
        var records = new NetworkRecords(Network);
        var planted = new PlantedTables(Network, "bluesky") { Account = NetworkRecords.Did, Post = records.Uri };
        planted.AddFollows(follow => follow.At);
        planted.AddInteractions(InteractionKind.Like, InteractionKind.Repost);
        planted.AddPosts();

        await planted.AssertReadFromAsync(
            format,
            format == SourceFormat.BlueskyCar ? BlueskyCarWriter.Write : BlueskyJetstreamWriter.Write);
    }

    /// <summary>Holds everything but likes and the times of follows.</summary>
    [Fact(Timeout = Soon)]
    public async Task XApi_WrittenAndRead_IsWhatWasPlanted()
    {
        var planted = new PlantedTables(Network, "x");
        planted.AddFollows(_ => Network.ObservedAt);
        planted.AddInteractions(InteractionKind.Repost);
        planted.AddPosts(post =>
        [
            ("sponsored", post.Sponsored ? true : null), ("likes", post.Likes), ("replies", post.Replies),
            ("reposts", post.Reposts), ("quotes", post.Quotes), ("views", post.Views > 0 ? post.Views : null),
        ]);
        foreach (var person in Network.People)
        {
            // Who neither wrote nor was named nor followed anybody is on no page.
            var isSeen = Network.Posts.Any(post => post.Author == person || post.Mentions.Contains(person))
                || Network.Acts.Any(act => act.Actor == person && act.Kind == InteractionKind.Repost)
                || Network.Follows.Any(follow => follow.Follower == person);
            if (!isSeen) continue;
            planted.Add(FactKind.Accounts, ("account_id", person.Id), ("handle", person.Handle),
                ("claimed_followers", person.ClaimedFollowers), ("claimed_following", person.ClaimedFollowing),
                ("claimed_posts", Network.Posts.Count(post => post.Author == person)),
                ("created_at", PlantedTables.Time(person.CreatedAt)), ("place", person.Place),
                ("observed_at", PlantedTables.Time(Network.ObservedAt)));
        }

        await planted.AssertReadFromAsync(SourceFormat.XApiV2, XApiV2Writer.Write);
    }
}
