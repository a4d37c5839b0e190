using Analytics.Pipeline.Formats.Records;
using static Analytics.Pipeline.Formats.FourCat.FourCatColumns;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// Counts of 4CAT's tables, in which a 0 stands for two things: for none, and for a count that the platform did not
/// deliver. It is taken for none only where something else of the post was counted. Nobody likes what nobody saw, so
/// 0 views are never a count.
/// </summary>
internal static class FourCatCounts
{
    private static readonly (int Slot, int Column)[] Columns =
    [
        (Likes, PostColumn.Likes), (InstagramLikes, PostColumn.Likes), (Replies, PostColumn.Replies),
        (Reposts, PostColumn.Reposts), (Quotes, PostColumn.Quotes), (Views, PostColumn.Views),
    ];

    public static void Read(TableFields record, FactRow row)
    {
        if (FourCatRecords.IsYes(record[IsPartial]) || !IsCounted(record)) return;
        var areLikesHidden = FourCatRecords.IsYes(record[AreLikesHidden]);
        foreach (var (slot, column) in Columns)
        {
            var isUnknown = slot == Views && IsZero(record[slot])
                || slot is Likes or InstagramLikes && areLikesHidden;
            if (!isUnknown) row.Set(column, record[slot]);
        }
    }

    private static bool IsCounted(TableFields record)
    {
        foreach (var (slot, _) in Columns)
        {
            if (record.Has(slot) && !IsZero(record[slot])) return true;
        }

        return false;
    }

    private static bool IsZero(ReadOnlySpan<byte> count) => count.SequenceEqual("0"u8) || count.SequenceEqual("0.0"u8);
}
