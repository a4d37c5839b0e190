using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Youtube;

/// <summary>Whose export it is, and how many subscriptions it lists.</summary>
/// <param name="subscriptions">Null where the export has no list of them.</param>
internal sealed class YoutubeOwner(byte[] channel, long? subscriptions) : RecordPiece
{
    public override long SizeBytes => 0;

    public override void ReadTo(FactRows rows)
    {
        rows.Begin(1);
        rows.Account(channel);
        if (subscriptions is { } entries) rows.FollowList(channel, ListDirection.Following, entries, default);
        rows.End(0);
    }

    public override void Dispose()
    {
    }
}
