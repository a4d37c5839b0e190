using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Crowdtangle;

/// <summary>
/// Posts of pages of Facebook or profiles of Instagram, as CrowdTangle gave them out until August 2024. Pages go by
/// their number, which the table has; profiles of Instagram by their user name in lower case, as in every other export
/// of Instagram. What the column <c>Facebook Id</c> is missing tells which of the two a table is.
/// </summary>
internal sealed class CrowdtangleRecords : TableRecords
{
    private const int LongestName = 64;

    public override ColumnShape Shape { get; } = new(
        "!Post Created", "!URL", "User Name", "?Facebook Id", "Followers at Posting", "Likes", "Comments", "?Shares",
        "?Views", "?Post Views", "?Message", "Description", "?Title", "?Link", "?Final Link", "?Sponsor Id",
        "?Sponsor Name", "?Page Admin Top Country", "?Image Text", "?Link Text", "?Page Created",
        "~Account", "~Page Name|Group Name", "~Type", "~Photo", "~Page Category", "~Page Description",
        "~Likes at Posting", "~Post Created Date", "~Post Created Time", "~Total Interactions", "~Love", "~Wow",
        "~Haha", "~Sad", "~Angry", "~Care", "~Video Share Status", "~Is Video Owner?", "~Total Views",
        "~Total Views For All Crossposts", "~Video Length", "~Sponsor Category",
        "~Overperforming Score", "~Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x "
        + "Haha 1x Sad 1x Angry 1x Care 1x )");

    public override void Read(TableFields record, FactRows rows)
    {
        Span<byte> time = stackalloc byte[CrowdtangleTime.Length];
        if (!CrowdtangleTime.TryRead(record[0], time, out var problem))
        {
            rows.Reject(problem!, "Post Created", Ingest.RejectedRecord.Mask(record[0]));
            return;
        }

        var isFacebook = record.IsColumn(3);
        Span<byte> name = stackalloc byte[LongestName];
        var author = isFacebook ? record[3] : PostMentions.Normal(record[2], name);
        var post = PostOf(record[1]);
        if (author.IsEmpty || post.IsEmpty)
        {
            rows.Reject("missing or not valid", author.IsEmpty ? isFacebook ? "Facebook Id" : "User Name" : "URL");
            return;
        }

        Post(post, author, time, isFacebook, record, rows);
        Account(author, time, isFacebook, record, rows);

        // On Facebook names in texts are those of profiles and pages that no number goes with.
        if (isFacebook) return;
        PostMentions.Read(author, post, time, record[11], rows);
    }

    private static void Post(
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> at,
        bool isFacebook,
        TableFields record,
        FactRows rows)
    {
        var row = rows.Post(post, author, at);
        var link = record.Has(14) ? record[14] : record[13];

        // Links to the platform itself are the address of the post or of a picture.
        if (link.IndexOf("facebook.com/"u8) >= 0 || link.IndexOf("instagram.com/"u8) >= 0) link = default;
        if (isFacebook) row.SetLines(PostColumn.Text, record[10], link);
        else row.SetLines(PostColumn.Text, record[11], link);
        if (record.Has(15) || record.Has(16))
        {
            row.Set(PostColumn.Sponsored, "true"u8);
            row.Set(PostColumn.Disclosure, "paid partnership"u8);
        }
        else if (record.IsColumn(16)) row.Set(PostColumn.Sponsored, "false"u8);

        Count(record[5], PostColumn.Likes, row);
        Count(record[6], PostColumn.Replies, row);
        Count(record[7], PostColumn.Reposts, row);

        // Only films have views; elsewhere 0 stands for none.
        var views = record.Has(9) ? record[9] : record[8];
        if (!views.SequenceEqual("0"u8)) Count(views, PostColumn.Views, row);
        row.Set(PostColumn.Place, record[17]);
    }

    private static void Account(
        ReadOnlySpan<byte> author, ReadOnlySpan<byte> at, bool isFacebook, TableFields record, FactRows rows)
    {
        if (!record.Has(4)) return;
        var row = rows.Account(author);
        Count(record[4], AccountColumn.ClaimedFollowers, row);
        row.Set(AccountColumn.ObservedAt, at);
        row.Set(AccountColumn.Place, record[17]);
        if (isFacebook) row.Set(AccountColumn.Handle, record[2]);
        Span<byte> created = stackalloc byte[CrowdtangleTime.Length];
        if (record.Has(20) && CrowdtangleTime.TryRead(record[20], created, out _))
            row.Set(AccountColumn.CreatedAt, created);
    }

    /// <summary>Counts have commas or points between their thousands, whatever delimits the table.</summary>
    private static void Count(ReadOnlySpan<byte> text, int column, FactRow row)
    {
        Span<byte> digits = stackalloc byte[20];
        var length = 0;
        foreach (var c in text)
        {
            if (c is (byte)',' or (byte)'.' or (byte)' ' or (byte)'\'') continue;
            if (!char.IsAsciiDigit((char)c) || length == digits.Length)
            {
                // Not a count: the cleaner says so.
                row.Set(column, text.SequenceEqual("N/A"u8) ? default : text);
                return;
            }

            digits[length++] = c;
        }

        row.Set(column, digits[..length]);
    }

    /// <summary>
    /// The last part of the address: <c>https://www.facebook.com/page/posts/number</c>, and the short code of
    /// <c>https://www.instagram.com/p/code/</c>.
    /// </summary>
    private static ReadOnlySpan<byte> PostOf(ReadOnlySpan<byte> address)
    {
        address = address.TrimEnd((byte)'/');
        var story = address.IndexOf("story_fbid="u8);
        if (story >= 0)
        {
            var rest = address[(story + 11)..];
            var end = rest.IndexOf((byte)'&');
            return end < 0 ? rest : rest[..end];
        }

        var query = address.IndexOf((byte)'?');
        if (query >= 0) address = address[..query].TrimEnd((byte)'/');
        return address[(address.LastIndexOf((byte)'/') + 1)..];
    }
}
