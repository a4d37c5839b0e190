using System.Buffers;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>
/// What an archive's owner posted (<c>Create</c>) and passed on (<c>Announce</c>), as ActivityStreams 2.0 has it. The
/// outbox also holds messages to single people and posts for followers only: those are nobody else's business and are
/// counted, not read.
/// </summary>
internal sealed class MastodonOutbox(MastodonOwner owner) : JsonRecords
{
    private static readonly JsonShape Activity = new(
        "type", "published", "to", "cc", "object", "object.id", "object.published", "object.to", "object.cc",
        "object.summary", "object.content", "object.contentMap", "object.inReplyTo", "object.tag", "object.quote",
        "object.quoteUri", "object.quoteUrl", "object._misskey_quote", "object.likes.totalItems",
        "object.shares.totalItems", "~id", "~actor", "~signature", "~@context", "~object.type", "~object.url",
        "~object.attributedTo", "~object.sensitive", "~object.atomUri", "~object.inReplyToAtomUri",
        "~object.conversation", "~object.context", "~object.attachment", "~object.replies", "~object.updated",
        "~object.oneOf", "~object.anyOf", "~object.endTime", "~object.closed", "~object.votersCount",
        "~object.summaryMap", "~object.interactionPolicy", "~object.quoteAuthorization", "~object.likes.id",
        "~object.likes.type", "~object.shares.id", "~object.shares.type", "~object.name", "~object.blurhash");

    private static readonly JsonShape Tag =
        new("type", "name", "href", "~icon", "~id", "~updated", "~mediaType", "~rel");

    public override JsonShape Shape(int section) => Activity;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var type = record[0];
        if (type.SequenceEqual("Announce"u8)) Announce(record, rows);
        else if (!type.SequenceEqual("Create"u8)) rows.Ignore("activities other than posts and boosts");
        else if (!IsPublic(record[7]) && !IsPublic(record[8])) rows.Ignore("posts that are not public");
        else if (!record.Has(5)) rows.Reject("missing", "object.id");
        else Post(record, rows);
    }

    /// <summary>Addressed to everybody, under any of the names that everybody has.</summary>
    private static bool IsPublic(ReadOnlySpan<byte> addressees) =>
        addressees.IndexOf("activitystreams#Public"u8) >= 0 || addressees.IndexOf("as:Public"u8) >= 0;

    /// <summary>Whose post was passed on stands beside the addressees, and in most post's addresses.</summary>
    private void Announce(JsonFields record, FactRows rows)
    {
        if (!IsPublic(record[2]) && !IsPublic(record[3]))
        {
            rows.Ignore("boosts that are not public");
            return;
        }

        if (!record.IsText(4))
        {
            rows.Ignore("boosts of own posts");
            return;
        }

        Span<byte> target = stackalloc byte[MastodonOwner.LongestAddress];
        var author = owner.Person(record[4], target);
        foreach (var addressee in new JsonItems(record[3]))
        {
            if (!author.IsEmpty) break;
            if (addressee is [(byte)'"', .., (byte)'"'] && addressee.IndexOf("/followers\""u8) < 0)
                author = owner.Person(addressee[1..^1], target);
        }

        if (author.IsEmpty) rows.Ignore("boosts whose author the address does not tell");
        else rows.Interaction(owner.Address, author, InteractionKind.Repost, record[1], record[4]);
    }

    private void Post(JsonFields record, FactRows rows)
    {
        var id = record[5];
        var content = record[10];
        var at = record.Has(6) ? record[6] : record[1];
        var row = rows.Post(id, owner.Address, at);
        var buffer = ArrayPool<byte>.Shared.Rent(content.Length + record[9].Length + 1);
        row.Set(PostColumn.Text, buffer.AsSpan(0, Text(record[9], content, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        row.Set(PostColumn.Language, FirstName(record[11]));
        row.Set(PostColumn.Likes, record[18]);
        row.Set(PostColumn.Reposts, record[19]);
        Links(content, row, rows);

        Span<byte> target = stackalloc byte[MastodonOwner.LongestAddress];
        var answered = record.IsText(12) ? Author(record[12], record[13], target, rows) : default;
        if (!answered.IsEmpty)
        {
            row.Set(PostColumn.InReplyToAuthor, answered);
            rows.Interaction(owner.Address, answered, InteractionKind.Reply, at, record[12]);
        }
        else if (record.IsText(12)) rows.Unaddressed(owner.Address, record[12], InteractionKind.Reply, at);

        Tags(id, answered, record[13], at, row, rows);
        Quote(record, at, rows);
    }

    /// <summary>A warning stands in front of the text, as people see it.</summary>
    private static int Text(ReadOnlySpan<byte> warning, ReadOnlySpan<byte> content, Span<byte> target)
    {
        warning.CopyTo(target);
        if (warning.IsEmpty) return HtmlText.Write(content, target);
        target[warning.Length] = (byte)'\n';
        return warning.Length + 1 + HtmlText.Write(content, target[(warning.Length + 1)..]);
    }

    /// <summary>The languages of a post are the names of the texts in it.</summary>
    private static ReadOnlySpan<byte> FirstName(ReadOnlySpan<byte> map)
    {
        var start = map.IndexOf((byte)'"') + 1;
        var length = start > 0 ? map[start..].IndexOf((byte)'"') : -1;
        return length is > 0 and <= 16 ? map.Slice(start, length) : default;
    }

    private static void Links(ReadOnlySpan<byte> content, FactRow row, FactRows rows)
    {
        rows.Links.Begin();
        while (HtmlText.NextLink(ref content, out var address))
        {
            if (!address.IsEmpty) rows.Links.Add(address);
        }

        row.Set(PostColumn.Links, rows.Links.Bytes);
    }

    /// <summary>Hashtags, and whom the post names; whom it answers is named already.</summary>
    private void Tags(
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> answered,
        ReadOnlySpan<byte> tags,
        ReadOnlySpan<byte> at,
        FactRow row,
        FactRows rows)
    {
        Span<byte> target = stackalloc byte[MastodonOwner.LongestAddress];
        rows.Tags.Begin();
        var tag = rows.Fields(Tag);
        foreach (var item in new JsonItems(tags))
        {
            if (!tag.TryRead(item, rows.Drift, out _)) continue;
            if (tag[0].SequenceEqual("Hashtag"u8)) rows.Tags.Add(tag[1]);
            if (!tag[0].SequenceEqual("Mention"u8)) continue;
            var named = Person(tag, target);
            if (!named.IsEmpty && !named.SequenceEqual(answered))
                rows.Interaction(owner.Address, named, InteractionKind.Mention, at, post);
        }

        row.Set(PostColumn.Hashtags, rows.Tags.Bytes);
    }

    /// <summary>
    /// A mention has the address as people write it, without the server for accounts of the owner's own.
    /// </summary>
    private ReadOnlySpan<byte> Person(JsonFields mention, Span<byte> target)
    {
        var named = owner.Person(mention[1], new MastodonUri(mention[2]).Server, target);
        return named.IsEmpty ? owner.Person(mention[2], target) : named;
    }

    /// <summary>
    /// Who wrote the post at an address. Where it has a number instead of a name, a mention of the same account tells.
    /// </summary>
    private ReadOnlySpan<byte> Author(
        ReadOnlySpan<byte> post, ReadOnlySpan<byte> tags, Span<byte> target, FactRows rows)
    {
        var account = new MastodonUri(post).Account;
        if (account.IsEmpty) return default;
        var tag = rows.Fields(Tag);
        foreach (var item in new JsonItems(tags))
        {
            if (tag.TryRead(item, rows.Drift, out _) && tag[2].SequenceEqual(account)
                && tag[0].SequenceEqual("Mention"u8) && Person(tag, target) is { IsEmpty: false } person)
                return person;
        }

        return owner.Person(post, target);
    }

    private void Quote(JsonFields record, ReadOnlySpan<byte> at, FactRows rows)
    {
        Span<byte> target = stackalloc byte[MastodonOwner.LongestAddress];
        for (var slot = 14; slot <= 17; slot++)
        {
            if (!record.IsText(slot)) continue;
            var author = owner.Person(record[slot], target);
            if (author.IsEmpty) rows.Unaddressed(owner.Address, record[slot], InteractionKind.Quote, at);
            else rows.Interaction(owner.Address, author, InteractionKind.Quote, at, record[slot]);
            return;
        }
    }
}
