using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>
/// Tables and archives of posts that are written from the network and read by a whole ingest: the facts are all of the
/// network, as far as the format can hold them.
/// </summary>
public sealed class TableRoundTripTests : IDisposable
{
    private const int Soon = 60_000;

    private static readonly PlatformNetwork Network = PlantedFacts.Network;

    private readonly TemporaryFolder _folder = new();

    private string Table => Path.Combine(_folder.Path, "export.csv");

    public void Dispose() => _folder.Dispose();

    /// <summary>Not held: follows, likes, languages; reposts of comments.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_RedditSubmissions_GivesPostsAndCrossposts()
    {
        var facts = new PlantedFacts(SourceFormat.Reddit);
        foreach (var post in Network.Posts.Where(RedditWriter.IsSubmission))
        {
            var (author, id) = (post.Author.Handle, RedditWriter.FullName(post));
            var isSettled = RedditWriter.IsSettled(Network, post.At);
            facts.PostOf(post, id, author, language: null, answered: null, isSettled);
            foreach (var named in post.Mentions)
                facts.Interaction(author, named.Handle, InteractionKind.Mention, post.At, id);
            if (post.Quoted is { } quoted && RedditWriter.IsSubmission(quoted))
                Passed(author, quoted, post.At);
        }

        foreach (var act in Network.Acts.Where(RedditWriter.IsCrosspost))
        {
            var id = $"t3_{RedditWriter.Number(act.Id)}";
            facts.PostOf(
                Bare(act), id, act.Actor.Handle, language: null, answered: null,
                RedditWriter.IsSettled(Network, act.At));
            Passed(act.Actor.Handle, act.Post, act.At);
        }

        var path = Path.Combine(_folder.Path, "RS.ndjson");
        RedditWriter.WriteSubmissions(Network, path);
        await AssertAsync(facts, path, FactKind.Posts, FactKind.Interactions);

        void Passed(string actor, PlatformPost original, DateTimeOffset at) => facts.Interaction(
            actor, original.Author.Handle, InteractionKind.Repost, at, RedditWriter.FullName(original));
    }

    /// <summary>Not held: whom a comment answers, which the submissions and the other comments tell.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_RedditComments_GivesPostsAndWhatTheyAnswer()
    {
        var facts = new PlantedFacts(SourceFormat.Reddit);
        foreach (var post in Network.Posts.Where(post => !RedditWriter.IsSubmission(post)))
        {
            var (author, id) = (post.Author.Handle, RedditWriter.FullName(post));
            facts.PostOf(
                post, id, author, language: null, answered: null, RedditWriter.IsSettled(Network, post.At),
                hasReposts: false);
            facts.Unplaced(author, RedditWriter.FullName(post.InReplyTo!), InteractionKind.Reply, post.At);
            foreach (var named in post.Mentions)
                facts.Interaction(author, named.Handle, InteractionKind.Mention, post.At, id);
        }

        var path = Path.Combine(_folder.Path, "RC.ndjson");
        RedditWriter.WriteComments(Network, path);
        await AssertAsync(facts, path, FactKind.Posts, FactKind.Unaddressed);
    }

    /// <summary>Not held: follows, likes, which post was answered or passed on.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_FourCatOfX_GivesPostsAndWhatPeopleDo()
    {
        var facts = new PlantedFacts(SourceFormat.FourCat);
        var reposts = Network.Acts.Where(act => act.Kind == InteractionKind.Repost).ToList();
        var authors = Network.Posts.Select(post => post.Author).Concat(reposts.Select(act => act.Actor)).ToHashSet();
        foreach (var author in authors) facts.AccountOf(author.Id, author.ClaimedFollowers, null, null);
        foreach (var act in reposts)
            facts.Interaction(act.Actor.Id, Id(act.Post.Author), InteractionKind.Repost, act.At, post: null);
        foreach (var post in Network.Posts)
        {
            var answered = post.InReplyTo?.Author;
            var isCounted = post.Likes + post.Replies + post.Reposts + post.Quotes + post.Views > 0;
            facts.PostOf(
                post, post.Id, post.Author.Id, post.Language, answered is null ? null : Id(answered), isCounted);
            if (answered is not null && answered != post.Author)
                facts.Interaction(post.Author.Id, Id(answered), InteractionKind.Reply, post.At, post: null);
            if (post.Quoted is { } quoted)
                facts.Interaction(post.Author.Id, Id(quoted.Author), InteractionKind.Quote, post.At, quoted.Id);
            foreach (var named in post.Mentions.Where(person => person != answered))
                facts.Interaction(post.Author.Id, Id(named), InteractionKind.Mention, post.At, post.Id);
        }

        FourCatWriter.WriteX(Network, Table);
        await AssertAsync(facts, Table, FactKind.Posts, FactKind.Interactions, FactKind.Accounts);

        string Id(PlatformPerson person) => authors.Contains(person) ? person.Id : $"@{person.Handle}";
    }

    /// <summary>Not held: follows, likes, reposts, quotes, languages; links are those of the text.</summary>
    [Fact(Timeout = Soon)]
    public async Task Read_FourCatOfTiktok_GivesFilmsAndComments()
    {
        var facts = new PlantedFacts(SourceFormat.FourCat);
        foreach (var post in Network.Posts.Where(FourCatWriter.IsFilm))
        {
            var isCounted = post.Likes + post.Replies + post.Reposts + post.Views > 0;
            facts.PostOf(post, post.Id, post.Author.Handle, language: null, answered: null, isCounted);
            facts.AccountOf(post.Author.Handle, post.Author.ClaimedFollowers, null, null);
            foreach (var named in post.Mentions)
                facts.Interaction(post.Author.Handle, named.Handle, InteractionKind.Mention, post.At, post.Id);
        }

        FourCatWriter.WriteTiktok(Network, Table);
        await AssertAsync(facts, Table, FactKind.Posts, FactKind.Interactions, FactKind.Accounts);

        var comments = new PlantedFacts(SourceFormat.FourCat);
        foreach (var post in Network.Posts.Where(post => post.InReplyTo is not null))
        {
            var isCounted = post.Likes + post.Replies > 0;
            comments.PostOf(
                post, post.Id, post.Author.Handle, language: null, answered: null, isCounted, hasReposts: false);
            comments.Unplaced(post.Author.Handle, FourCatWriter.Top(post).Id, InteractionKind.Reply, post.At);
            foreach (var named in post.Mentions)
                comments.Interaction(post.Author.Handle, named.Handle, InteractionKind.Mention, post.At, post.Id);
        }

        FourCatWriter.WriteTiktokComments(Network, Table);
        await AssertAsync(comments, Table, FactKind.Posts, FactKind.Unaddressed);
    }

    /// <summary>Not held: follows and everything that people do; answers and quotes; languages.</summary>
    [Theory(Timeout = Soon)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_Crowdtangle_GivesPostsAndClaims(bool isFacebook)
    {
        var facts = new PlantedFacts(SourceFormat.Crowdtangle);
        foreach (var post in Network.Posts.Where(CrowdtangleWriter.IsPost))
        {
            var author = isFacebook ? post.Author.Id : post.Author.Handle;
            var id = isFacebook ? post.Id : InstagramExportWriter.Code(post);
            facts.PostOf(post, id, author, language: null, answered: null, hasReposts: isFacebook);
            facts.AccountOf(
                author, post.Author.ClaimedFollowers, null, isFacebook ? post.Author.CreatedAt : null);
            if (isFacebook) continue;
            foreach (var named in post.Mentions)
                facts.Interaction(author, named.Handle, InteractionKind.Mention, post.At, id);
        }

        if (isFacebook) CrowdtangleWriter.WriteFacebook(Network, Table);
        else CrowdtangleWriter.WriteInstagram(Network, Table);
        await AssertAsync(facts, Table, FactKind.Posts, FactKind.Accounts);
    }

    /// <summary>A crosspost has a title of its own and nothing else.</summary>
    private static PlatformPost Bare(PlatformAct act) => new(
        act.Id, act.Actor, act.At, "", "", [], [], [], Sponsored: false, 0, 0, 0, 0, 0);

    /// <summary>An export with nothing in it would agree with anything.</summary>
    private static async Task AssertAsync(PlantedFacts facts, string path, params FactKind[] kinds)
    {
        await facts.AssertReadFromAsync(path);
        Assert.All(kinds, kind => Assert.True(facts.Count(kind) > 2, $"{facts.Count(kind)} rows of {kind}"));
    }
}
