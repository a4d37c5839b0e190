using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;
using static Analytics.Pipeline.Formats.FourCat.FourCatColumns;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// Posts as 4CAT hands them out, one table for all platforms. Accounts go by number where the table has one for its
/// authors, by handle in lower case elsewhere and on Instagram, whose other exports know no numbers. Where numbers
/// count, an account that is only named goes by the number that it has as an author of the same table; if it wrote
/// nothing there it goes by <c>@handle</c>, which nothing else does, so that it is joined with nobody.
/// </summary>
internal sealed class FourCatRecords(FourCatHandles handles) : TableRecords
{
    private const int Longest = 256;

    public override ColumnShape Shape => FourCatColumns.Shape;

    public static bool GoesByNumber(TableFields record) =>
        record.IsColumn(AuthorId) && !record.IsColumn(InstagramLikes);

    public override void Read(TableFields record, FactRows rows)
    {
        if (!record.Has(Id))
        {
            rows.Reject("missing", "id");
            return;
        }

        var byNumber = GoesByNumber(record);
        Span<byte> name = stackalloc byte[Longest];
        var author = byNumber && record.Has(AuthorId) ? record[AuthorId] : Account(record[Author], byNumber, name);
        if (author.IsEmpty)
        {
            if (record.Has(Author)) rows.Reject("no handle of an account", "author");
            else rows.Ignore("posts without an author");
            return;
        }

        var at = record.Has(UnixTime) ? record[UnixTime] : record.Has(Time) ? record[Time] : record[CreatedAt];
        Profile(author, byNumber, record, rows);
        if (IsYes(record[IsRepost])) Repost(author, at, byNumber, record, rows);
        else Post(author, at, byNumber, record, rows);
    }

    internal static bool IsYes(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "yes"u8) || Ascii.EqualsIgnoreCase(text, "true"u8) || text.SequenceEqual("1"u8);

    /// <summary>
    /// What an account goes by that is known by its handle, or by its number in the form
    /// <see cref="FourCatForm.Number"/>.
    /// </summary>
    private ReadOnlySpan<byte> Account(ReadOnlySpan<byte> handle, bool byNumber, Span<byte> target)
    {
        if (byNumber && handle is [(byte)'#', _, ..]) return handle[1..];
        if (handle.StartsWith("@"u8)) handle = handle[1..];
        if (handle.IsEmpty || handle.Length >= target.Length || handle.IndexOfAny(" \t,;"u8) >= 0) return default;
        if (byNumber && handles.Find(handle) is { IsEmpty: false } id) return id;

        // A handle of Bluesky whose owner nobody could look up is the id itself.
        if (handle.StartsWith("did:"u8)) return handle;
        target[0] = (byte)'@';
        for (var i = 0; i < handle.Length; i++)
            target[i + 1] = handle[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(handle[i] | 0x20) : handle[i];
        return target[(byNumber ? 0 : 1)..(handle.Length + 1)];
    }

    private void Repost(
        ReadOnlySpan<byte> author, ReadOnlySpan<byte> at, bool byNumber, TableFields record, FactRows rows)
    {
        var target = Account(record[Reposted], byNumber, stackalloc byte[Longest]);
        if (target.IsEmpty) rows.Ignore("reposts without the author of the original");
        else rows.Interaction(author, target, InteractionKind.Repost, at, record[RepostedPost]);
    }

    private void Post(
        ReadOnlySpan<byte> author, ReadOnlySpan<byte> at, bool byNumber, TableFields record, FactRows rows)
    {
        var row = rows.Post(record[Id], author, at);
        if (!IsYes(record[IsWithheld])) row.SetLines(PostColumn.Text, record[Title], record[Body]);
        row.Set(PostColumn.Hashtags, record[Hashtags]);
        row.Set(PostColumn.Links, record[Links]);
        row.Set(PostColumn.Place, record[Place]);
        var language = record[Language];
        if (language.Length is 2 or 3 && !language.SequenceEqual("und"u8) && language[0] != 'q')
            row.Set(PostColumn.Language, language);
        Label(record, row);
        FourCatCounts.Read(record, row);

        Span<byte> target = stackalloc byte[Longest];
        var answered = Account(record[Answered], byNumber, target);
        if (!answered.IsEmpty)
        {
            row.Set(PostColumn.InReplyToAuthor, answered);
            rows.Interaction(author, answered, InteractionKind.Reply, at, record[AnsweredPost]);
        }
        else Thread(author, at, record, rows);

        Quote(author, at, byNumber, record, rows);
        Mention(author, answered, at, byNumber, record, rows);
    }

    private static void Label(TableFields record, FactRow row)
    {
        if (!record.IsColumn(IsAd) && !record.IsColumn(IsPaidPartnership)) return;
        var isPaid = IsYes(record[IsAd]) || IsYes(record[IsPaidPartnership]);
        row.Set(PostColumn.Sponsored, isPaid ? "true"u8 : "false"u8);
        if (isPaid) row.Set(PostColumn.Disclosure, "paid partnership"u8);
    }

    /// <summary>
    /// Where a table does not say whom a post answers, it may say the post that it belongs to. On X that is only the
    /// first of a conversation, and not the one that is answered.
    /// </summary>
    private static void Thread(ReadOnlySpan<byte> author, ReadOnlySpan<byte> at, TableFields record, FactRows rows)
    {
        if (record.IsColumn(IsReply) || record.IsColumn(Answered)) return;
        var post = record.Has(CommentedPost) ? record[CommentedPost] : record[FourCatColumns.Thread];
        if (!post.IsEmpty && !post.SequenceEqual(record[Id])) rows.Unaddressed(author, post, InteractionKind.Reply, at);
    }

    private void Quote(
        ReadOnlySpan<byte> author, ReadOnlySpan<byte> at, bool byNumber, TableFields record, FactRows rows)
    {
        var quoted = Account(record[Quoted], byNumber, stackalloc byte[Longest]);
        var post = record[QuotedPost];
        if (quoted.IsEmpty || quoted[0] == '@' && !post.IsEmpty)
        {
            if (!post.IsEmpty) rows.Unaddressed(author, post, InteractionKind.Quote, at);
        }
        else rows.Interaction(author, quoted, InteractionKind.Quote, at, post);
    }

    /// <summary>Whom the post names; whom it answers is named by the platform, not by the author.</summary>
    private void Mention(
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> answered,
        ReadOnlySpan<byte> at,
        bool byNumber,
        TableFields record,
        FactRows rows)
    {
        Span<byte> target = stackalloc byte[Longest];
        var names = record[Mentions];
        while (!names.IsEmpty)
        {
            var comma = names.IndexOf((byte)',');
            var named = Account((comma < 0 ? names : names[..comma]).Trim((byte)' '), byNumber, target);
            names = comma < 0 ? default : names[(comma + 1)..];
            if (!named.IsEmpty && !named.SequenceEqual(answered))
                rows.Interaction(author, named, InteractionKind.Mention, at, record[Id]);
        }

        // Tables that go by handle and do not list whom a post names leave it to the text.
        if (!byNumber && !record.IsColumn(Mentions))
            PostMentions.Read(author, record[Id], at, record[Body], rows);
    }

    private static void Profile(ReadOnlySpan<byte> author, bool byNumber, TableFields record, FactRows rows)
    {
        if (!byNumber && !record.Has(Followers)) return;
        var row = rows.Account(author);
        if (byNumber) row.Set(AccountColumn.Handle, record[Author]);
        row.Set(AccountColumn.ClaimedFollowers, record[Followers]);
        row.Set(AccountColumn.ClaimedPosts, record[AuthorPosts]);
        row.Set(AccountColumn.CreatedAt, record[AuthorCreatedAt]);
    }
}
