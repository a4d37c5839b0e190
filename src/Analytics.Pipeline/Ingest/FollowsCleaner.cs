using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// follower → followee. Without a time of its own a follow was first seen when the export was taken, or when it ended.
/// An entry of a whole list was last seen at the time of the list, whatever else the export says.
/// </summary>
internal sealed class FollowsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Follows)
{
    private readonly bool _isList = context.Source.Complete != WholeLists.None;
    private readonly long? _listedAt = context.Source.Complete != WholeLists.None
        || ExportFormat.Of(context.Source.Format).IsArchive
            ? context.ObservedAtMicros ?? context.DeliveredAtMicros
            : context.ObservedAtMicros;
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
        if (!IsRefused && follower == followee) Refuse(1, RejectedRecord.FollowsItself);
        var firstSeen = Time(2, Context.ObservedAtMicros ?? Context.DeliveredAtMicros);
        var lastSeen = Time(3, Math.Max(firstSeen, _listedAt ?? firstSeen));
        if (_isList) lastSeen = Math.Max(firstSeen, _listedAt!.Value);
        if (Records.Field(2, Row).IsEmpty && !Records.Field(4, Row).IsEmpty)
            firstSeen = Math.Min(firstSeen, Time(4, null));
        _month.Values<int>()[output] = FactSchema.MonthOf(firstSeen);
        _follower.Values<ulong>()[output] = follower;
        _followee.Values<ulong>()[output] = followee;
        _firstSeen.Values<long>()[output] = firstSeen;
        _lastSeen.Values<long>()[output] = lastSeen;
        OptionalTime(4, _endedAt, output);
        Key = Fingerprint.Of(follower, followee);
    }
}
