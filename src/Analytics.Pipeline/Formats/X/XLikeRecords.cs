using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Likes of an archive's owner. They name the liked post, but neither its author nor when it was liked, so that no fact
/// can be made of them: they are counted.
/// </summary>
internal sealed class XLikeRecords : JsonRecords
{
    private static readonly JsonShape Like = new(
        "like.tweetId", "~like.fullText", "~like.expandedUrl", "tweetId", "~fullText", "~expandedUrl");

    public override JsonShape Shape(int section) => Like;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        if (record[0].IsEmpty && record[3].IsEmpty) rows.Reject("missing", "like.tweetId");
        else rows.Ignore("likes, which have neither author nor time");
    }
}
