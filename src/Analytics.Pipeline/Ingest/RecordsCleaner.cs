using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>The platform's key of an act, beside what the key names.</summary>
internal sealed class RecordsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Records)
{
    private readonly WordColumn _what = new(FactSchema.RetractedKinds);
    private readonly ulong[] _records = new ulong[DataChunk.Capacity];
    private readonly ulong[] _actors = new ulong[DataChunk.Capacity];
    private readonly ulong[] _targets = new ulong[DataChunk.Capacity];
    private readonly ulong[] _posts = new ulong[DataChunk.Capacity];
    private DataChunk _chunk = null!;

    protected override void Begin(DataChunk chunk)
    {
        _chunk = chunk;
        Pseudonyms(0, Context.Posts, _records);
        Pseudonyms(3, Context.Accounts, _actors);
        Pseudonyms(4, Context.Accounts, _targets);
        Pseudonyms(5, Context.Posts, _posts);
    }

    protected override void CleanRow(int output)
    {
        var record = Id(0, _records);
        if (!_what.TryFind(Records.Field(1, Row), out var what)) Refuse(1, "not a kind of record");
        var at = Time(2, null);
        var actor = Id(3, _actors);
        _chunk[0].Values<int>()[output] = FactSchema.MonthOf(at);
        _chunk[1].Values<ulong>()[output] = record;
        _chunk[2].Values<byte>()[output] = what;
        _chunk[3].Values<long>()[output] = at;
        _chunk[4].Values<ulong>()[output] = actor;
        OptionalId(4, _targets, _chunk[5], output);
        OptionalId(5, _posts, _chunk[6], output);
    }
}
