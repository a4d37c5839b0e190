using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// What profiles say about themselves at one time. The handle is not part of it: it stays in the exports, and the
/// identity store may take it for leaders.
/// </summary>
internal sealed class AccountsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Accounts)
{
    private readonly byte[] _platform = Encoding.UTF8.GetBytes(context.Source.Platform);
    private readonly ulong[] _accounts = new ulong[DataChunk.Capacity];
    private readonly TextListColumn _tags = new();
    private DataChunk _chunk = null!;

    protected override void Begin(DataChunk chunk)
    {
        _chunk = chunk;
        Pseudonyms(0, Context.Accounts, _accounts);
        _tags.Clear();
    }

    protected override void CleanRow(int output)
    {
        var account = Id(0, _accounts);
        var observedAt = Time(9, Context.ObservedAtMicros ?? Context.DeliveredAtMicros);
        _chunk[0].Values<int>()[output] = FactSchema.MonthOf(observedAt);
        _chunk[1].Values<ulong>()[output] = account;
        _chunk[2].SetBytes(output, _platform);
        for (var count = 0; count < 3; count++) OptionalCount(2 + count, _chunk[3 + count], output);
        OptionalTime(5, _chunk[6], output);
        OptionalText(6, _chunk[7], output);
        OptionalText(7, _chunk[8], output);

        _tags.StartRow(output);
        var tags = Records.Field(8, Row);
        if (tags.IsEmpty) _tags.SetNull(output);
        else _tags.AddField(output, tags, PublicText.Tag);
        _chunk[10].Values<long>()[output] = observedAt;
        Key = Fingerprint.Of(account, (ulong)observedAt);
    }

    protected override void Finish(DataChunk chunk, int accepted) => _tags.Write(chunk[9], accepted);
}
