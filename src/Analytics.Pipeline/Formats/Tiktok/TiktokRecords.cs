using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Tiktok;

/// <summary>
/// Lists of TikTok's document as rows. Accounts go by user name in lower case; films by the number in their address,
/// which tells nothing about who made them.
/// </summary>
internal sealed class TiktokRecords(TiktokOwner owner) : JsonRecords
{
    public const int LongestName = 64;

    private static readonly JsonShape Profile = new(
        "userName", "username", "followerCount", "followingCount", "~accountRegion", "~bioDescription", "~birthDate",
        "~displayName", "~emailAddress", "~inferredGender", "~likesReceived", "~PlatformInfo", "~profilePhoto",
        "~profileVideo", "~telephoneNumber", "~hashedEmail", "~Derived from Ads");

    private static readonly JsonShape Follow = new("UserName", "userName", "username", "Date", "date");

    private static readonly JsonShape Act = new(
        "Link", "link", "VideoLink", "url", "originalPostUrl", "original post link", "Date", "date", "~comment",
        "~Comment", "~photo", "~video", "~sticker", "~Method", "~SharedContent");

    private static readonly JsonShape Film = new(
        "Link", "link", "Date", "date", "Likes", "likes", "Title", "title", "~WhoCanView", "~AllowComments",
        "~AllowStitches", "~AllowDuets", "~AllowSharingToStory", "~ContentDisclosure", "~AIGeneratedContent", "~Sound",
        "~Location", "~CoverImage", "~AddYoursText", "~Views", "~Comments", "~VideoLink", "~AlternateText");

    public static JsonShape ShapeOf(TiktokPart part) => part switch
    {
        TiktokPart.Profile => Profile,
        TiktokPart.Follower or TiktokPart.Following => Follow,
        TiktokPart.Video => Film,
        _ => Act,
    };

    public override JsonShape Shape(int section) => ShapeOf(TiktokSections.PartOf(section));

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var part = TiktokSections.PartOf(section);
        switch (part)
        {
            case TiktokPart.Profile:
                Owner(record, rows);
                break;
            case TiktokPart.Follower or TiktokPart.Following:
                Give(part, record, rows);
                break;
            case TiktokPart.Like:
                Give(InteractionKind.Like, record, rows, "likes");
                break;
            case TiktokPart.Repost:
                Give(InteractionKind.Repost, record, rows, "reposts");
                break;
            case TiktokPart.Comment:
                Give(InteractionKind.Reply, record, rows, "comments");
                break;
            default:
                Video(record, rows);
                break;
        }
    }

    /// <summary>The slot or the one behind it: names in capital and in small letters.</summary>
    public static ReadOnlySpan<byte> Either(JsonFields record, int slot) =>
        record.Has(slot) ? record[slot] : record[slot + 1];

    /// <summary>The profile, and the lists that were counted before.</summary>
    private void Owner(JsonFields record, FactRows rows)
    {
        var row = rows.Account(owner.Name);
        if (!record[2].SequenceEqual("0"u8)) row.Set(AccountColumn.ClaimedFollowers, record[2]);
        if (!record[3].SequenceEqual("0"u8)) row.Set(AccountColumn.ClaimedFollowing, record[3]);
        if (owner.Followers > 0) rows.FollowList(owner.Name, ListDirection.Followers, owner.Followers, default);
        if (owner.Following > 0) rows.FollowList(owner.Name, ListDirection.Following, owner.Following, default);
    }

    private void Give(TiktokPart part, JsonFields record, FactRows rows)
    {
        var text = record.Has(0) ? record[0] : Either(record, 1);
        var name = PostMentions.Normal(text, stackalloc byte[LongestName]);
        if (text.SequenceEqual("N/A"u8) || text.IsEmpty) rows.Ignore("follows of accounts that are gone");
        else if (name.IsEmpty) rows.Reject("no name of an account", "UserName");
        else if (part == TiktokPart.Follower) rows.Follow(name, owner.Name, Either(record, 3));
        else rows.Follow(owner.Name, name, Either(record, 3));
    }

    private void Give(InteractionKind kind, JsonFields record, FactRows rows, string what)
    {
        var link = default(ReadOnlySpan<byte>);
        for (var slot = 0; slot < 6 && link.IsEmpty; slot++) link = FilmOf(record[slot]);
        if (link.IsEmpty) rows.Ignore($"{what} without the address of a film");
        else rows.Unaddressed(owner.Name, link, kind, Either(record, 6));
    }

    /// <summary>Own films have addresses that expire and no number; only some tell their number all the same.</summary>
    private void Video(JsonFields record, FactRows rows)
    {
        var film = FilmOf(Either(record, 0));
        if (film.IsEmpty)
        {
            rows.Ignore("films without a number");
            return;
        }

        var row = rows.Post(film, owner.Name, Either(record, 2));
        row.Set(PostColumn.Text, Either(record, 6));
        row.Set(PostColumn.Likes, Either(record, 4));
        PostMentions.Read(owner.Name, film, Either(record, 2), Either(record, 6), rows);
    }

    /// <summary>The number in <c>https://www.tiktokv.com/share/video/71…/</c> or <c>…/@name/video/71…</c>.</summary>
    private static ReadOnlySpan<byte> FilmOf(ReadOnlySpan<byte> address)
    {
        var found = address.IndexOf("/video/"u8);
        var start = found < 0 ? address.IndexOf("/photo/"u8) : found;
        if (start < 0) return default;
        var rest = address[(start + 7)..];
        var length = 0;
        while (length < rest.Length && char.IsAsciiDigit((char)rest[length])) length++;
        return length is >= 6 and <= 25 ? rest[..length] : default;
    }
}
