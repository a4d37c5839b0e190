using Analytics.Graph.Csr;
using Analytics.Graph.Memory;

namespace Analytics.Graph.Influence;

/// <summary>What <see cref="CreditDistribution"/> found: credit per arc of attention, in whole units of 2⁻³².
/// </summary>
public sealed class InfluenceCredit
{
    /// <summary>What one act shares out.</summary>
    public const long Unit = 1L << 32;

    private readonly CsrGraph _attention;
    private readonly LargeArray<long> _credits;
    private readonly int[] _activity;

    internal InfluenceCredit(CsrGraph attention, LargeArray<long> credits, int[] activity) =>
        (_attention, _credits, _activity) = (attention, credits, activity);

    /// <summary>For every vertex the number of items that it acted on.</summary>
    public ReadOnlySpan<int> Activity => _activity;

    /// <summary>Credit that the acts of the source of each arc give to its target; arcs in the order of the graph.
    /// </summary>
    public IEnumerable<(int Source, int Target, double Credit)> Arcs()
    {
        long arc = 0;
        for (int source = 0; source < _attention.VertexCount; source++)
        {
            for (int i = 0; i < _attention.Degree(source); i++, arc++)
                yield return (source, _attention.Targets(source)[i], _credits[arc] / (double)Unit);
        }
    }

    /// <summary>What every vertex gets from those with its own label.</summary>
    /// <param name="labels">One per vertex.</param>
    /// <returns>Credit in units, and the number of accounts that gave any.</returns>
    public (long[] Credit, int[] Influenced) ReceivedWithin(ReadOnlySpan<long> labels)
    {
        long[] credit = new long[_attention.VertexCount];
        int[] influenced = new int[_attention.VertexCount];
        long arc = 0;
        for (int source = 0; source < _attention.VertexCount; source++)
        {
            foreach (int target in _attention.Targets(source))
            {
                long given = _credits[arc++];
                if (given == 0 || labels[source] != labels[target])
                    continue;
                credit[target] += given;
                influenced[target]++;
            }
        }

        return (credit, influenced);
    }

    /// <summary>
    /// The attention graph with learned probabilities as weights: the credit of an arc / (acts of its target + 1), the
    /// partial credits of Goyal et al. 2010. The one act more, which nobody followed, keeps a single lucky act from
    /// counting as certainty. Arcs without credit are left out.
    /// </summary>
    public CsrGraph Probabilities()
    {
        long count = 0;
        for (long arc = 0; arc < _attention.ArcCount; arc++)
            count += _credits[arc] > 0 ? 1 : 0;
        CsrRowWriter writer = new(_attention.VertexCount, count);
        List<int> targets = [];
        List<float> weights = [];
        long next = 0;
        for (int source = 0; source < _attention.VertexCount; source++)
        {
            targets.Clear();
            weights.Clear();
            foreach (int target in _attention.Targets(source))
            {
                long credit = _credits[next++];
                if (credit == 0)
                    continue;
                targets.Add(target);
                weights.Add((float)Math.Min(1, credit / (double)Unit / (_activity[target] + 1)));
            }

            int[] sources = new int[targets.Count];
            Array.Fill(sources, source);
            writer.Add(sources, [.. targets], [.. weights]);
        }

        return writer.Complete();
    }
}
