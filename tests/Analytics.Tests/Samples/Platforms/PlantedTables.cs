using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Tests.Formats;
using Analytics.Tests.Ingest;

namespace Analytics.Tests.Samples.Platforms;

/// <summary>
/// The facts of the invented network as plain tables, ingested as such: what any platform's export of it has to become.
/// </summary>
internal sealed class PlantedTables(PlatformNetwork network, string platform)
{
    private readonly Dictionary<FactKind, List<JsonObject>> _rows = [];

    /// <summary>The platform's id of an account.</summary>
    public Func<PlatformPerson, string> Account { get; init; } = person => person.Id;

    /// <summary>The platform's id of a post.</summary>
    public Func<PlatformPost, string> Post { get; init; } = post => post.Id;

    public void AddFollows(Func<PlatformFollow, DateTimeOffset> at)
    {
        foreach (var follow in network.Follows)
        {
            Add(FactKind.Follows, ("follower_id", Account(follow.Follower)), ("followee_id", Account(follow.Followee)),
                ("at", Time(at(follow))));
        }
    }

    /// <summary>Likes and reposts of the kinds, and what posts do to others.</summary>
    public void AddInteractions(params InteractionKind[] acts)
    {
        foreach (var act in network.Acts.Where(act => acts.Contains(act.Kind)))
            Act(act.Actor, act.Post.Author, act.Kind, act.At, act.Post);
        foreach (var post in network.Posts)
        {
            if (post.InReplyTo is { } parent)
                Act(post.Author, parent.Author, InteractionKind.Reply, post.At, parent);
            if (post.Quoted is { } quoted) Act(post.Author, quoted.Author, InteractionKind.Quote, post.At, quoted);
            foreach (var person in post.Mentions) Act(post.Author, person, InteractionKind.Mention, post.At, post);
        }
    }

    /// <param name="more">Columns beside those that every platform has.</param>
    public void AddPosts(Func<PlatformPost, IEnumerable<(string Name, JsonNode? Value)>>? more = null)
    {
        foreach (var post in network.Posts)
        {
            Add(FactKind.Posts,
            [
                ("post_id", Post(post)), ("author_id", Account(post.Author)), ("at", Time(post.At)),
                ("text", post.Text), ("language", post.Language),
                ("hashtags", new JsonArray([.. post.Hashtags.Select(tag => (JsonNode)tag)])),
                ("links", new JsonArray([.. post.Links.Select(link => (JsonNode)link)])),
                ("in_reply_to_author", post.InReplyTo is { } parent ? Account(parent.Author) : null),
                .. more?.Invoke(post) ?? [],
            ]);
        }
    }

    public void Add(FactKind kind, params IEnumerable<(string Name, JsonNode? Value)> columns)
    {
        if (!_rows.TryGetValue(kind, out var rows)) _rows.Add(kind, rows = []);
        rows.Add(new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, column.Value))));
    }

    public static string Time(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>
    /// Writes an export into a folder, ingests it, and compares it table by table with what was planted: none more,
    /// none less, but for the source that each row names.
    /// </summary>
    public async Task AssertReadFromAsync(SourceFormat format, Action<PlatformNetwork, string> write)
    {
        using var ingestion = new Ingestion();
        var folder = ingestion.Write("export", []);
        File.Delete(folder);
        write(network, folder);
        var read = await ingestion.RunAsync(
            2, TestSource.Of(format, folder) with { Platform = platform, ObservedAt = network.ObservedAt });
        var sources = _rows.Select(table => ingestion.Ndjson(
            table.Key.ToString(), table.Key, string.Join('\n', table.Value.Select(row => row.ToJsonString()))) with
        {
            Platform = platform,
            ObservedAt = network.ObservedAt,
        });
        var planted = await ingestion.RunAsync(2, [.. sources]);

        Assert.Equal((0, 0), (read.Rejected, planted.Rejected));
        foreach (var kind in new[] { FactKind.Follows, FactKind.Interactions, FactKind.Posts, FactKind.Accounts })
        {
            Assert.Equal(WithoutSource(planted.Rows(kind)), WithoutSource(read.Rows(kind)));
            Assert.Equal(_rows.ContainsKey(kind), read.Rows(kind).Count > 0);
        }
    }

    private static IEnumerable<string> WithoutSource(IReadOnlyList<string> rows) =>
        rows.Select(row => row[..row.LastIndexOf('|')]).Order(StringComparer.Ordinal);

    private void Act(
        PlatformPerson actor, PlatformPerson target, InteractionKind kind, DateTimeOffset at, PlatformPost post)
    {
        if (actor == target) return;
        Add(FactKind.Interactions, ("actor_id", Account(actor)), ("target_id", Account(target)),
            ("kind", kind.ToString()), ("at", Time(at)), ("post_id", Post(post)));
    }
}
