namespace Analytics.Pipeline.Communities;

/// <summary>
/// Brings acts from blocks, as they came, into parts of <paramref name="width"/> actors each, in the order of the
/// blocks. Each step may be done for all blocks at the same time.
/// </summary>
internal sealed class ActDistribution(ActBlock[] blocks, int parts, int width)
{
    private readonly int[] _places = new int[blocks.Length * parts];
    private readonly ActPart?[] _parts = new ActPart?[parts];

    /// <summary>Replaces numbers by ranks and counts the acts of each part.</summary>
    public void Count(int block)
    {
        var acts = blocks[block];
        var places = _places.AsSpan(block * parts, parts);
        var actors = acts.Actors.AsSpan(0, acts.Count);
        var targets = acts.Targets.AsSpan(0, acts.Count);
        var rankOfNumber = acts.RankOfNumber;
        for (var act = 0; act < actors.Length; act++)
        {
            actors[act] = rankOfNumber[actors[act]];
            targets[act] = rankOfNumber[targets[act]];
            places[actors[act] / width]++;
        }
    }

    /// <summary>Makes room for each part and says where in it the acts of each block go.</summary>
    public void Place()
    {
        for (var part = 0; part < parts; part++)
        {
            var count = 0;
            for (var at = part; at < _places.Length; at += parts) (_places[at], count) = (count, count + _places[at]);
            _parts[part] = new ActPart(count);
        }
    }

    /// <summary>Moves the acts of a block to where they belong.</summary>
    public void Distribute(int block)
    {
        var acts = blocks[block];
        blocks[block] = null!;
        var places = _places.AsSpan(block * parts, parts);
        for (var act = 0; act < acts.Count; act++)
        {
            var part = acts.Actors[act] / width;
            var place = places[part]++;
            var into = _parts[part]!;
            into.Actors[place] = acts.Actors[act];
            into.Targets[place] = acts.Targets[act];
            into.Weights[place] = acts.Weights[act];
            into.Kinds[place] = acts.Kinds[act];
            into.Freshness[place] = acts.Freshness[act];
            into.Slots[place] = acts.Slots[act];
        }
    }

    /// <summary>Hands a part over.</summary>
    public ActPart Take(int part)
    {
        var taken = _parts[part]!;
        _parts[part] = null;
        return taken;
    }
}
