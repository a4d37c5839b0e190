using System.Buffers;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Posts and reels of an export's owner. They have no short code, so the name of their first picture's file stands for
/// them, which stays the same from export to export.
/// </summary>
internal sealed class InstagramPosts(InstagramOwner owner) : JsonRecords
{
    private const int LongestFileName = 255;

    private static readonly JsonShape Entry = new(
        "title", "creation_timestamp", "media", "caption", "taken_at", "path", "location", "~media_map_data",
        "~string_list_data", "~string_map_data", "~label_values", "~timestamp", "~fbid", "~cross_post_source");

    private static readonly JsonShape Medium = new(
        "uri", "title", "creation_timestamp", "~media_metadata", "~cross_post_source", "~backup_uri", "~dubbing_info",
        "~media_variants", "~subtitles", "~ai_stickers", "~interactive_stickers");

    public override JsonShape Shape(int section) => Entry;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var medium = rows.Fields(Medium);
        var hasMedium = false;
        foreach (var first in new JsonItems(record[2]))
        {
            hasMedium = medium.TryRead(first, rows.Drift, out _);
            break;
        }

        var file = hasMedium ? medium[0] : record[5];
        var text = !record[0].IsEmpty ? record[0] : hasMedium ? medium[1] : record[3];
        var at = record.Has(1) ? record[1] : hasMedium ? medium[2] : record[4];
        var name = file[(file.LastIndexOf((byte)'/') + 1)..];
        if (name.Length is 0 or > LongestFileName)
        {
            rows.Reject("no file of a picture or film", "media.uri");
            return;
        }

        Span<byte> id = stackalloc byte[InstagramName.Longest + 1 + LongestFileName];
        owner.Name.CopyTo(id);
        id[owner.Name.Length] = (byte)'/';
        name.CopyTo(id[(owner.Name.Length + 1)..]);
        id = id[..(owner.Name.Length + 1 + name.Length)];
        var row = rows.Post(id, owner.Name, at);
        row.Set(PostColumn.Place, record[6]);
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        var caption = Mojibake.Mend(text, buffer);
        row.Set(PostColumn.Text, caption);
        Mentions(caption, id, at, rows);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Whom the text names: an at sign that no word goes before, and a name behind it.</summary>
    private void Mentions(ReadOnlySpan<byte> text, ReadOnlySpan<byte> post, ReadOnlySpan<byte> at, FactRows rows)
    {
        Span<byte> target = stackalloc byte[InstagramName.Longest];
        while (text.IndexOf((byte)'@') is var sign and >= 0)
        {
            var isInWord = sign > 0 && InstagramName.IsOfName(text[sign - 1]);
            text = text[(sign + 1)..];
            var length = 0;
            while (length < text.Length && InstagramName.IsOfName(text[length])) length++;
            var name = InstagramName.Of(text[..length].TrimEnd((byte)'.'), target);
            if (!isInWord && !name.IsEmpty) rows.Interaction(owner.Name, name, InteractionKind.Mention, at, post);
        }
    }
}
