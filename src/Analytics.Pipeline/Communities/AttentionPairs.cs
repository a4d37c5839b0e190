using Analytics.Graph.Threads;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// Who paid attention to whom, one entry per ordered pair, ordered by actor and target. Accounts are numbered in the
/// order of their ids. 17 bytes a pair, 4 an interaction and 16 an account.
/// </summary>
/// <param name="AccountIds">Ascending pseudonyms.</param>
/// <param name="Offsets">First pair of every actor, one more at the end.</param>
/// <param name="Parts">The columns, cut between actors; see <see cref="Part"/>.</param>
internal sealed record AttentionPairs(ulong[] AccountIds, long[] Offsets, IReadOnlyList<AttentionPairs.Part> Parts)
{
    /// <summary>Bits of the kinds that are interactions: all but a follow.</summary>
    public const int AnyInteraction = 62;

    // Of acts; small enough for the cache while it is sorted.
    private const int PartActs = 1 << 16;
    private const int MostParts = 1 << 12;

    private readonly long[] _partStarts = StartsOf(Parts);

    public long Count => Offsets[^1];

    /// <summary>Where the pairs of an actor lie; an empty range of any part where there are none.</summary>
    public (Part Part, Range Pairs) Row(int actor)
    {
        var (from, to) = (Offsets[actor], Offsets[actor + 1]);
        if (from == to) return (Parts[0], 0..0);
        var index = Array.BinarySearch(_partStarts, from);
        if (index < 0) index = ~index - 1;

        // Parts without pairs begin where the next one does.
        while (_partStarts[index + 1] == from) index++;
        return (Parts[index], (int)(from - _partStarts[index])..(int)(to - _partStarts[index]));
    }

    /// <summary>
    /// Adds the acts of each pair up. Acts are distributed to ranges of actors, and each range is sorted by itself, so
    /// the threads never meet; weights are whole numbers, so their sums do not depend on any order.
    /// </summary>
    public static AttentionPairs Of(AttentionActs acts, Workers workers, CancellationToken cancel)
    {
        var (ids, blocks) = acts.Take(workers);
        var count = (int)Math.Clamp(acts.Count / PartActs, 1, Math.Clamp(ids.Length, 1, MostParts));
        var width = Math.Max(1, (ids.Length + count - 1) / count);
        var distribution = new ActDistribution(blocks, count, width);
        workers.For(blocks.Length, (block, _) =>
        {
            cancel.ThrowIfCancellationRequested();
            distribution.Count(block);
        });
        distribution.Place();
        workers.For(blocks.Length, (block, _) =>
        {
            cancel.ThrowIfCancellationRequested();
            distribution.Distribute(block);
        });

        var parts = new Part[count];
        var offsets = new long[ids.Length + 1];
        var scratches = new ActPart.Scratch[workers.Count];
        workers.For(count, (part, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            var first = Math.Min(ids.Length, part * width);
            var actors = Math.Min(ids.Length, first + width) - first;
            parts[part] = distribution.Take(part).Merge(
                first, offsets.AsSpan(first + 1, actors), scratches[worker] ??= new ActPart.Scratch());
        });
        for (var account = 0; account < ids.Length; account++) offsets[account + 1] += offsets[account];
        return new AttentionPairs(ids, offsets, parts);
    }

    private static long[] StartsOf(IReadOnlyList<Part> parts)
    {
        var starts = new long[parts.Count + 1];
        for (var part = 0; part < parts.Count; part++) starts[part + 1] = starts[part] + parts[part].Actors.Length;
        return starts;
    }

    /// <summary>The pairs of some actors that follow one another.</summary>
    /// <param name="Actors">Ascending.</param>
    /// <param name="Targets">Ascending for each actor.</param>
    /// <param name="Weights">In units of 1 / 1,048,576.</param>
    /// <param name="Kinds">Bits of what was seen.</param>
    /// <param name="FirstInteraction">Where the interactions of each pair begin, one more at the end.</param>
    /// <param name="Interactions">Those of each pair by age, newest last.</param>
    internal sealed record Part(
        int[] Actors, int[] Targets, long[] Weights, byte[] Kinds, int[] FirstInteraction, Interaction[] Interactions)
    {
        /// <summary>Room for this many pairs and interactions.</summary>
        public static Part Of(int pairs, int interactions) => new(
            new int[pairs], new int[pairs], new long[pairs], new byte[pairs], new int[pairs + 1],
            new Interaction[interactions]);

        /// <summary>The interactions of a pair.</summary>
        public ReadOnlySpan<Interaction> Of(int pair) =>
            Interactions.AsSpan(FirstInteraction[pair]..FirstInteraction[pair + 1]);

        /// <summary>
        /// Closes a pair whose interactions end here. They came in an order that depends on threads, and are brought
        /// into one that does not.
        /// </summary>
        public void EndPair(int pair, int end)
        {
            FirstInteraction[pair + 1] = end;
            if (end - FirstInteraction[pair] > 1)
                Interactions.AsSpan(FirstInteraction[pair]..end).Sort();
        }
    }
}
