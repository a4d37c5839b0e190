using System.Text.Json;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Youtube;

/// <summary>
/// Comments, and messages in live chats, by the owner: posts that answer a film or another comment. Their columns grew
/// from 6 to 9 over the years; in unknown languages the number of them tells which place is what.
/// </summary>
internal sealed class YoutubeComments(int width) : TableRecords
{
    private const string IdName = "!Comment ID|Live Chat ID|Kommentar-ID|Livechat-ID";
    private const string ChannelName = "!Channel ID|Kanal-ID";
    private const string AtName = "!Comment create timestamp|Live Chat create timestamp|"
        + "Zeitstempel der Erstellung des Kommentars|Zeitstempel der Erstellung des Livechats";
    private const string PriceName = "Price|Preis";
    private const string VideoName = "Video ID|Video-ID";
    private const string TextName = "Comment text|Live Chat text|Kommentartext|Livechat-Text";
    private const string ParentName = "Parent comment ID|Übergeordnete Kommentar-ID";
    private const string PostName = "Post ID|Beitrags-ID";
    private const string TopName = "Top-level comment ID|Kommentar-ID der obersten Ebene";

    private static readonly ColumnShape Old = Of(
        IdName, ChannelName, AtName, PriceName, VideoName, TextName, "?" + ParentName, "?" + PostName, "?" + TopName);

    private static readonly ColumnShape WithParent = Of(
        IdName, ChannelName, AtName, PriceName, ParentName, VideoName, TextName, "?" + PostName, "?" + TopName);

    private static readonly ColumnShape Newest = Of(
        IdName, ChannelName, AtName, PriceName, ParentName, PostName, VideoName, TextName, TopName);

    public override ColumnShape Shape => width >= 8 ? Newest : width == 7 ? WithParent : Old;

    public override void Read(TableFields record, FactRows rows)
    {
        var shape = Shape;
        var id = record[0];
        var author = record[1];
        var at = record[2];
        if (id.IsEmpty || !YoutubeTable.IsChannel(author))
        {
            rows.Reject("missing or not valid", id.IsEmpty ? "Comment ID" : "Channel ID");
            return;
        }

        var row = rows.Post(id, author, at);
        var text = record[shape.Find("Comment text")];
        if (text is [(byte)'{', ..]) Segments(id, author, at, text, row, rows);
        else row.Set(PostColumn.Text, text);

        var answered = record[shape.Find("Parent comment ID")];
        if (answered.IsEmpty) answered = record[shape.Find("Video ID")];
        if (answered.IsEmpty) answered = record[shape.Find("Post ID")];
        if (!answered.IsEmpty) rows.Unaddressed(author, answered, InteractionKind.Reply, at);
    }

    private static ColumnShape Of(params string[] columns) => new(columns) { IsByPlace = true };

    /// <summary>
    /// The text as a JSON object, or several with commas between: pieces of it, some with the channel that they name.
    /// </summary>
    private static void Segments(
        ReadOnlySpan<byte> post,
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> text,
        FactRow row,
        FactRows rows)
    {
        var json = new byte[text.Length + 2];
        json[0] = (byte)'[';
        text.CopyTo(json.AsSpan(1));
        json[^1] = (byte)']';
        var pieces = new List<byte>();
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                var isText = reader.ValueTextEquals("text"u8);
                var isChannel = reader.ValueTextEquals("externalChannelId"u8);
                reader.Read();
                if (reader.TokenType != JsonTokenType.String || !isText && !isChannel) continue;
                var value = new byte[reader.ValueSpan.Length];
                value = value[..reader.CopyString(value)];
                if (isText) pieces.AddRange(value);
                else if (YoutubeTable.IsChannel(value))
                    rows.Interaction(author, value, InteractionKind.Mention, at, post);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            rows.Ignore("texts of comments that are not valid JSON");
            return;
        }

        row.Set(PostColumn.Text, pieces.ToArray());
    }
}
