using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Ingest;

/// <summary>actor → target, with the kind under any of the names that platforms use.</summary>
internal sealed class InteractionsCleaner(CleaningContext context) : FactCleaner(context, FactKind.Interactions)
{
    private static readonly (byte[] Name, InteractionKind Kind)[] Names = Words(
        (InteractionKind.Like, "like favourite favorite lk fav"),
        (InteractionKind.Reply, "reply re comment replied_to"),
        (InteractionKind.Repost, "repost retweet share boost rt reblog announce retweeted"),
        (InteractionKind.Mention, "mention mt mentioned"),
        (InteractionKind.Quote, "quote qt quoted"));

    private readonly ulong[] _actors = new ulong[DataChunk.Capacity];
    private readonly ulong[] _targets = new ulong[DataChunk.Capacity];
    private readonly ulong[] _posts = new ulong[DataChunk.Capacity];
    private Vector _month, _actor, _target, _kind, _post, _at;

    protected override void Begin(DataChunk chunk)
    {
        Pseudonyms(0, Context.Accounts, _actors);
        Pseudonyms(1, Context.Accounts, _targets);
        Pseudonyms(4, Context.Posts, _posts);
        (_month, _actor, _target) = (chunk[0], chunk[1], chunk[2]);
        (_kind, _post, _at) = (chunk[3], chunk[4], chunk[5]);
    }

    protected override void CleanRow(int output)
    {
        var actor = Id(0, _actors);
        var target = Id(1, _targets);
        if (!IsRefused && actor == target) Refuse(1, RejectedRecord.TurnsToItself);
        var kind = Kind();
        var at = Time(3, null);
        OptionalId(4, _posts, _post, output);
        _month.Values<int>()[output] = FactSchema.MonthOf(at);
        _actor.Values<ulong>()[output] = actor;
        _target.Values<ulong>()[output] = target;
        _kind.Values<byte>()[output] = (byte)kind;
        _at.Values<long>()[output] = at;
    }

    private InteractionKind Kind()
    {
        var text = Records.Field(2, Row);
        foreach (var (name, kind) in Names)
        {
            if (Ascii.EqualsIgnoreCase(text, name)) return kind;
        }

        if (text.IsEmpty) Refuse(2, "missing");
        else Refuse(2, "not a kind of interaction (like, reply, repost, mention, quote)", RejectedRecord.Mask(text));
        return InteractionKind.Like;
    }

    private static (byte[] Name, InteractionKind Kind)[] Words(params (InteractionKind Kind, string Names)[] lists) =>
        [.. lists.SelectMany(list => list.Names.Split(' ').Select(n => (Encoding.ASCII.GetBytes(n), list.Kind)))];
}
