using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Posts: hashtags, links and the disclosure marker are taken from the text where the export does not deliver them
/// itself. The text is dropped then, unless the pipeline asks to keep it.
/// </summary>
internal sealed class PostsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Posts)
{
    private readonly ulong[] _posts = new ulong[DataChunk.Capacity];
    private readonly ulong[] _authors = new ulong[DataChunk.Capacity];
    private readonly ulong[] _answered = new ulong[DataChunk.Capacity];
    private readonly TextListColumn _hashtags = new();
    private readonly TextListColumn _links = new();
    private DataChunk _chunk = null!;

    protected override void Begin(DataChunk chunk)
    {
        _chunk = chunk;
        Pseudonyms(0, Context.Posts, _posts);
        Pseudonyms(1, Context.Accounts, _authors);
        Pseudonyms(16, Context.Accounts, _answered);
        _hashtags.Clear();
        _links.Clear();
    }

    protected override void CleanRow(int output)
    {
        var post = Id(0, _posts);
        var author = Id(1, _authors);
        var at = Time(2, null);
        _chunk[0].Values<int>()[output] = FactSchema.MonthOf(at);
        _chunk[1].Values<ulong>()[output] = post;
        _chunk[2].Values<ulong>()[output] = author;
        _chunk[3].Values<long>()[output] = at;
        OptionalText(4, _chunk[4], output);

        var field = Records.Field(3, Row);
        var text = field.IsEmpty ? null : Encoding.UTF8.GetString(field);
        List(_hashtags, 5, output, text, PostText.Hashtags, PostText.Hashtag);
        List(_links, 6, output, text, PostText.Links, PostText.Domain);
        OptionalText(7, _chunk[7], output);
        Sponsored(output);
        Disclosure(output, text);
        if (text is null || !Context.KeepsText) _chunk[18].SetNull(output);
        else _chunk[18].SetUtf8(output, Encoding.UTF8.GetBytes(text));
        for (var count = 0; count < 6; count++) OptionalCount(10 + count, _chunk[10 + count], output);
        OptionalId(16, _answered, _chunk[16], output);
        Key = Fingerprint.Of(post, 0);
    }

    protected override void Finish(DataChunk chunk, int accepted)
    {
        _hashtags.Write(chunk[5], accepted);
        _links.Write(chunk[6], accepted);
    }

    private void List(
        TextListColumn list,
        int column,
        int output,
        string? text,
        Func<string, IEnumerable<string>> find,
        Func<string, string> normalise)
    {
        list.StartRow(output);
        var field = Records.Field(column, Row);
        if (!field.IsEmpty) list.AddField(output, field, normalise);
        else if (text is null) list.SetNull(output);
        else foreach (var found in find(text)) list.AddText(output, found, normalise);
    }

    private void Sponsored(int output)
    {
        var field = Records.Field(8, Row);
        if (field.IsEmpty) _chunk[8].SetNull(output);
        else if (Is(field, "true") || Is(field, "1") || Is(field, "yes") || Is(field, "t")) Set(output, true);
        else if (Is(field, "false") || Is(field, "0") || Is(field, "no") || Is(field, "f")) Set(output, false);
        else Refuse(8, "not true or false", RejectedRecord.Mask(field));
    }

    private void Set(int output, bool value) => _chunk[8].Values<bool>()[output] = value;

    private static bool Is(ReadOnlySpan<byte> field, string word) => Ascii.EqualsIgnoreCase(field, word);

    private void Disclosure(int output, string? text)
    {
        // Of a delivered disclosure only the marker counts: what stands around it names brands and people.
        var delivered = Records.Field(9, Row);
        var written = text is null ? null : PostText.Disclosure(text);
        var marker = delivered.IsEmpty
            ? written
            : PostText.Disclosure(Encoding.UTF8.GetString(delivered)) ?? "declared";
        if (marker is null) _chunk[9].SetNull(output);
        else _chunk[9].SetUtf8(output, Encoding.UTF8.GetBytes(marker));

        // Where another marker was delivered than the text has, nobody knows where it stood.
        var known = marker is not null && marker == written;
        if (known) _chunk[17].Values<bool>()[output] = PostText.DisclosesUpFront(text!) is true;
        else _chunk[17].SetNull(output);
    }
}
