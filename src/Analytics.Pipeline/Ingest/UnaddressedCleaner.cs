using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>actor → post, where the export does not say whose post it is.</summary>
internal sealed class UnaddressedCleaner(CleaningContext context) : FactCleaner(context, FactKind.Unaddressed)
{
    private readonly WordColumn _kind = new(FactSchema.InteractionKinds);
    private readonly ulong[] _actors = new ulong[DataChunk.Capacity];
    private readonly ulong[] _posts = new ulong[DataChunk.Capacity];
    private DataChunk _chunk = null!;

    protected override void Begin(DataChunk chunk)
    {
        _chunk = chunk;
        Pseudonyms(0, Context.Accounts, _actors);
        Pseudonyms(1, Context.Posts, _posts);
    }

    protected override void CleanRow(int output)
    {
        var actor = Id(0, _actors);
        var post = Id(1, _posts);
        if (!_kind.TryFind(Records.Field(2, Row), out var kind)) Refuse(2, "not a kind of interaction");
        var at = Time(3, null);
        _chunk[0].Values<int>()[output] = FactSchema.MonthOf(at);
        _chunk[1].Values<ulong>()[output] = actor;
        _chunk[2].Values<ulong>()[output] = post;
        _chunk[3].Values<byte>()[output] = kind;
        _chunk[4].Values<long>()[output] = at;
    }
}
