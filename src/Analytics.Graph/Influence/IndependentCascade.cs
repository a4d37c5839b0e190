using Analytics.Graph.Csr;

namespace Analytics.Graph.Influence;

/// <summary>Which way influence runs along the arcs of a graph.</summary>
public enum ArcMeaning
{
    /// <summary>The source of an arc may activate its target.</summary>
    Influence,

    /// <summary>The source pays attention to the target, which may activate it.</summary>
    Attention,
}

/// <summary>
/// The independent cascade (Kempe, Kleinberg and Tardos 2003): a vertex that becomes active has one chance to activate
/// each vertex it points to, with a probability that belongs to the arc. Influence runs along the arcs, or against them
/// where they mean attention (who follows or cites whom).
/// <para>Memory: 4 bytes per arc and 16 per vertex for each direction that is needed, 5 bytes per arc more where arcs
/// of the same vertex have different probabilities. Probabilities are float32, to 2⁻³². Never changes, so any number
/// of threads may use it.</para>
/// </summary>
public sealed class IndependentCascade
{
    private readonly Lazy<CascadeRows> _incoming;
    private readonly Lazy<CascadeRows> _outgoing;
    private readonly Lazy<float[]> _reach;

    private IndependentCascade(CsrGraph graph, ArcMeaning arcs, RowProbabilities fillIncoming)
    {
        VertexCount = graph.VertexCount;
        _incoming = new Lazy<CascadeRows>(() => CascadeRows.OfIncoming(
            arcs == ArcMeaning.Attention ? graph : graph.Reverse(), fillIncoming));
        _outgoing = new Lazy<CascadeRows>(() => _incoming.Value.Turn());
        _reach = new Lazy<float[]>(() => _incoming.Value.ReceivedProbabilities());
    }

    public int VertexCount { get; }

    /// <summary>Arcs by the vertex that they may activate.</summary>
    internal CascadeRows Incoming => _incoming.Value;

    /// <summary>Arcs by the vertex that activates.</summary>
    internal CascadeRows Outgoing => _outgoing.Value;

    /// <summary>How many vertices each activates by itself in the mean, not counting what these do.</summary>
    internal float[] DirectReach => _reach.Value;

    /// <summary>The same probability for every arc.</summary>
    /// <param name="graph">Its weights do not count.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="arcs">Which way influence runs.</param>
    public static IndependentCascade Constant(
        CsrGraph graph, double probability, ArcMeaning arcs = ArcMeaning.Influence)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "A probability must lie in [0, 1].");
        }

        return new IndependentCascade(graph, arcs, (_, _, row) => row.Fill((float)probability));
    }

    /// <summary>1 / in-degree of the target: everyone is activated by one neighbour in the mean.</summary>
    public static IndependentCascade InverseInDegree(CsrGraph graph) =>
        new(graph, ArcMeaning.Influence, (_, _, row) => row.Fill(1f / row.Length));

    /// <summary>The weighted cascade: the weight of the arc over that of all arcs by which its target can be activated;
    /// of attention, the share of all that somebody pays.</summary>
    public static IndependentCascade WeightedCascade(CsrGraph graph, ArcMeaning arcs = ArcMeaning.Influence) =>
        new(graph, arcs, (incoming, v, row) =>
        {
            double total = incoming.OutWeight(v);
            ReadOnlySpan<float> weights = incoming.Weights(v);
            for (int i = 0; i < weights.Length; i++)
                row[i] = (float)(weights[i] / total);
        });

    /// <summary>Learned probabilities, which are the weights of the graph.</summary>
    /// <exception cref="ArgumentException">A weight above 1.</exception>
    public static IndependentCascade FromWeights(CsrGraph graph, ArcMeaning arcs = ArcMeaning.Influence)
    {
        for (int v = 0; v < graph.VertexCount; v++)
        {
            foreach (float weight in graph.Weights(v))
            {
                if (weight > 1)
                    throw new ArgumentException($"An arc from {v} has weight {weight}, no probability.", nameof(graph));
            }
        }

        return new IndependentCascade(graph, arcs, (incoming, v, row) => incoming.Weights(v).CopyTo(row));
    }

    /// <summary>Learned probabilities beside the graph.</summary>
    /// <param name="graph">Its weights do not count.</param>
    /// <param name="probabilities">One in [0, 1] per arc, in the order of the graph's vertices and targets.</param>
    public static IndependentCascade FromProbabilities(CsrGraph graph, ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != graph.ArcCount)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities for {graph.ArcCount} arcs.", nameof(probabilities));
        }

        CsrBuilder builder = new();
        int arc = 0;
        for (int v = 0; v < graph.VertexCount; v++)
        {
            foreach (int target in graph.Targets(v))
                builder.Add(v, target, probabilities[arc++]);
        }

        return FromWeights(builder.Build(graph.VertexCount));
    }
}
