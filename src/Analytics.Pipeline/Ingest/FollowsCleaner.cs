using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>follower → followee. Without a time of its own a follow was first seen when the export was taken.</summary>
internal sealed class FollowsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Follows)
{
    private readonly ulong[] _followers = new ulong[DataChunk.Capacity];
    private readonly ulong[] _followees = new ulong[DataChunk.Capacity];
    private Vector _month, _follower, _followee, _firstSeen, _lastSeen, _endedAt;

    protected override void Begin(DataChunk chunk)
    {
        Pseudonyms(0, Context.Accounts, _followers);
        Pseudonyms(1, Context.Accounts, _followees);
        (_month, _follower, _followee) = (chunk[0], chunk[1], chunk[2]);
        (_firstSeen, _lastSeen, _endedAt) = (chunk[3], chunk[4], chunk[5]);
    }

    protected override void CleanRow(int output)
    {
        var follower = Id(0, _followers);
        var followee = Id(1, _followees);
        if (!IsRefused && follower == followee) Refuse(1, "an account cannot follow itself");
        var firstSeen = Time(2, Context.ObservedAtMicros ?? Context.DeliveredAtMicros);
        var lastSeen = Time(3, Math.Max(firstSeen, Context.ObservedAtMicros ?? firstSeen));
        _month.Values<int>()[output] = FactSchema.MonthOf(firstSeen);
        _follower.Values<ulong>()[output] = follower;
        _followee.Values<ulong>()[output] = followee;
        _firstSeen.Values<long>()[output] = firstSeen;
        _lastSeen.Values<long>()[output] = lastSeen;
        OptionalTime(4, _endedAt, output);
        Key = Fingerprint.Of(follower, followee);
    }
}
