using System.Globalization;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Samples;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Pipeline.Sources;
using Analytics.Tests.Formats;
using Analytics.Tests.Ingest;
using Analytics.Tests.Privacy;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>
/// Facts that an export was written from, as far as its format can hold them, and the comparison with what the whole
/// ingest makes of the export: each table, row by row, nothing more and nothing less.
/// </summary>
internal sealed class PlantedFacts(SourceFormat format)
{
    private static readonly PlatformNetwork TheNetwork =
        PlatformNetwork.Of(new SampleOptions { Folder = "", Accounts = 3_000 });

    private static readonly string[] Follows = ["follower_id", "followee_id", "first_seen", "ended_at"];
    private static readonly string[] Interactions = ["actor_id", "target_id", "kind", "\"at\"", "post_id"];
    private static readonly string[] Unaddressed = ["actor_id", "post_id", "kind", "\"at\""];
    private static readonly string[] Lists = ["owner_id", "direction", "entries", "observed_at"];
    private static readonly string[] Accounts = ["account_id", "claimed_followers", "claimed_following", "created_at"];

    private static readonly string[] Posts =
    [
        "post_id", "author_id", "\"at\"", "\"language\"", "array_to_string(hashtags, ' ')",
        "array_to_string(links, ' ')", "likes", "reposts", "in_reply_to_author",
    ];

    private readonly Pseudonymizer _pseudonyms = new(TestKey.Of(1));
    private readonly Dictionary<FactKind, HashSet<string>> _rows = [];
    private readonly string _platform = ExportFormat.Of(format).Platform;

    /// <summary>The network that all tests share.</summary>
    public static PlatformNetwork Network => TheNetwork;

    /// <summary>When the export counts as taken where it does not say.</summary>
    public static DateTimeOffset Observed => Cleaned.Observed;

    /// <summary>Somebody who did a bit of everything, so that an archive of his holds all there is.</summary>
    public static PlatformPerson Owner { get; } = TheNetwork.People.MaxBy(person => Math.Min(
        Math.Min(
            TheNetwork.Acts.Count(act => act.Actor == person && act.Kind == InteractionKind.Like),
            TheNetwork.Acts.Count(act => act.Actor == person && act.Kind == InteractionKind.Repost)),
        Math.Min(
            TheNetwork.Posts.Count(post => post.Author == person && post.InReplyTo is not null),
            TheNetwork.Posts.Count(post => post.Author == person && post.Mentions.Count > 0))))!;

    public void Follow(string follower, string followee, DateTimeOffset at) =>
        Add(FactKind.Follows, Account(follower), Account(followee), Time(at), "NULL");

    public void Interaction(string actor, string target, InteractionKind kind, DateTimeOffset at, string? post) => Add(
        FactKind.Interactions, Account(actor), Account(target), Word(kind), Time(at), Post(post));

    /// <summary>An act on a post whose author the export does not tell.</summary>
    public void Unplaced(string actor, string post, InteractionKind kind, DateTimeOffset at) =>
        Add(FactKind.Unaddressed, Account(actor), Post(post), Word(kind), Time(at));

    public void List(string owner, ListDirection direction, int entries, DateTimeOffset at) => Add(
        FactKind.Lists, Account(owner), Word(direction), Number(entries), Time(at));

    public void AccountOf(string account, long? followers, long? following, DateTimeOffset? created) => Add(
        FactKind.Accounts, Account(account), Number(followers), Number(following),
        created is { } time ? Time(time) : "NULL");

    /// <param name="answered">Account that the post answers.</param>
    /// <param name="hasReposts">Whether it is told how often the post was passed on, if anything is counted.</param>
    public void PostOf(
        PlatformPost post,
        string id,
        string author,
        string? language,
        string? answered,
        bool hasCounts = true,
        bool hasReposts = true) => Add(
        FactKind.Posts, Post(id), Account(author), Time(post.At), language ?? "NULL",
        string.Join(' ', post.Hashtags.Select(PostText.Hashtag).Distinct()),
        string.Join(' ', post.Links.Select(PostText.Domain).Distinct()),
        Number(hasCounts ? post.Likes : null), Number(hasCounts && hasReposts ? post.Reposts : null),
        answered is null ? "NULL" : Account(answered));

    /// <summary>Rows that a table should have.</summary>
    public int Count(FactKind kind) => _rows.TryGetValue(kind, out var rows) ? rows.Count : 0;

    /// <summary>Reads the export as a run does and compares all tables.</summary>
    public async Task<ExportFile> AssertReadFromAsync(string path)
    {
        using var ingestion = new Ingestion();
        var source = TestSource.Of(format, path) with { Name = "s", ObservedAt = Observed };
        var done = await ingestion.RunAsync(2, source);

        var file = done.Plan.New.Single();

        Assert.Empty(done.Rejects);
        Assert.Null(file.Failure);
        Assert.All(file.Drift.All, drift => Assert.Equal(DriftKind.Ignored, drift.Kind));
        Assert.Equal(Expected(FactKind.Follows), Actual(done, FactKind.Follows, Follows));
        Assert.Equal(Expected(FactKind.Interactions), Actual(done, FactKind.Interactions, Interactions));
        Assert.Equal(Expected(FactKind.Unaddressed), Actual(done, FactKind.Unaddressed, Unaddressed));
        Assert.Equal(Expected(FactKind.Posts), Actual(done, FactKind.Posts, Posts));
        Assert.Equal(Expected(FactKind.Lists), Actual(done, FactKind.Lists, Lists));

        // Tables of posts tell what the author claims with each post.
        Assert.Equal(Expected(FactKind.Accounts), Actual(done, FactKind.Accounts, Accounts).Distinct());
        foreach (var kind in (FactKind[])[FactKind.Retractions, FactKind.Records]) Assert.Empty(done.Rows(kind));
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(", ", _rows.OrderBy(table => table.Key).Select(t => $"{t.Key} {t.Value.Count}")));
        return file;
    }

    /// <summary>Reads all exports in a folder, and compares the follows alone.</summary>
    /// <returns>How many exports there were.</returns>
    public async Task<int> AssertFollowsFromAsync(string path)
    {
        using var ingestion = new Ingestion();
        var done = await ReadAsync(ingestion, path);
        Assert.Empty(done.Rejects);
        Assert.Equal(Expected(FactKind.Follows), Actual(done, FactKind.Follows, Follows));
        return done.Plan.New.Count;
    }

    private Task<Ingested> ReadAsync(Ingestion ingestion, string path) => ingestion.RunAsync(
        2, TestSource.Of(format, path) with { Name = "s", ObservedAt = Observed });

    private static IReadOnlyList<string> Actual(Ingested done, FactKind kind, string[] columns)
    {
        var table = FactSchema.Of(kind).Table;
        var paths = done.Result.Facts.Where(file => file.Table == table).Select(file => file.Path).ToList();
        return paths.Count == 0
            ? []
            : Ingested.Query(
                $"SELECT {string.Join(", ", columns.Select((column, i) => $"{column} AS c{i}"))} "
                + $"FROM read_parquet([{ParquetView.Files(paths)}], hive_partitioning = false)");
    }

    private IEnumerable<string> Expected(FactKind kind) =>
        _rows.TryGetValue(kind, out var rows) ? rows.Order(StringComparer.Ordinal) : [];

    private void Add(FactKind kind, params string[] values)
    {
        if (!_rows.TryGetValue(kind, out var rows)) _rows.Add(kind, rows = []);
        rows.Add(string.Join('|', values));
    }

    private string Account(string id) => $"{_pseudonyms.Accounts(_platform).Of(Encoding.UTF8.GetBytes(id))}";

    private string Post(string? id) =>
        id is null ? "NULL" : $"{_pseudonyms.Posts(_platform).Of(Encoding.UTF8.GetBytes(id))}";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
