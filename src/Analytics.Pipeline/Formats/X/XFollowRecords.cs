using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Followers and followed accounts of an archive's owner. The archive does not say since when: a follow was first seen
/// when the archive was made.
/// </summary>
internal sealed class XFollowRecords(XOwner owner, ListDirection direction) : JsonRecords
{
    private static readonly JsonShape Entry = new(
        "follower.accountId", "following.accountId", "~follower.userLink", "~following.userLink");

    public override JsonShape Shape(int section) => Entry;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var (slot, key) = direction == ListDirection.Followers
            ? (0, "follower.accountId")
            : (1, "following.accountId");
        var account = record[slot];
        if (account.IsEmpty) rows.Reject("missing", key);
        else if (direction == ListDirection.Followers) rows.Listed(account, owner.Id, default, owner.MadeAt);
        else rows.Listed(owner.Id, account, default, owner.MadeAt);
    }
}
