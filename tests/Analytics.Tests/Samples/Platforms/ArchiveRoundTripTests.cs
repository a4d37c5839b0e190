using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Pipeline.Sources;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>
/// Personal archives that are written from the network and read by a whole ingest: the facts are those that the owner
/// has a part in, as far as the platform hands them out.
/// </summary>
public sealed class ArchiveRoundTripTests : IDisposable
{
    private const int Soon = 60_000;

    private static readonly PlatformNetwork Network = PlantedFacts.Network;
    private static readonly PlatformPerson Owner = PlantedFacts.Owner;
    private static readonly List<PlatformPost> Own = [.. Network.Posts.Where(post => post.Author == Owner)];
    private static readonly List<PlatformAct> Acts = [.. Network.Acts.Where(act => act.Actor == Owner)];
    private static readonly List<PlatformFollow> From = [.. Network.Follows.Where(f => f.Follower == Owner)];
    private static readonly List<PlatformFollow> To = [.. Network.Follows.Where(f => f.Followee == Owner)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Not held: times of follows, likes, which post was passed on.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_XArchive_GivesTheFactsOfItsOwner()
    {
        var facts = new PlantedFacts(SourceFormat.XArchive);
        foreach (var follow in From.Concat(To))
            facts.Follow(follow.Follower.Id, follow.Followee.Id, Network.ObservedAt);
        facts.List(Owner.Id, ListDirection.Followers, To.Count, Network.ObservedAt);
        facts.List(Owner.Id, ListDirection.Following, From.Count, Network.ObservedAt);
        facts.AccountOf(Owner.Id, To.Count, From.Count, Owner.CreatedAt);
        foreach (var act in Acts.Where(act => act.Kind == InteractionKind.Repost))
            facts.Interaction(Owner.Id, act.Post.Author.Id, act.Kind, act.At, post: null);
        foreach (var post in Own)
        {
            var answered = post.InReplyTo?.Author;
            facts.PostOf(post, post.Id, Owner.Id, post.Language, answered?.Id);
            foreach (var named in post.Mentions.Where(person => person != answered))
                facts.Interaction(Owner.Id, named.Id, InteractionKind.Mention, post.At, post.Id);
            if (answered is not null)
                facts.Interaction(Owner.Id, answered.Id, InteractionKind.Reply, post.At, post.InReplyTo!.Id);
            if (post.Quoted is { } quoted && post.Mentions.Contains(quoted.Author))
                facts.Interaction(Owner.Id, quoted.Author.Id, InteractionKind.Quote, post.At, quoted.Id);
            else if (post.Quoted is not null)
                facts.Unplaced(Owner.Id, post.Quoted.Id, InteractionKind.Quote, post.At);
        }

        XArchiveWriter.Write(Network, Owner, _folder.Path);
        var read = await AssertAsync(facts);
        Assert.Equal(
            Acts.Count(act => act.Kind == InteractionKind.Like),
            read.Drift.All.Single(drift => drift.Key.StartsWith("likes", StringComparison.Ordinal)).Count);
    }

    /// <summary>Not held: followers, times of follows and likes (a like counts from the time of the post).</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_MastodonArchive_GivesTheFactsOfItsOwner()
    {
        var facts = new PlantedFacts(SourceFormat.MastodonArchive);
        var me = MastodonArchiveWriter.Address(Owner);
        foreach (var follow in From)
            facts.Follow(me, MastodonArchiveWriter.Address(follow.Followee), PlantedFacts.Observed);
        facts.List(me, ListDirection.Following, From.Count, PlantedFacts.Observed);
        facts.AccountOf(me, null, null, Owner.CreatedAt);
        foreach (var act in Acts)
        {
            facts.Interaction(
                me, MastodonArchiveWriter.Address(act.Post.Author), act.Kind,
                act.Kind == InteractionKind.Like ? act.Post.At : act.At, MastodonArchiveWriter.Status(act.Post));
        }

        foreach (var post in Own)
        {
            var answered = post.InReplyTo?.Author;
            var id = MastodonArchiveWriter.Status(post);
            facts.PostOf(
                post, id, me, post.Language, answered is null ? null : MastodonArchiveWriter.Address(answered));
            foreach (var named in post.Mentions.Where(person => person != answered))
            {
                facts.Interaction(
                    me, MastodonArchiveWriter.Address(named), InteractionKind.Mention, post.At, id);
            }

            Acted(InteractionKind.Reply, post.InReplyTo);
            Acted(InteractionKind.Quote, post.Quoted);

            void Acted(InteractionKind kind, PlatformPost? on)
            {
                if (on is null) return;
                facts.Interaction(
                    me, MastodonArchiveWriter.Address(on.Author), kind, post.At, MastodonArchiveWriter.Status(on));
            }
        }

        MastodonArchiveWriter.Write(Network, Owner, _folder.Path);
        await AssertAsync(facts);
    }

    /// <summary>Not held: reposts and quotes, counts, languages, which post was commented on.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_InstagramExport_GivesTheFactsOfItsOwner()
    {
        var facts = new PlantedFacts(SourceFormat.InstagramExport);
        foreach (var follow in From.Concat(To))
            facts.Follow(follow.Follower.Handle, follow.Followee.Handle, follow.At);
        facts.AccountOf(Owner.Handle, null, null, null);
        foreach (var act in Acts.Where(act => act.Kind == InteractionKind.Like))
        {
            facts.Interaction(
                Owner.Handle, act.Post.Author.Handle, act.Kind, act.At, InstagramExportWriter.Code(act.Post));
        }

        foreach (var post in Own)
        {
            if (post.InReplyTo is { } answered)
                facts.Interaction(Owner.Handle, answered.Author.Handle, InteractionKind.Reply, post.At, post: null);
            if (!InstagramExportWriter.IsPost(post)) continue;
            var id = $"{Owner.Handle}/{InstagramExportWriter.Picture(post)}";
            facts.PostOf(post, id, Owner.Handle, language: null, answered: null, hasCounts: false);
            foreach (var named in post.Mentions)
                facts.Interaction(Owner.Handle, named.Handle, InteractionKind.Mention, post.At, id);
        }

        InstagramExportWriter.Write(Network, Owner, _folder.Path);
        await AssertAsync(facts);
    }

    /// <summary>Most follows stand in two archives, that of the follower and that of the followed.</summary>
    [Theory(Timeout = Soon)]
    [InlineData(SourceFormat.XArchive)]
    [InlineData(SourceFormat.MastodonArchive)]
    [InlineData(SourceFormat.InstagramExport)]
    public async Task Read_ArchivesOfEverybody_GivesEachFollowOfTheNetworkOnce(SourceFormat format)
    {
        var facts = new PlantedFacts(format);
        foreach (var person in Network.People)
        {
            var folder = Path.Combine(_folder.Path, person.Handle);
            if (format == SourceFormat.XArchive) XArchiveWriter.Write(Network, person, folder);
            else if (format == SourceFormat.MastodonArchive) MastodonArchiveWriter.Write(Network, person, folder);
            else InstagramExportWriter.Write(Network, person, folder);
        }

        foreach (var follow in Network.Follows)
        {
            var (from, to, at) = format switch
            {
                SourceFormat.XArchive => (follow.Follower.Id, follow.Followee.Id, Network.ObservedAt),
                SourceFormat.InstagramExport => (follow.Follower.Handle, follow.Followee.Handle, follow.At),
                _ => (MastodonArchiveWriter.Address(follow.Follower), MastodonArchiveWriter.Address(follow.Followee),
                    PlantedFacts.Observed),
            };
            facts.Follow(from, to, at);
        }

        Assert.Equal(Network.People.Count, await facts.AssertFollowsFromAsync(_folder.Path));
    }

    /// <summary>An archive of nobody with nothing in it would agree with anything.</summary>
    private async Task<ExportFile> AssertAsync(PlantedFacts facts)
    {
        var read = await facts.AssertReadFromAsync(_folder.Path);
        Assert.All(
            (FactKind[])[FactKind.Follows, FactKind.Interactions, FactKind.Posts],
            kind => Assert.True(facts.Count(kind) > 2, $"{facts.Count(kind)} rows of {kind}"));
        return read;
    }
}
