using System.Buffers.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>A whole list of followers or followed accounts, as delivered at one time.</summary>
internal sealed class ListsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Lists)
{
    private readonly WordColumn _direction = new(FactSchema.ListDirections);
    private readonly ulong[] _owners = new ulong[DataChunk.Capacity];
    private DataChunk _chunk = null!;

    protected override void Begin(DataChunk chunk)
    {
        _chunk = chunk;
        Pseudonyms(0, Context.Accounts, _owners);
    }

    protected override void CleanRow(int output)
    {
        var owner = Id(0, _owners);
        if (!_direction.TryFind(Records.Field(1, Row), out var direction)) Refuse(1, "not followers or following");
        if (!Utf8Parser.TryParse(Records.Field(2, Row), out long entries, out _)) Refuse(2, "not a count");
        var at = Time(3, Context.ObservedAtMicros ?? Context.DeliveredAtMicros);
        _chunk[0].Values<int>()[output] = FactSchema.MonthOf(at);
        _chunk[1].Values<ulong>()[output] = owner;
        _chunk[2].Values<byte>()[output] = direction;
        _chunk[3].Values<long>()[output] = entries;
        _chunk[4].Values<long>()[output] = at;
    }
}
