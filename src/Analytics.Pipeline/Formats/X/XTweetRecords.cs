using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Posts of an archive's owner, in the wrapped form of today, <c>{"tweet": {…}}</c>, and the bare one of older
/// archives. Reposts are told by their text, <c>RT @handle: …</c>, as the archive says of none that it is one.
/// </summary>
internal sealed class XTweetRecords(XOwner owner) : JsonRecords
{
    private static readonly string[] Members =
    [
        "id_str", "id", "created_at", "full_text", "text", "in_reply_to_status_id_str", "in_reply_to_status_id",
        "in_reply_to_user_id_str", "in_reply_to_user_id", "entities.hashtags", "entities.urls",
        "entities.user_mentions", "lang", "favorite_count", "retweet_count", "retweeted_status", "place",
        "edit_info.edit.initialTweetId", "~edit_info.edit.editControlInitial", "~edit_info.initial",
        "~in_reply_to_screen_name", "~entities.symbols", "~entities.media", "~entities.timestamps",
        "~extended_entities", "~display_text_range", "~retweeted", "~favorited", "~source", "~truncated",
        "~possibly_sensitive", "~geo", "~coordinates", "~contributors", "~user", "~scopes",
        "~withheld_in_countries", "~withheld_copyright", "~card", "~conversation_id_str",
    ];

    private static readonly JsonShape Tweet = new([.. Members.Select(Wrapped), .. Members]);
    private static readonly JsonShape Hashtag = new("text", "~indices");
    private static readonly JsonShape Mention = new("id_str", "id", "screen_name", "~name", "~indices");

    private static readonly JsonShape Link =
        new("expanded_url", "url", "~display_url", "~indices", "~unwound", "~title", "~description");

    private static readonly JsonShape Place = new(
        "full_name", "~name", "~country", "~country_code", "~id", "~url", "~place_type", "~bounding_box",
        "~attributes", "~contained_within", "~polylines");

    private static readonly JsonShape Original = new(
        "user.id_str", "id_str", "~user.name", "~user.screen_name", "~user.protected", "~user.verified", "~user.id",
        "~user.profile_image_url_https", "~id", "~source", "~entities", "~geo", "~text", "~created_at",
        "~in_reply_to_status_id_str", "~in_reply_to_status_id", "~in_reply_to_user_id_str", "~in_reply_to_user_id",
        "~in_reply_to_screen_name");

    public override JsonShape Shape(int section) => Tweet;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var first = record.Has(0) || record.Has(1) ? 0 : Members.Length;

        // All versions of a post that was edited count as the first one.
        var id = record.Has(first + 17) ? record[first + 17] : Either(record, first);
        if (id.IsEmpty)
        {
            rows.Reject("missing", "id_str");
            return;
        }

        Span<byte> iso = stackalloc byte[TwitterTime.Length];
        var at = TwitterTime.ToIso(record[first + 2], iso);
        var text = record.Has(first + 3) ? record[first + 3] : record[first + 4];
        if (record.Has(first + 15) || text.StartsWith("RT @"u8)) Repost(record, first, text, at, rows);
        else Post(id, record, first, text, at, rows);
    }

    private static string Wrapped(string member) => member[0] == '~' ? $"~tweet.{member[1..]}" : $"tweet.{member}";

    /// <summary>The member at the slot, or the one behind it: ids as text and as number.</summary>
    private static ReadOnlySpan<byte> Either(JsonFields fields, int slot) =>
        fields.Has(slot) ? fields[slot] : fields[slot + 1];

    /// <summary>Accounts that are gone have the number -1.</summary>
    private static bool IsAccount(ReadOnlySpan<byte> id) => !id.IsEmpty && id[0] != '-';

    private void Repost(JsonFields record, int first, ReadOnlySpan<byte> text, ReadOnlySpan<byte> at, FactRows rows)
    {
        var original = rows.Fields(Original);
        if (record.Has(first + 15) && original.TryRead(record[first + 15], rows.Drift, out _)
            && IsAccount(original[0]))
        {
            rows.Interaction(owner.Id, original[0], InteractionKind.Repost, at, original[1]);
            return;
        }

        var handle = text.Length > 4 ? text[4..] : default;
        handle = handle[..Math.Max(0, handle.IndexOf((byte)':'))];
        var author = Mentioned(handle, record[first + 11], rows);
        if (IsAccount(author)) rows.Interaction(owner.Id, author, InteractionKind.Repost, at, default);
        else rows.Ignore("reposts whose author has no number");
    }

    private void Post(
        ReadOnlySpan<byte> id,
        JsonFields record,
        int first,
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> at,
        FactRows rows)
    {
        var row = rows.Post(id, owner.Id, at);
        row.Set(PostColumn.Text, text);
        row.Set(PostColumn.Likes, record[first + 13]);
        row.Set(PostColumn.Reposts, record[first + 14]);
        if (ApiV2Posts.IsLanguage(record[first + 12])) row.Set(PostColumn.Language, record[first + 12]);
        var place = rows.Fields(Place);
        if (record.Has(first + 16) && place.TryRead(record[first + 16], rows.Drift, out _))
            row.Set(PostColumn.Place, place[0]);

        var answered = Either(record, first + 7);
        if (IsAccount(answered))
        {
            row.Set(PostColumn.InReplyToAuthor, answered);
            rows.Interaction(owner.Id, answered, InteractionKind.Reply, at, Either(record, first + 5));
        }

        Hashtags(record, first, row, rows);
        Links(record, first, row, at, rows);
        Mentions(id, answered, record[first + 11], at, rows);
    }

    private static void Hashtags(JsonFields record, int first, FactRow row, FactRows rows)
    {
        if (!record.Has(first + 9)) return;
        rows.Tags.Begin();
        var hashtag = rows.Fields(Hashtag);
        foreach (var item in new JsonItems(record[first + 9]))
        {
            if (hashtag.TryRead(item, rows.Drift, out _) && hashtag.Has(0)) rows.Tags.Add(hashtag[0]);
        }

        row.Set(PostColumn.Hashtags, rows.Tags.Bytes);
    }

    /// <summary>
    /// Addresses behind the short ones of the text. A post that ends in the address of another one quotes it.
    /// </summary>
    private void Links(JsonFields record, int first, FactRow row, ReadOnlySpan<byte> at, FactRows rows)
    {
        if (!record.Has(first + 10)) return;
        rows.Links.Begin();
        var link = rows.Fields(Link);
        var last = default(XStatusAddress);
        foreach (var item in new JsonItems(record[first + 10]))
        {
            last = default;
            if (!link.TryRead(item, rows.Drift, out _)) continue;
            var address = Either(link, 0);
            last = new XStatusAddress(address);
            if (last.Post.IsEmpty && !ApiV2Posts.IsOwn(address)) rows.Links.Add(address);
        }

        row.Set(PostColumn.Links, rows.Links.Bytes);
        if (last.Post.IsEmpty) return;
        var author = Ascii.EqualsIgnoreCase(last.Handle, owner.Handle)
            ? owner.Id
            : Mentioned(last.Handle, record[first + 11], rows);
        if (IsAccount(author)) rows.Interaction(owner.Id, author, InteractionKind.Quote, at, last.Post);
        else rows.Unaddressed(owner.Id, last.Post, InteractionKind.Quote, at);
    }

    /// <summary>Whom the post names; whom it answers is named by X, not by the author.</summary>
    private void Mentions(
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> answered,
        ReadOnlySpan<byte> mentions,
        ReadOnlySpan<byte> at,
        FactRows rows)
    {
        var mention = rows.Fields(Mention);
        foreach (var item in new JsonItems(mentions))
        {
            if (!mention.TryRead(item, rows.Drift, out _)) continue;
            var account = Either(mention, 0);
            if (IsAccount(account) && !account.SequenceEqual(answered))
                rows.Interaction(owner.Id, account, InteractionKind.Mention, at, post);
        }
    }

    /// <summary>Number of the mentioned account with this handle, or nothing.</summary>
    private static ReadOnlySpan<byte> Mentioned(ReadOnlySpan<byte> handle, ReadOnlySpan<byte> mentions, FactRows rows)
    {
        var mention = rows.Fields(Mention);
        foreach (var item in new JsonItems(mentions))
        {
            if (mention.TryRead(item, rows.Drift, out _) && Ascii.EqualsIgnoreCase(mention[2], handle))
                return Either(mention, 0);
        }

        return default;
    }
}
