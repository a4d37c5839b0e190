using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms.Bluesky;

/// <summary>A record of somebody's repository.</summary>
/// <param name="Key">Tells the time; unique in the network.</param>
internal sealed record NetworkRecord(
    PlatformPerson Owner, string Collection, string Key, DateTimeOffset At, JsonObject Value);

/// <summary>The invented network as Bluesky holds it: follows, acts and posts as records of repositories.</summary>
internal sealed class NetworkRecords
{
    private const string KeyDigits = "234567abcdefghijklmnopqrstuvwxyz";

    private readonly Dictionary<string, string> _postKeys = [];

    public NetworkRecords(PlatformNetwork network)
    {
        var number = 0;
        foreach (var post in network.Posts) _postKeys.Add(post.Id, Key(post.At, number++));
        All =
        [
            .. network.Follows.Select(follow => new NetworkRecord(
                follow.Follower, "app.bsky.graph.follow", Key(follow.At, number++), follow.At,
                Record("app.bsky.graph.follow", follow.At, "subject", Did(follow.Followee)))),
            .. network.Posts.Select(post => new NetworkRecord(
                post.Author, "app.bsky.feed.post", _postKeys[post.Id], post.At, Post(post))),
            .. network.Acts.Select(act => Act(act, number++)),
        ];
    }

    /// <summary>In no order of meaning.</summary>
    public IReadOnlyList<NetworkRecord> All { get; }

    /// <summary>The permanent name of an account.</summary>
    public static string Did(PlatformPerson person) =>
        $"did:plc:{ContentId.Base32(SHA256.HashData(Encoding.ASCII.GetBytes(person.Id)))[..24]}";

    public string Uri(PlatformPost post) => $"at://{Did(post.Author)}/app.bsky.feed.post/{_postKeys[post.Id]}";

    /// <summary>13 characters that sort as their times do; the number keeps those of one second apart.</summary>
    public static string Key(DateTimeOffset at, int number)
    {
        var value = (at.ToUnixTimeSeconds() * 1_000_000 + number % 1_000_000) << 10;
        Span<char> key = stackalloc char[13];
        for (var i = key.Length - 1; i >= 0; i--, value >>= 5) key[i] = KeyDigits[(int)(value & 31)];
        return new string(key);
    }

    private NetworkRecord Act(PlatformAct act, int number)
    {
        var collection = act.Kind == InteractionKind.Like ? "app.bsky.feed.like" : "app.bsky.feed.repost";
        return new NetworkRecord(
            act.Actor, collection, Key(act.At, number), act.At,
            Record(collection, act.At, "subject", Reference(act.Post)));
    }

    private JsonObject Post(PlatformPost post)
    {
        var record = Record("app.bsky.feed.post", post.At, "text", post.Text);
        record["langs"] = new JsonArray(post.Language);
        var facets = new JsonArray();
        foreach (var tag in post.Hashtags) facets.Add(Facet(post.Text, $"#{tag}", "tag", "tag", tag));
        foreach (var link in post.Links) facets.Add(Facet(post.Text, link, "link", "uri", link));
        foreach (var person in post.Mentions)
            facets.Add(Facet(post.Text, $"@{person.Handle}", "mention", "did", Did(person)));
        if (facets.Count > 0) record["facets"] = facets;
        if (post.InReplyTo is { } parent)
        {
            var root = parent;
            while (root.InReplyTo is { } above) root = above;
            record["reply"] = new JsonObject { ["root"] = Reference(root), ["parent"] = Reference(parent) };
        }

        if (post.Quoted is { } quoted)
        {
            record["embed"] = new JsonObject
            {
                ["$type"] = "app.bsky.embed.record",
                ["record"] = Reference(quoted),
            };
        }

        return record;
    }

    private static JsonObject Record(string type, DateTimeOffset at, string name, JsonNode value) => new()
    {
        ["$type"] = type,
        ["createdAt"] = at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        [name] = value,
    };

    private JsonObject Reference(PlatformPost post)
    {
        var uri = Uri(post);
        return new JsonObject
        {
            ["uri"] = uri,
            ["cid"] = ContentId.Text(ContentId.Of(Encoding.UTF8.GetBytes(uri))),
        };
    }

    /// <summary>A marked place of a text; places are counted in bytes.</summary>
    private static JsonObject Facet(string text, string part, string type, string name, string value)
    {
        var at = Math.Max(0, text.IndexOf(part, StringComparison.Ordinal));
        var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
        return new JsonObject
        {
            ["index"] = new JsonObject
            {
                ["byteStart"] = start,
                ["byteEnd"] = start + Encoding.UTF8.GetByteCount(part),
            },
            ["features"] = new JsonArray(new JsonObject
            {
                ["$type"] = $"app.bsky.richtext.facet#{type}",
                [name] = value,
            }),
        };
    }
}
