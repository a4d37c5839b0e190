using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>
/// Personal exports of platforms that tell less: of TikTok, YouTube and Facebook, written from the network and read by
/// a whole ingest.
/// </summary>
public sealed class OwnerRoundTripTests : IDisposable
{
    private const int Soon = 60_000;

    private static readonly PlatformNetwork Network = PlantedFacts.Network;
    private static readonly PlatformPerson Owner = PlantedFacts.Owner;
    private static readonly List<PlatformPost> Own = [.. Network.Posts.Where(post => post.Author == Owner)];
    private static readonly List<PlatformFollow> From = [.. Network.Follows.Where(f => f.Follower == Owner)];
    private static readonly List<PlatformFollow> To = [.. Network.Follows.Where(f => f.Followee == Owner)];

    /// <summary>Tables without which a test would say nothing.</summary>
    private static readonly FactKind[] Kinds = [FactKind.Follows, FactKind.Unaddressed, FactKind.Posts];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Not held: whose films were liked, passed on or commented on; quotes; languages.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_TiktokExport_GivesTheFactsOfItsOwner()
    {
        var facts = new PlantedFacts(SourceFormat.TiktokExport);
        var me = Owner.Handle;
        foreach (var follow in From.Concat(To))
            facts.Follow(follow.Follower.Handle, follow.Followee.Handle, follow.At);
        facts.List(me, ListDirection.Followers, To.Count, PlantedFacts.Observed);
        facts.List(me, ListDirection.Following, From.Count, PlantedFacts.Observed);
        facts.AccountOf(me, Claim(Owner.ClaimedFollowers), Claim(Owner.ClaimedFollowing), null);
        foreach (var act in Network.Acts.Where(act => act.Actor == Owner))
            facts.Unplaced(me, act.Post.Id, act.Kind, act.At);
        foreach (var post in Own.Where(TiktokExportWriter.IsComment))
            facts.Unplaced(me, FourCatWriter.Top(post).Id, InteractionKind.Reply, post.At);
        foreach (var post in Own.Where(TiktokExportWriter.IsFilm))
        {
            facts.PostOf(post, post.Id, me, language: null, answered: null, hasReposts: false);
            foreach (var named in post.Mentions)
                facts.Interaction(me, named.Handle, InteractionKind.Mention, post.At, post.Id);
        }

        TiktokExportWriter.Write(Network, Owner, _folder.Path);
        await facts.AssertReadFromAsync(_folder.Path);
        Assert.All(Kinds, kind => Assert.True(facts.Count(kind) > 2, $"{facts.Count(kind)} rows of {kind}"));
    }

    /// <summary>Not held: followers, times of follows, likes, reposts, quotes, counts, who is answered.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_YoutubeTakeout_GivesTheFactsOfItsOwner()
    {
        var facts = new PlantedFacts(SourceFormat.YoutubeTakeout);
        var me = YoutubeTakeoutWriter.Channel(Owner);
        foreach (var follow in From)
            facts.Follow(me, YoutubeTakeoutWriter.Channel(follow.Followee), PlantedFacts.Observed);
        facts.List(me, ListDirection.Following, From.Count, PlantedFacts.Observed);
        facts.AccountOf(me, null, null, null);
        foreach (var post in Own.Where(post => post.InReplyTo is not null))
        {
            var id = YoutubeTakeoutWriter.Id(post);
            facts.PostOf(post, id, me, language: null, answered: null, hasCounts: false);
            facts.Unplaced(me, YoutubeTakeoutWriter.Id(post.InReplyTo!), InteractionKind.Reply, post.At);
            foreach (var named in post.Mentions)
                facts.Interaction(me, YoutubeTakeoutWriter.Channel(named), InteractionKind.Mention, post.At, id);
        }

        foreach (var post in Own.Where(YoutubeTakeoutWriter.IsFilm))
            facts.PostOf(post, YoutubeTakeoutWriter.Id(post), me, post.Language, answered: null, hasCounts: false);

        YoutubeTakeoutWriter.Write(Network, Owner, _folder.Path);
        await facts.AssertReadFromAsync(_folder.Path);
        Assert.All(Kinds, kind => Assert.True(facts.Count(kind) > 2, $"{facts.Count(kind)} rows of {kind}"));
    }

    /// <summary>Not held: anything but what the profile claims, because people have names and no ids.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_FacebookExport_GivesTheClaimsOfItsOwner()
    {
        var facts = new PlantedFacts(SourceFormat.FacebookExport);
        facts.AccountOf(Owner.Id, Claim(To.Count), Claim(From.Count), Owner.CreatedAt);

        FacebookExportWriter.Write(Network, Owner, _folder.Path);
        await facts.AssertReadFromAsync(_folder.Path);
    }

    private static long? Claim(long count) => count == 0 ? null : count;
}
