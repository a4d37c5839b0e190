using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Youtube;

/// <summary>Channels that the owner follows; the export does not say since when.</summary>
internal sealed class YoutubeSubscriptions(byte[] owner) : TableRecords
{
    private static readonly ColumnShape Columns = new(
        "!Channel Id|Kanal-ID", "Channel Url|Kanal-URL", "Channel Title|Kanaltitel|Kanal-Titel")
    {
        IsByPlace = true,
    };

    public override ColumnShape Shape => Columns;

    public override void Read(TableFields record, FactRows rows)
    {
        if (YoutubeTable.IsChannel(record[0])) rows.Follow(owner, record[0], default);
        else rows.Reject("no id of a channel", "Channel Id");
    }
}
