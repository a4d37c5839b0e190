using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Posts of X as rows. What X calls a retweet is no post but the act of passing one on. A post that was edited keeps
/// the id of its first version, under which earlier exports know it; of several versions in one page the newest counts.
/// </summary>
internal static class ApiV2Posts
{
    /// <summary>Gives a post and what its author does by it.</summary>
    public static void Read(JsonFields post, ApiV2Page page, FactRows rows)
    {
        var id = post[ApiV2Shape.Id];
        var author = post[ApiV2Shape.AuthorId];
        var at = post[ApiV2Shape.CreatedAt];
        if (id.IsEmpty || author.IsEmpty || at.IsEmpty)
        {
            rows.Reject("missing; ask the API for author_id and created_at of posts", Missing(id, author));
            return;
        }

        var first = FirstVersion(post);
        if (IsSuperseded(post, page))
        {
            rows.Ignore("older versions of edited posts");
            return;
        }

        var isRepost = Refer(post, author, at, page, rows);
        if (isRepost) return;
        if (!post.Has(ApiV2Shape.References) && post.Has(ApiV2Shape.RepliedUser))
            rows.Interaction(author, post[ApiV2Shape.RepliedUser], InteractionKind.Reply, at, default);
        Mention(post, author, at, first, page, rows);

        var row = rows.Post(first, author, at);
        var isLong = post.Has(ApiV2Shape.LongText);
        row.Set(PostColumn.Text, post[isLong ? ApiV2Shape.LongText : ApiV2Shape.Text]);
        if (IsLanguage(post[ApiV2Shape.Language])) row.Set(PostColumn.Language, post[ApiV2Shape.Language]);
        row.Set(PostColumn.InReplyToAuthor, post[ApiV2Shape.RepliedUser]);
        if (post.IsTrue(ApiV2Shape.PaidPartnership)) row.Set(PostColumn.Sponsored, "true"u8);
        row.Set(PostColumn.Place, post.Has(ApiV2Shape.PlaceName)
            ? post[ApiV2Shape.PlaceName]
            : page.FindPlace(post[ApiV2Shape.PlaceId]));
        row.Set(PostColumn.Likes, post[ApiV2Shape.Likes]);
        row.Set(PostColumn.Replies, post[ApiV2Shape.Replies]);
        row.Set(PostColumn.Reposts, post[ApiV2Shape.Reposts]);
        row.Set(PostColumn.Quotes, post[ApiV2Shape.Quotes]);

        // Views were not counted before December 2022; the API then says 0.
        if (!post[ApiV2Shape.Views].SequenceEqual("0"u8)) row.Set(PostColumn.Views, post[ApiV2Shape.Views]);
        TagsAndLinks(post, isLong, row, rows);
    }

    /// <summary>Reposts, quotes and replies; true if the post is nothing but a repost.</summary>
    private static bool Refer(
        JsonFields post, ReadOnlySpan<byte> author, ReadOnlySpan<byte> at, ApiV2Page page, FactRows rows)
    {
        var isRepost = false;
        var isReply = false;
        var reference = rows.Fields(ApiV2Shape.Reference);
        foreach (var item in new JsonItems(post[ApiV2Shape.References]))
        {
            if (!reference.TryRead(item, rows.Drift, out _)) continue;
            var type = reference[ApiV2Shape.Type];
            InteractionKind? kind = type.SequenceEqual("retweeted"u8) ? InteractionKind.Repost
                : type.SequenceEqual("quoted"u8) ? InteractionKind.Quote
                : type.SequenceEqual("replied_to"u8) ? InteractionKind.Reply
                : null;
            if (kind is null || !reference.Has(ApiV2Shape.Id))
            {
                rows.Ignore("references of an unknown kind");
                continue;
            }

            page.TryFindPost(reference[ApiV2Shape.Id], out var target, out var referenced);
            if (reference.Has(ApiV2Shape.AuthorId)) target = reference[ApiV2Shape.AuthorId];
            if (reference.Has(ApiV2Shape.Versions)) referenced = FirstVersion(reference);
            if (kind == InteractionKind.Reply && post.Has(ApiV2Shape.RepliedUser))
                target = post[ApiV2Shape.RepliedUser];
            isRepost |= kind == InteractionKind.Repost;
            isReply |= kind == InteractionKind.Reply;
            if (target.IsEmpty)
            {
                rows.Unaddressed(author, referenced, kind.Value, at);
                continue;
            }

            // The act ends with the post by which it was done, so the post's id is its key.
            rows.Interaction(author, target, kind.Value, at, referenced);
            if (!target.SequenceEqual(author))
                rows.RecordKey(FirstVersion(post), RetractedKind.Interaction, at, author, target, referenced);
        }

        if (!isRepost && !isReply && post.Has(ApiV2Shape.References) && post.Has(ApiV2Shape.RepliedUser))
            rows.Interaction(author, post[ApiV2Shape.RepliedUser], InteractionKind.Reply, at, default);
        return isRepost;
    }

    /// <summary>Accounts that the text names; whom it answers anyway is not named but addressed.</summary>
    private static void Mention(
        JsonFields post,
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> id,
        ApiV2Page page,
        FactRows rows)
    {
        var mentions = post.Has(ApiV2Shape.LongMentions) ? ApiV2Shape.LongMentions : ApiV2Shape.Mentions;
        var mention = rows.Fields(ApiV2Shape.Mention);
        foreach (var item in new JsonItems(post[mentions]))
        {
            if (!mention.TryRead(item, rows.Drift, out _)) continue;
            var target = mention.Has(ApiV2Shape.Id)
                ? mention[ApiV2Shape.Id]
                : page.FindAccount(mention[ApiV2Shape.UserName]);
            if (target.IsEmpty) rows.Ignore("mentions of accounts without an id");
            else if (!target.SequenceEqual(post[ApiV2Shape.RepliedUser]))
                rows.Interaction(author, target, InteractionKind.Mention, at, id);
        }
    }

    private static void TagsAndLinks(JsonFields post, bool isLong, FactRow row, FactRows rows)
    {
        var (tags, links) = (rows.Tags, rows.Links);
        tags.Begin();
        links.Begin();
        var fields = rows.Fields(ApiV2Shape.Tag);
        var hashtags = isLong && post.Has(ApiV2Shape.LongHashtags) ? ApiV2Shape.LongHashtags : ApiV2Shape.Hashtags;
        foreach (var tag in new JsonItems(post[hashtags]))
        {
            if (fields.TryRead(tag, rows.Drift, out _) && fields.Has(0)) tags.Add(fields[0]);
        }

        fields = rows.Fields(ApiV2Shape.Link);
        var urls = isLong && post.Has(ApiV2Shape.LongUrls) ? ApiV2Shape.LongUrls : ApiV2Shape.Urls;
        foreach (var url in new JsonItems(post[urls]))
        {
            // Pictures and quoted posts are links of the platform to itself.
            if (!fields.TryRead(url, rows.Drift, out _) || fields.Has(2)) continue;
            var link = fields.Has(1) ? fields[1] : fields[0];
            if (!link.IsEmpty && !IsOwn(link)) links.Add(link);
        }

        row.Set(PostColumn.Hashtags, tags.Bytes);
        row.Set(PostColumn.Links, links.Bytes);
    }

    /// <summary>Whether a link leads to a post of the platform, or to a picture of one.</summary>
    internal static bool IsOwn(ReadOnlySpan<byte> link) =>
        (link.StartsWith("https://twitter.com/"u8) || link.StartsWith("https://x.com/"u8))
        && link.IndexOf("/status/"u8) >= 0;

    /// <summary>
    /// Where no language was found, the platform sends codes of its own: und, art, zxx, and those that begin with q.
    /// </summary>
    internal static bool IsLanguage(ReadOnlySpan<byte> code) =>
        !code.IsEmpty && code[0] != 'q' && !code.SequenceEqual("und"u8) && !code.SequenceEqual("art"u8)
        && !code.SequenceEqual("zxx"u8);

    private static ReadOnlySpan<byte> FirstVersion(JsonFields post)
    {
        foreach (var version in new JsonItems(post[ApiV2Shape.Versions])) return version.Trim((byte)'"');
        return post[ApiV2Shape.Id];
    }

    private static bool IsSuperseded(JsonFields post, ApiV2Page page)
    {
        var newest = post[ApiV2Shape.Id];
        foreach (var version in new JsonItems(post[ApiV2Shape.Versions])) newest = version.Trim((byte)'"');
        return !newest.SequenceEqual(post[ApiV2Shape.Id]) && page.TryFindPost(newest, out _, out _);
    }

    private static string Missing(ReadOnlySpan<byte> id, ReadOnlySpan<byte> author) =>
        id.IsEmpty ? "id" : author.IsEmpty ? "author_id" : "created_at";
}
