using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>What ended, and when: named by who had acted on whom, by a post, or by the platform's key.</summary>
internal sealed class RetractionsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Retractions)
{
    private readonly WordColumn _what = new(FactSchema.RetractedKinds);
    private readonly ulong[] _actors = new ulong[DataChunk.Capacity];
    private readonly ulong[] _targets = new ulong[DataChunk.Capacity];
    private readonly ulong[] _posts = new ulong[DataChunk.Capacity];
    private readonly ulong[] _records = new ulong[DataChunk.Capacity];
    private DataChunk _chunk = null!;

    protected override void Begin(DataChunk chunk)
    {
        _chunk = chunk;
        Pseudonyms(2, Context.Accounts, _actors);
        Pseudonyms(3, Context.Accounts, _targets);
        Pseudonyms(4, Context.Posts, _posts);
        Pseudonyms(5, Context.Posts, _records);
    }

    protected override void CleanRow(int output)
    {
        if (!_what.TryFind(Records.Field(0, Row), out var what)) Refuse(0, "not a kind of retraction");
        var at = Time(1, Context.ObservedAtMicros ?? Context.DeliveredAtMicros);
        _chunk[0].Values<int>()[output] = FactSchema.MonthOf(at);
        _chunk[1].Values<byte>()[output] = what;
        _chunk[2].Values<long>()[output] = at;
        OptionalId(2, _actors, _chunk[3], output);
        OptionalId(3, _targets, _chunk[4], output);
        OptionalId(4, _posts, _chunk[5], output);
        OptionalId(5, _records, _chunk[6], output);
    }
}
