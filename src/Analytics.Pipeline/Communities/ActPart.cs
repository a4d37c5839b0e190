namespace Analytics.Pipeline.Communities;

/// <summary>The acts of some actors that follow one another, in the order of their arrival.</summary>
internal sealed class ActPart(int count)
{
    public int[] Actors { get; } = new int[count];

    public int[] Targets { get; } = new int[count];

    public long[] Weights { get; } = new long[count];

    public byte[] Kinds { get; } = new byte[count];

    public ushort[] Freshness { get; } = new ushort[count];

    public byte[] Slots { get; } = new byte[count];

    /// <summary>One entry per pair: weights added, kinds united, interactions kept one by one.</summary>
    /// <param name="first">The first actor of the part.</param>
    /// <param name="pairsOfActor">Takes the number of pairs of each of its actors.</param>
    public AttentionPairs.Part Merge(int first, Span<long> pairsOfActor, Scratch scratch)
    {
        scratch.For(count, pairsOfActor.Length, out var order, out var targets, out var ends);
        Order(first, order, ends);
        for (var i = 0; i < order.Length; i++) targets[i] = Targets[order[i]];

        var (pairs, start) = (0, 0);
        for (var actor = 0; actor < ends.Length; actor++)
        {
            var row = targets[start..ends[actor]];
            row.Sort(order[start..ends[actor]]);
            var distinct = 0;
            for (var i = 0; i < row.Length; i++)
            {
                if (i == 0 || row[i] != row[i - 1]) distinct++;
            }

            pairsOfActor[actor] = distinct;
            pairs += distinct;
            start = ends[actor];
        }

        return Add(first, pairs, order, targets, ends);
    }

    private AttentionPairs.Part Add(
        int first, int count, ReadOnlySpan<int> order, ReadOnlySpan<int> targets, ReadOnlySpan<int> ends)
    {
        var interactions = 0;
        foreach (var kind in Kinds) interactions += (kind & AttentionPairs.AnyInteraction) != 0 ? 1 : 0;
        var pairs = AttentionPairs.Part.Of(count, interactions);
        var (pair, act, taken) = (-1, 0, 0);
        for (var actor = 0; actor < ends.Length; actor++)
        {
            for (var start = act; act < ends[actor]; act++)
            {
                // What is new is written before it is read: a fresh page that is read first costs two faults.
                var from = order[act];
                if (act == start || targets[act] != targets[act - 1])
                {
                    if (pair >= 0) pairs.EndPair(pair, taken);
                    pair++;
                    (pairs.Actors[pair], pairs.Targets[pair]) = (first + actor, targets[act]);
                    (pairs.Weights[pair], pairs.Kinds[pair]) = (Weights[from], Kinds[from]);
                    pairs.FirstInteraction[pair] = taken;
                }
                else
                {
                    pairs.Weights[pair] = checked(pairs.Weights[pair] + Weights[from]);
                    pairs.Kinds[pair] |= Kinds[from];
                }

                if ((Kinds[from] & AttentionPairs.AnyInteraction) != 0)
                    pairs.Interactions[taken++] = new Interaction(Freshness[from], Slots[from], Kinds[from]);
            }
        }

        if (pair >= 0) pairs.EndPair(pair, taken);
        return pairs;
    }

    /// <summary>Positions of the acts, actor by actor, and where those of each actor end.</summary>
    private void Order(int first, Span<int> order, Span<int> ends)
    {
        ends.Clear();
        foreach (var actor in Actors) ends[actor - first]++;
        for (int actor = 0, sum = 0; actor < ends.Length; actor++) (ends[actor], sum) = (sum, sum + ends[actor]);
        for (var act = 0; act < order.Length; act++) order[ends[Actors[act] - first]++] = act;
    }

    /// <summary>Memory of one worker, used for part after part.</summary>
    internal sealed class Scratch
    {
        private int[] _order = [];
        private int[] _targets = [];
        private int[] _ends = [];

        /// <summary>Positions and targets of acts, and where each actor ends; of any content.</summary>
        public void For(int acts, int actors, out Span<int> order, out Span<int> targets, out Span<int> ends)
        {
            if (_order.Length < acts) (_order, _targets) = (new int[acts + acts / 4], new int[acts + acts / 4]);
            if (_ends.Length < actors) _ends = new int[actors];
            order = _order.AsSpan(0, acts);
            targets = _targets.AsSpan(0, acts);
            ends = _ends.AsSpan(0, actors);
        }
    }
}
