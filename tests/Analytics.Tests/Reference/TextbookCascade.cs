using Analytics.Graph.Csr;

namespace Analytics.Tests.Reference;

/// <summary>The exact spread of seeds by looking at every possible set of live arcs (Kempe, Kleinberg and Tardos 2003);
/// for a dozen arcs at most.</summary>
public sealed class TextbookCascade
{
    private readonly int _n;
    private readonly (int Source, int Target, double Probability)[] _arcs;

    public TextbookCascade(CsrGraph graph, Func<int, int, double> probability)
    {
        _n = graph.VertexCount;
        _arcs = [.. Enumerable.Range(0, _n).SelectMany(v =>
            graph.Targets(v).ToArray().Select(w => (v, w, probability(v, w))))];
    }

    public double Spread(IReadOnlyCollection<int> seeds)
    {
        double spread = 0;
        for (int live = 0; live < 1 << _arcs.Length; live++)
        {
            double chance = 1;
            for (int arc = 0; arc < _arcs.Length; arc++)
                chance *= (live >> arc & 1) == 1 ? _arcs[arc].Probability : 1 - _arcs[arc].Probability;
            if (chance > 0)
                spread += chance * Reached(live, seeds);
        }

        return spread;
    }

    /// <summary>The largest spread of any k of the candidates together with the required ones.</summary>
    public double Best(int k, Func<IReadOnlyCollection<int>, bool>? allowed = null)
    {
        double best = 0;
        for (int choice = 0; choice < 1 << _n; choice++)
        {
            int[] seeds = [.. Enumerable.Range(0, _n).Where(v => (choice >> v & 1) == 1)];
            if (seeds.Length <= k && allowed?.Invoke(seeds) != false)
                best = Math.Max(best, Spread(seeds));
        }

        return best;
    }

    private int Reached(int live, IReadOnlyCollection<int> seeds)
    {
        HashSet<int> active = [.. seeds];
        int before;
        do
        {
            before = active.Count;
            for (int arc = 0; arc < _arcs.Length; arc++)
            {
                if ((live >> arc & 1) == 1 && active.Contains(_arcs[arc].Source))
                    active.Add(_arcs[arc].Target);
            }
        }
        while (active.Count > before);

        return before;
    }
}
