using System.Buffers.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>
/// Posts that an archive's owner liked: a list of addresses. The address tells the author, but nothing tells when; a
/// like counts from the time of the post, which Mastodon's addresses hold: it was given then or later, mostly soon.
/// </summary>
internal sealed class MastodonLikes(MastodonOwner owner) : JsonRecords
{
    private static readonly JsonShape Nothing = new();

    public override JsonShape Shape(int section) => Nothing;

    public override void Read(int section, JsonFields record, FactRows rows) =>
        rows.Reject("an object, expected the address of a post");

    public override void Read(int section, ReadOnlySpan<byte> text, long line, long sizeBytes, FactRows rows)
    {
        rows.Begin(line);
        if (text is [(byte)'"', .., (byte)'"'] && !text.Contains((byte)'\\')) Like(text[1..^1], rows);
        else rows.Reject("not the address of a post");
        rows.End(sizeBytes);
    }

    private void Like(ReadOnlySpan<byte> post, FactRows rows)
    {
        Span<byte> target = stackalloc byte[MastodonOwner.LongestAddress];
        Span<byte> at = stackalloc byte[20];
        var milliseconds = new MastodonUri(post).StatusMilliseconds;
        var author = owner.Person(post, target);
        if (author.IsEmpty || milliseconds == 0)
        {
            rows.Ignore("likes of posts whose address does not tell author and time");
            return;
        }

        Utf8Formatter.TryFormat(milliseconds, at, out var length);
        rows.Interaction(owner.Address, author, InteractionKind.Like, at[..length], post);
    }
}
