using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Likes and comments of exports from before 2021: lists of <c>[time, account]</c> and <c>[time, text, account]</c>.
/// </summary>
internal sealed class InstagramTuples(InstagramOwner owner, InteractionKind kind) : JsonRecords
{
    private static readonly JsonShape Nothing = new();

    public override JsonShape Shape(int section) => Nothing;

    public override void Read(int section, JsonFields record, FactRows rows) =>
        rows.Reject("an object, expected a list");

    public override void Read(int section, ReadOnlySpan<byte> text, long line, long sizeBytes, FactRows rows)
    {
        rows.Begin(line);
        try
        {
            Read(new JsonItems(text), rows);
        }
        catch (System.Text.Json.JsonException error)
        {
            rows.Reject($"not valid JSON at byte {error.BytePositionInLine}");
        }

        rows.End(sizeBytes);
    }

    private void Read(JsonItems items, FactRows rows)
    {
        Span<byte> target = stackalloc byte[InstagramName.Longest];
        ReadOnlySpan<byte> at = default, last = default;
        foreach (var item in items)
        {
            if (at.IsEmpty) at = item.Trim((byte)'"');
            last = item;
        }

        var name = InstagramName.Of(last.Trim((byte)'"'), target);
        if (name.IsEmpty) rows.Ignore("likes and comments without the name of an account");
        else rows.Interaction(owner.Name, name, kind, at, default);
    }
}
