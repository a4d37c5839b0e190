using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Model;
using Analytics.Pipeline.Samples.Texts;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>Somebody of the invented network.</summary>
/// <param name="Id">19 digits, as in the tables of the sample.</param>
/// <param name="Handle">Small letters, digits and one underscore; unique.</param>
/// <param name="Name">As a profile shows it; not unique.</param>
internal sealed record PlatformPerson(
    string Id,
    string Handle,
    string Name,
    DateTimeOffset CreatedAt,
    long ClaimedFollowers,
    long ClaimedFollowing,
    string Language,
    string Place);

/// <summary>Follower → followee, since when.</summary>
internal sealed record PlatformFollow(
    string Id, PlatformPerson Follower, PlatformPerson Followee, DateTimeOffset At);

/// <summary>A post; answers and quotes are posts too.</summary>
/// <param name="Id">19 digits.</param>
/// <param name="Hashtags">Without the sign, as they stand in the text.</param>
/// <param name="Links">Whole addresses, as they stand in the text.</param>
/// <param name="Mentions">Whom the text names by handle.</param>
/// <param name="Sponsored">Whether the platform's own label says that it is paid.</param>
internal sealed record PlatformPost(
    string Id,
    PlatformPerson Author,
    DateTimeOffset At,
    string Language,
    string Text,
    IReadOnlyList<string> Hashtags,
    IReadOnlyList<string> Links,
    IReadOnlyList<PlatformPerson> Mentions,
    bool Sponsored,
    long Likes,
    long Replies,
    long Reposts,
    long Quotes,
    long Views)
{
    /// <summary>The post that it answers, or null.</summary>
    public PlatformPost? InReplyTo { get; init; }

    /// <summary>The post that it quotes, or null.</summary>
    public PlatformPost? Quoted { get; init; }
}

/// <summary>A like or a repost.</summary>
internal sealed record PlatformAct(
    string Id, PlatformPerson Actor, InteractionKind Kind, PlatformPost Post, DateTimeOffset At);

/// <summary>
/// One community of the sample as a platform holds it: the same people, follows, posts and acts as in the tables, small
/// enough to be kept, so that it can be written in the form of any platform. Answers, quotes and mentions become posts
/// of their own, because that is what they are there. Times are whole seconds; all lists are in the order of time.
/// </summary>
internal sealed partial class PlatformNetwork
{
    private readonly Dictionary<string, PlatformPerson> _byHandle;

    private PlatformNetwork(IReadOnlyList<PlatformPerson> people, DateTimeOffset observedAt)
    {
        People = people;
        ObservedAt = observedAt;
        _byHandle = people.ToDictionary(person => person.Handle);
    }

    public IReadOnlyList<PlatformPerson> People { get; }

    /// <summary>When the exports were taken.</summary>
    public DateTimeOffset ObservedAt { get; }

    public IReadOnlyList<PlatformFollow> Follows { get; private set; } = [];

    public IReadOnlyList<PlatformPost> Posts { get; private set; } = [];

    /// <summary>Likes and reposts.</summary>
    public IReadOnlyList<PlatformAct> Acts { get; private set; } = [];

    /// <summary>The smallest community of the sample that <paramref name="options"/> describe.</summary>
    public static PlatformNetwork Of(SampleOptions options)
    {
        options.Check();
        Population population = new(options);
        FollowModel follows = new(population);
        PostModel posts = new(population);
        ProfileModel profiles = new(population);
        Handles handles = new(options.Seed, population.Accounts);
        Theme[] themes = [.. population.Communities.Select(c => Theme.Of(c, options.Seed))];
        var community = population.Communities.MinBy(c => c.Size);
        var members = Enumerable.Range(community.Start, community.Size).ToArray();

        var edges = FollowsOf(population, follows, members).ToList();
        var people = members.ToDictionary(member => member, member => Person(
            population, profiles, handles, themes[community.Index], member,
            edges.Count(edge => edge.Followee == member), edges.Count(edge => edge.Follower == member)));
        var network = new PlatformNetwork(
            [.. members.Select(member => people[member])], Time(population.Clock.EndMs - 1000));
        network.Follows =
        [
            .. edges
                .Select(edge => new PlatformFollow(
                    Id(edge.Follower, edge.Slot, 1), people[edge.Follower], people[edge.Followee],
                    Time(profiles.FollowedMs(edge.Follower, edge.Followee, edge.Slot))))
                .OrderBy(follow => follow.At).ThenBy(follow => follow.Id, StringComparer.Ordinal),
        ];

        var written = new Dictionary<(int Author, int Number), PlatformPost>();
        PostText text = new(population, handles, themes);
        foreach (var author in members)
        {
            var count = posts.CountOf(author);
            for (var number = 0; number < count; number++)
            {
                var at = population.Clock.At(posts.TimeOf(author, number, count));
                var label = posts.LabelOf(author, number);
                text.Compose(author, number, label);
                var counters = profiles.CountersOf(
                    author, number, people[author].ClaimedFollowers, label != SponsorLabel.Organic);
                written.Add((author, number), network.Post(
                    population.Ids.Post(author, number).ToString(CultureInfo.InvariantCulture), people[author],
                    Time(at), Encoding.UTF8.GetString(text.Language), Encoding.UTF8.GetString(text.Text),
                    label == SponsorLabel.Proper, counters));
            }
        }

        network.Act(population, follows, posts, people, written);
        return network;
    }

    private void Act(
        Population population,
        FollowModel follows,
        PostModel posts,
        Dictionary<int, PlatformPerson> people,
        Dictionary<(int Author, int Number), PlatformPost> written)
    {
        InteractionModel model = new(population, follows, posts, population.Options.InteractionCount);
        var acts = new Dictionary<(PlatformPerson, PlatformPost, InteractionKind), PlatformAct>();
        var own = new List<PlatformPost>(written.Values);
        while (model.TryNext(out var act))
        {
            if (!people.TryGetValue(act.Actor, out var actor) || !people.TryGetValue(act.Target, out var target))
                continue;
            var post = act.PostNumber < 0 ? null : written.GetValueOrDefault((act.PostAuthor, act.PostNumber));
            var id = Id(act.Actor, own.Count + acts.Count, 2);
            var at = Time(act.AtMs);
            if (act.Kind is InteractionKind.Like or InteractionKind.Repost)
            {
                if (post is not null && post.Author != actor)
                    acts.TryAdd((actor, post, act.Kind), new PlatformAct(id, actor, act.Kind, post, at));
                continue;
            }

            if (post is null && act.Kind != InteractionKind.Mention) continue;
            if (post?.Author == actor) continue;
            var text = act.Kind switch
            {
                InteractionKind.Reply => "Das sehe ich auch so, danke!",
                InteractionKind.Quote => "Lesenswert, nicht nur für uns hier.",
                _ => $"Was meinst du dazu, @{target.Handle}?",
            };
            own.Add(Post(id, actor, at, "de", text, sponsored: false, default) with
            {
                InReplyTo = act.Kind == InteractionKind.Reply ? post : null,
                Quoted = act.Kind == InteractionKind.Quote ? post : null,
            });
        }

        Posts = [.. own.OrderBy(post => post.At).ThenBy(post => post.Id, StringComparer.Ordinal)];
        Acts = [.. acts.Values.OrderBy(act => act.At).ThenBy(act => act.Id, StringComparer.Ordinal)];
    }

    private PlatformPost Post(
        string id,
        PlatformPerson author,
        DateTimeOffset at,
        string language,
        string text,
        bool sponsored,
        PostCounters counters) => new(
        id, author, at, language, text,
        [.. HashtagInText().Matches(text).Select(match => match.Groups[1].Value)],
        [.. LinkInText().Matches(text).Select(match => match.Value)],
        [
            .. HandleInText().Matches(text).Select(match => _byHandle.GetValueOrDefault(match.Groups[1].Value))
                .OfType<PlatformPerson>().Where(person => person != author).Distinct(),
        ],
        sponsored, counters.Likes, counters.Replies, counters.Reposts, counters.Quotes, counters.Views);

    private static IEnumerable<(int Follower, int Followee, int Slot)> FollowsOf(
        Population population, FollowModel follows, int[] members)
    {
        var inside = members.ToHashSet();
        foreach (var member in members)
        {
            var slots = follows.SlotsOf(member);
            var seen = new HashSet<int>();
            for (var slot = 0; slot < slots.Count; slot++)
            {
                var followee = follows.Followee(slots, slot);
                if (seen.Add(followee) && inside.Contains(followee) && population.HasFollowersOf(followee))
                    yield return (member, followee, slot);
            }
        }
    }

    private static PlatformPerson Person(
        Population population,
        ProfileModel profiles,
        Handles handles,
        Theme theme,
        int member,
        int followers,
        int following)
    {
        Span<byte> bytes = stackalloc byte[Handles.MaxBytes];
        var handle = Encoding.UTF8.GetString(bytes[..handles.Write(member, bytes)]);
        var name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(
            handle.TrimEnd([.. "0123456789"]).Replace('_', ' '));
        return new PlatformPerson(
            population.Ids.Account(member).ToString(CultureInfo.InvariantCulture), handle, name,
            Time(profiles.CreatedMs(member)), followers, following, Encoding.UTF8.GetString(theme.Language),
            Encoding.UTF8.GetString(theme.Place));
    }

    /// <summary>19 digits that nothing else of the network has.</summary>
    private static string Id(int account, int number, int realm) =>
        (5_700_000_000_000_000_000 + realm * 100_000_000_000_000_000L + account * 10_000_000_000L + number)
        .ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeSeconds(ms / 1000);

    [GeneratedRegex(@"(?<![\p{L}\p{N}_&])#([\p{L}\p{N}_]+)")]
    private static partial Regex HashtagInText();

    [GeneratedRegex(@"https?://[^\s]+")]
    private static partial Regex LinkInText();

    [GeneratedRegex("@([a-z0-9_]+)")]
    private static partial Regex HandleInText();
}
