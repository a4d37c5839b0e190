using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Youtube;

/// <summary>Films of the owner, of which only those that everybody may see count. In English only.</summary>
internal sealed class YoutubeVideos : TableRecords
{
    private static readonly ColumnShape Columns = new(
    [
        "!Video ID", "Channel ID", "!Privacy", "?Video publish timestamp", "?Video create timestamp",
        "?Video title (original)", "?Video description (original)", "?Video audio language",
        .. new[]
        {
            "Approx duration (ms)", "Video category", "Video state", "Video title (original) language",
            "Video description (original) language",
        }.Concat(Enumerable.Range(1, 30).Select(i => $"Tag {i}")).Select(name => "~" + name),
    ]);

    public override ColumnShape Shape => Columns;

    public override void Read(TableFields record, FactRows rows)
    {
        if (!record[2].SequenceEqual("Public"u8))
        {
            rows.Ignore("films that are not public");
            return;
        }

        if (!record.Has(0) || !YoutubeTable.IsChannel(record[1]))
        {
            rows.Reject("missing or not valid", record.Has(0) ? "Channel ID" : "Video ID");
            return;
        }

        var row = rows.Post(record[0], record[1], record.Has(3) ? record[3] : record[4]);
        row.SetLines(PostColumn.Text, record[5], record[6]);
        var language = record[7];
        row.Set(PostColumn.Language, language.Length >= 2 ? language[..2] : default);
    }
}
