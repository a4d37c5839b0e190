using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Entries of Instagram's lists, which come in three forms: <c>string_list_data</c>, where the account stands in
/// <c>title</c>, <c>value</c> or the address; <c>string_map_data</c>, whose keys are in the language of the account;
/// and the newest, <c>label_values</c>, see <see cref="LabelValues"/>.
/// </summary>
internal sealed class InstagramEntries(InstagramOwner owner, InstagramEntryKind kind) : JsonRecords
{
    private static readonly JsonShape Entry = new(
        "title", "string_list_data", "label_values", "timestamp", "string_map_data.Time.timestamp",
        "string_map_data.Zeit.timestamp", "string_map_data.Media Owner.value", "string_map_data.Medieninhaber.value",
        "~string_map_data.Time.value", "~string_map_data.Time.href", "~string_map_data.Zeit.value",
        "~string_map_data.Zeit.href", "~string_map_data.Media Owner.timestamp", "~string_map_data.Media Owner.href",
        "~string_map_data.Medieninhaber.timestamp", "~string_map_data.Medieninhaber.href",
        "~string_map_data.Comment", "~string_map_data.Kommentar", "~media_list_data", "~media_map_data", "~media",
        "~fbid", "~comment");

    private static readonly JsonShape Item = new("href", "value", "timestamp");

    public override JsonShape Shape(int section) => Entry;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        Span<byte> target = stackalloc byte[InstagramName.Longest];
        if (record.Has(2))
        {
            var labels = new LabelValues(target, stackalloc byte[InstagramName.Longest]);
            labels.Read(record[2], rows);
            Give(labels.Name, Time(record[3]), labels.Post, rows);
            return;
        }

        var owned = record.Has(6) ? record[6] : record[7];
        if (!owned.IsEmpty)
        {
            var time = record.Has(4) ? record[4] : record[5];
            Give(InstagramName.Of(owned, target), Time(time), default, rows);
            return;
        }

        var items = 0;
        var item = rows.Fields(Item);
        foreach (var text in new JsonItems(record[1]))
        {
            if (!item.TryRead(text, rows.Drift, out _)) continue;
            items++;
            Give(Name(record[0], item, target), Time(item[2]), InstagramName.PostOf(item[0]), rows);
        }

        if (items == 0) Give(default, default, default, rows);
    }

    /// <summary>A time of 0 says that it was not delivered.</summary>
    private static ReadOnlySpan<byte> Time(ReadOnlySpan<byte> seconds) =>
        seconds.SequenceEqual("0"u8) ? default : seconds;

    /// <summary>
    /// Where the name stands depends on the list: in those of follows anywhere, in the others in the title, because the
    /// value is a comment or an emoji. Older lists of likes have no title, and the name as value.
    /// </summary>
    private ReadOnlySpan<byte> Name(ReadOnlySpan<byte> title, JsonFields item, Span<byte> target)
    {
        var isFollow = kind <= InstagramEntryKind.Unfollowed;
        if (isFollow && InstagramName.OfAddress(item[0], target) is { IsEmpty: false } page) return page;
        if (InstagramName.Of(title, target) is { IsEmpty: false } name) return name;
        return kind == InstagramEntryKind.Comment ? default : InstagramName.Of(item[1], target);
    }

    private void Give(ReadOnlySpan<byte> name, ReadOnlySpan<byte> at, ReadOnlySpan<byte> post, FactRows rows)
    {
        if (name.IsEmpty)
        {
            rows.Ignore($"entries of {Words()} without the name of an account");
            return;
        }

        switch (kind)
        {
            case InstagramEntryKind.Follower:
                rows.Follow(name, owner.Name, at);
                break;
            case InstagramEntryKind.Following:
                rows.Follow(owner.Name, name, at);
                break;
            case InstagramEntryKind.Unfollowed:
                rows.Retraction(RetractedKind.Follow, at, actor: owner.Name, target: name);
                break;
            case InstagramEntryKind.PostLike:
                rows.Interaction(owner.Name, name, InteractionKind.Like, at, post);
                break;
            case InstagramEntryKind.Comment:
                rows.Interaction(owner.Name, name, InteractionKind.Reply, at, post);
                break;
            default:
                rows.Interaction(owner.Name, name, InteractionKind.Like, at, default);
                break;
        }
    }

    private string Words() => kind switch
    {
        InstagramEntryKind.Follower => "followers",
        InstagramEntryKind.Following => "followed accounts",
        InstagramEntryKind.Unfollowed => "unfollowed accounts",
        InstagramEntryKind.Comment => "comments",
        _ => "likes",
    };
}
