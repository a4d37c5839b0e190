using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Bluesky;

/// <summary>
/// Records of Bluesky as rows, the same whether they come as events or from a repository: follows, likes, reposts and
/// posts with their replies, quotes and mentions. Source: the lexicons <c>app.bsky.graph.follow</c>,
/// <c>app.bsky.feed.like</c>, <c>app.bsky.feed.repost</c> and <c>app.bsky.feed.post</c>.
/// </summary>
internal static class BlueskyRecords
{
    /// <summary>Longest AT URI that is written here: DIDs and keys are short, the rest is no record.</summary>
    public const int LongestUri = 1024;

    private static readonly JsonShape Feature = new("$type", "did", "tag", "uri");
    private static readonly JsonShape Facet = new("features", "~index", "~$type");

    /// <summary>
    /// Members of a record that are read, below <paramref name="path"/>, in the order of the slots, and those that are
    /// known. Source: the lexicons, and what other programs are known to add.
    /// </summary>
    public static string[] Members(string path) =>
    [
        .. ((string[])
        [
            "$type", "createdAt", "subject", "subject.uri", "~subject.cid", "text", "langs", "reply.parent.uri",
            "~reply.parent.cid", "~reply.root", "facets", "tags", "embed.$type", "embed.record.uri",
            "embed.record.record.uri", "embed.external.uri", "embed.media.external.uri", "~embed", "~via", "~reply",
            "~labels", "~entities", "~bridgyOriginalText", "~bridgyOriginalUrl", "~fediverseId", "~subject.$type",
            "~reply.$type", "~reply.parent.$type",
            .. Media("embed."), .. Media("embed.media."), "~embed.media.$type", "~embed.record.$type",
            "~embed.record.cid", "~embed.record.record.$type", "~embed.record.record.cid",
        ]).Select(member => member[0] == '~' ? $"~{path}{member[1..]}" : path + member),
    ];

    /// <summary>Whether records of the collection become rows.</summary>
    public static bool IsRead(ReadOnlySpan<byte> collection) =>
        collection.SequenceEqual("app.bsky.feed.like"u8) || collection.SequenceEqual("app.bsky.graph.follow"u8)
        || collection.SequenceEqual("app.bsky.feed.post"u8) || collection.SequenceEqual("app.bsky.feed.repost"u8);

    /// <summary>A record was made.</summary>
    /// <param name="first">Slot of the first member of the record.</param>
    /// <param name="otherwise">Time that counts where the record has none.</param>
    /// <param name="listedAt">When all follows of the account were told; empty where each comes by itself.</param>
    public static void Read(
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> collection,
        ReadOnlySpan<byte> key,
        JsonFields record,
        int first,
        ReadOnlySpan<byte> otherwise,
        FactRows rows,
        ReadOnlySpan<byte> listedAt = default)
    {
        if (did.Length + collection.Length + key.Length > LongestUri - 8)
        {
            rows.Reject("the name of the record is too long");
            return;
        }

        var uri = AtUri.Write(stackalloc byte[LongestUri], did, collection, key);
        var at = record.Has(first + 1) ? record[first + 1] : otherwise;
        if (collection.SequenceEqual("app.bsky.graph.follow"u8))
            Follow(did, uri, record[first + 2], at, listedAt, rows);
        else if (collection.SequenceEqual("app.bsky.feed.like"u8))
            Act(InteractionKind.Like, did, uri, record[first + 3], at, rows);
        else if (collection.SequenceEqual("app.bsky.feed.repost"u8))
            Act(InteractionKind.Repost, did, uri, record[first + 3], at, rows);
        else if (collection.SequenceEqual("app.bsky.feed.post"u8)) Post(did, uri, record, first, at, rows);
        else rows.Ignore(Name(collection));
    }

    /// <summary>A record was deleted; only its name is known.</summary>
    public static void Delete(
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> collection,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> at,
        FactRows rows)
    {
        if (did.Length + collection.Length + key.Length > LongestUri - 8)
        {
            rows.Reject("the name of the record is too long");
            return;
        }

        var uri = AtUri.Write(stackalloc byte[LongestUri], did, collection, key);
        if (collection.SequenceEqual("app.bsky.feed.post"u8))
            rows.Retraction(RetractedKind.Post, at, actor: did, post: uri);
        else if (IsRead(collection))
            rows.Retraction(RetractedKind.Record, at, actor: did, record: uri);
        else rows.Ignore(Name(collection));
    }

    /// <summary>Collections of other services are not told apart: anybody may name one.</summary>
    public static string Name(ReadOnlySpan<byte> collection) => collection.StartsWith("app.bsky."u8)
        && collection.Length < 64
        && !collection.ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ."u8)
        ? $"records {System.Text.Encoding.ASCII.GetString(collection)}"
        : "records of other services";

    private static string[] Media(string path) =>
    [
        .. new[]
        {
            "images", "video", "alt", "aspectRatio", "captions", "presentation", "external.title",
            "external.description", "external.thumb", "external.$type", "external.associatedRefs",
        }.Select(member => $"~{path}{member}"),
    ];

    private static void Follow(
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> uri,
        ReadOnlySpan<byte> subject,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> listedAt,
        FactRows rows)
    {
        if (!subject.StartsWith("did:"u8))
        {
            rows.Reject("no account", "subject");
            return;
        }

        if (listedAt.IsEmpty) rows.Follow(did, subject, at);
        else rows.Listed(did, subject, at, listedAt);
        rows.RecordKey(uri, RetractedKind.Follow, at, did, subject, default);
    }

    private static void Act(
        InteractionKind kind,
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> uri,
        ReadOnlySpan<byte> subject,
        ReadOnlySpan<byte> at,
        FactRows rows)
    {
        var target = new AtUri(subject);
        if (target.Repository.IsEmpty)
        {
            rows.Reject("no AT URI", "subject.uri");
            return;
        }

        rows.Interaction(did, target.Repository, kind, at, subject);
        rows.RecordKey(uri, RetractedKind.Interaction, at, did, target.Repository, subject);
    }

    private static void Post(
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> uri,
        JsonFields record,
        int first,
        ReadOnlySpan<byte> at,
        FactRows rows)
    {
        var row = rows.Post(uri, did, at);
        row.Set(PostColumn.Text, record[first + 5]);
        foreach (var language in new JsonItems(record[first + 6]))
        {
            if (language is [(byte)'"', .., (byte)'"']) row.Set(PostColumn.Language, language[1..^1]);
            break;
        }

        var parent = record[first + 7];
        var answered = new AtUri(parent).Repository;
        row.Set(PostColumn.InReplyToAuthor, answered);
        Facets(did, uri, record, first, at, row, rows);
        if (!answered.IsEmpty) Respond(InteractionKind.Reply, did, uri, answered, parent, at, rows);

        var quoted = record.Has(first + 14) ? record[first + 14] : record[first + 13];
        var quotedAuthor = new AtUri(quoted);
        if (quotedAuthor.Collection.SequenceEqual("app.bsky.feed.post"u8))
            Respond(InteractionKind.Quote, did, uri, quotedAuthor.Repository, quoted, at, rows);
    }

    /// <summary>What a post does to another; it ends with the post, whose key is therefore its own.</summary>
    private static void Respond(
        InteractionKind kind,
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> uri,
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> at,
        FactRows rows)
    {
        rows.Interaction(did, author, kind, at, post);
        if (!author.SequenceEqual(did)) rows.RecordKey(uri, RetractedKind.Interaction, at, did, author, post);
    }

    /// <summary>Marked places of the text: hashtags and links of the post, and accounts that it names.</summary>
    private static void Facets(
        ReadOnlySpan<byte> did,
        ReadOnlySpan<byte> uri,
        JsonFields record,
        int first,
        ReadOnlySpan<byte> at,
        FactRow row,
        FactRows rows)
    {
        var (tags, links) = (rows.Tags, rows.Links);
        tags.Begin();
        links.Begin();
        foreach (var tag in new JsonItems(record[first + 11]))
        {
            if (tag is [(byte)'"', ..]) tags.AddJson(tag);
        }

        if (record.Has(first + 15)) links.Add(record[first + 15]);
        if (record.Has(first + 16)) links.Add(record[first + 16]);
        var fields = rows.Fields(Feature);
        foreach (var facet in new JsonItems(record[first + 10]))
        {
            var parts = rows.Fields(Facet);
            if (!parts.TryRead(facet, rows.Drift, out _)) continue;
            foreach (var feature in new JsonItems(parts[0]))
            {
                if (!fields.TryRead(feature, rows.Drift, out _)) continue;
                if (fields.Has(2)) tags.Add(fields[2]);
                if (fields.Has(3)) links.Add(fields[3]);
                if (fields[1].StartsWith("did:"u8))
                    rows.Interaction(did, fields[1], InteractionKind.Mention, at, uri);
            }
        }

        row.Set(PostColumn.Hashtags, tags.Bytes);
        row.Set(PostColumn.Links, links.Bytes);
    }
}
