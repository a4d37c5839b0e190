using Analytics.Pipeline.Communities;

namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>
/// The attention between the members of one community, target by target: what replicates of the ranking are drawn
/// from. Members are numbered 0, 1, 2, … in the order of vertices. Its memory is used for community after community:
/// 17 bytes a pair and 4 an interaction.
/// </summary>
internal sealed class ReceivedAttention(AttentionPairs pairs, MemberMeasures measures, int[] memberOfVertex)
{
    private int[] _next = [];
    private Interaction[] _interactions = [];

    /// <summary>Members of the community.</summary>
    public int Members { get; private set; }

    /// <summary>First pair of every target, one more at the end.</summary>
    public int[] First { get; private set; } = [];

    /// <summary>The actor of each pair.</summary>
    public int[] Sources { get; private set; } = [];

    /// <summary>Whether the actor follows the target.</summary>
    public bool[] Follows { get; private set; } = [];

    /// <summary>Attention of each pair in units of 1 / 1,048,576, follow and interactions together.</summary>
    public long[] Weights { get; private set; } = [];

    /// <summary>First interaction of every pair, one more at the end.</summary>
    public int[] FirstInteraction { get; private set; } = [];

    /// <summary>Pairs of the community.</summary>
    public int Pairs => First[Members];

    /// <summary>The interactions of a pair.</summary>
    public ReadOnlySpan<Interaction> Of(int pair) =>
        _interactions.AsSpan(FirstInteraction[pair]..FirstInteraction[pair + 1]);

    /// <summary>Gathers the pairs between the members of a community.</summary>
    public void Gather(int community)
    {
        var (start, end) = (measures.Starts[community], measures.Starts[community + 1]);
        Members = end - start;
        if (_next.Length <= Members) (First, _next) = (new int[Members + 1], new int[Members + 1]);
        Array.Clear(First);
        Visit(start, end, (_, target, _, _) => First[target + 1]++);
        for (var target = 0; target < Members; target++) First[target + 1] += First[target];
        if (Sources.Length < Pairs)
        {
            var room = Pairs + (Pairs / 4);
            (Sources, Follows, Weights, FirstInteraction) =
                (new int[room], new bool[room], new long[room], new int[room + 1]);
        }

        // First the number of interactions of each pair, so that they can lie one after the other.
        Array.Copy(First, _next, Members);
        Visit(start, end, (source, target, part, pair) =>
        {
            var at = _next[target]++;
            (Sources[at], Follows[at], Weights[at]) = (source, (part.Kinds[pair] & 1) != 0, part.Weights[pair]);
            FirstInteraction[at + 1] = part.Of(pair).Length;
        });
        FirstInteraction[0] = 0;
        for (var pair = 0; pair < Pairs; pair++) FirstInteraction[pair + 1] += FirstInteraction[pair];
        var interactions = FirstInteraction[Pairs];
        if (_interactions.Length < interactions) _interactions = new Interaction[interactions + (interactions / 4)];
        Array.Copy(First, _next, Members);
        Visit(start, end, (_, target, part, pair) =>
            part.Of(pair).CopyTo(_interactions.AsSpan(FirstInteraction[_next[target]++])));
    }

    private void Visit(int start, int end, Action<int, int, AttentionPairs.Part, int> each)
    {
        for (var member = start; member < end; member++)
        {
            var (part, row) = pairs.Row(measures.Vertices[member]);
            for (var pair = row.Start.Value; pair < row.End.Value; pair++)
            {
                var target = memberOfVertex[part.Targets[pair]];
                if (target >= start && target < end) each(member - start, target - start, part, pair);
            }
        }
    }
}
