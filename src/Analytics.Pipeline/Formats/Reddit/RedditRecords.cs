using System.Buffers.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Reddit;

/// <summary>
/// Comments and submissions of Reddit as Pushshift and Arctic Shift archive them, one a line. Accounts go by their name
/// in lower case: names are never given twice and stand in every record, which the number (<c>t2_…</c>) does not.
/// Posts go by the number with its kind in front: <c>t1_</c> comments, <c>t3_</c> submissions. Whatever was deleted
/// since, by whomever, becomes a retraction and nothing else.
/// </summary>
/// <remarks>Source: the schemas in github.com/ArthurHeitmann/arctic_shift, which count every key since 2005.</remarks>
internal sealed class RedditRecords : JsonRecords
{
    private static readonly JsonShape Record = new(RedditKeys.All);

    private static readonly JsonShape Crossposted = new(RedditKeys.OfCrosspost);

    public override JsonShape Shape(int section) => Record;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var id = record[RedditKeys.Id];
        if (id.Length is 0 or > 20 || !RedditName.IsNumber(id))
        {
            rows.Reject("no number of a post", "id", RejectedSample(id));
            return;
        }

        var isComment = record.Has(RedditKeys.LinkId) || record.Has(RedditKeys.Body);
        var post = RedditName.Join(isComment ? "t1_"u8 : "t3_"u8, id, stackalloc byte[32]);
        if (IsGone(record))
        {
            rows.Retraction(RetractedKind.Post, RetrievedAt(record), post: post);
            return;
        }

        if (!record.Has(RedditKeys.Author))
        {
            rows.Ignore("posts without an author");
            return;
        }

        var author = RedditName.Of(record[RedditKeys.Author], stackalloc byte[RedditName.Longest]);
        if (author.IsEmpty) rows.Reject("no name of an account", "author", RejectedSample(record[RedditKeys.Author]));
        else if (isComment) Comment(post, author, record, rows);
        else Submission(post, author, record, rows);
    }

    private static string RejectedSample(ReadOnlySpan<byte> text) => Ingest.RejectedRecord.Mask(text);

    /// <summary>Whether the post is public no more, or its author is gone.</summary>
    private static bool IsGone(JsonFields record) =>
        record.IsTrue(RedditKeys.DeletedLater)
        || record.Has(RedditKeys.RemovalType)
        || record.Has(RedditKeys.RemovedByCategory)
        || record.Has(RedditKeys.RemovalReason)
        || record[RedditKeys.Author].StartsWith("["u8)
        || IsPlaceholder(record[RedditKeys.Body])
        || IsPlaceholder(record[RedditKeys.Selftext]);

    /// <summary>What Reddit shows in the place of a text.</summary>
    private static bool IsPlaceholder(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("[deleted]"u8) || text.SequenceEqual("[removed]"u8) || text.StartsWith("[ Removed by "u8);

    private static void Comment(
        ReadOnlySpan<byte> post, ReadOnlySpan<byte> author, JsonFields record, FactRows rows)
    {
        var at = record[RedditKeys.CreatedUtc];
        var row = rows.Post(post, author, at);
        row.Set(PostColumn.Text, record[RedditKeys.Body]);
        if (IsSettled(record)) Likes(record, row);
        var parent = RedditName.Parent(
            record[RedditKeys.ParentId], record[RedditKeys.LinkId], stackalloc byte[RedditName.Longest]);
        if (!parent.IsEmpty) rows.Unaddressed(author, parent, InteractionKind.Reply, at);
        RedditName.Mentions(author, post, at, record[RedditKeys.Body], rows);
    }

    private static void Submission(
        ReadOnlySpan<byte> post, ReadOnlySpan<byte> author, JsonFields record, FactRows rows)
    {
        var at = record[RedditKeys.CreatedUtc];
        var row = rows.Post(post, author, at);
        var link = record.IsTrue(RedditKeys.IsSelf) ? default : record[RedditKeys.Url];
        row.SetLines(PostColumn.Text, record[RedditKeys.Title], record[RedditKeys.Selftext], link);
        if (record.IsTrue(RedditKeys.Promoted)) row.Set(PostColumn.Sponsored, "true"u8);
        if (IsSettled(record))
        {
            Likes(record, row);
            row.Set(PostColumn.Replies, record[RedditKeys.NumComments]);
            row.Set(PostColumn.Reposts, record[RedditKeys.NumCrossposts]);
        }

        var original = record[RedditKeys.CrosspostParent];
        if (original.StartsWith("t3_"u8)) Crosspost(author, original, at, record, rows);
        RedditName.Mentions(author, post, at, record[RedditKeys.Title], rows);
        RedditName.Mentions(author, post, at, record[RedditKeys.Selftext], rows);
    }

    private static void Crosspost(
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> original,
        ReadOnlySpan<byte> at,
        JsonFields record,
        FactRows rows)
    {
        var first = rows.Fields(Crossposted);
        foreach (var item in new JsonItems(record[RedditKeys.CrosspostParentList]))
        {
            if (!first.TryRead(item, rows.Drift, out _)) break;
            var target = RedditName.Of(first[0], stackalloc byte[RedditName.Longest]);
            if (target.IsEmpty) break;
            rows.Interaction(author, target, InteractionKind.Repost, at, original);
            return;
        }

        rows.Unaddressed(author, original, InteractionKind.Repost, at);
    }

    /// <summary>
    /// The score is approval less rejection, and begins with the author's own vote. Above that it is the least number
    /// of others who approve; below, nobody knows how many do.
    /// </summary>
    private static void Likes(JsonFields record, FactRow row)
    {
        if (!record.IsTrue(RedditKeys.ScoreHidden)
            && Utf8Parser.TryParse(record[RedditKeys.Score], out long score, out _) && score >= 1)
            row.Set(PostColumn.Likes, score - 1);
    }

    /// <summary>
    /// Whether the counts mean anything: much was archived within seconds of its publication, when all of them are 0.
    /// </summary>
    private static bool IsSettled(JsonFields record)
    {
        const long day = 86_400;
        return Utf8Parser.TryParse(record[RedditKeys.CreatedUtc], out long created, out _)
            && Utf8Parser.TryParse(RetrievedAt(record), out long retrieved, out _)
            && retrieved - created >= day;
    }

    private static ReadOnlySpan<byte> RetrievedAt(JsonFields record) =>
        record.Has(RedditKeys.RetrievedAgain) ? record[RedditKeys.RetrievedAgain]
        : record.Has(RedditKeys.RetrievedOn) ? record[RedditKeys.RetrievedOn]
        : record[RedditKeys.RetrievedUtc];
}
