using Analytics.Graph.Csr;

namespace Analytics.Graph.Influence;

/// <summary>Writes the probabilities of the arcs that lead to a vertex.</summary>
/// <param name="incoming">The graph with all arcs turned round.</param>
/// <param name="vertex">The vertex.</param>
/// <param name="row">One place per arc, in the order of <paramref name="incoming"/>.</param>
internal delegate void RowProbabilities(CsrGraph incoming, int vertex, Span<float> row);

/// <summary>How the live arcs of a vertex are drawn.</summary>
internal enum RowKind : byte
{
    /// <summary>No arc is ever live, or there is none.</summary>
    Never,

    /// <summary>Every arc is live.</summary>
    Always,

    /// <summary>All arcs have one probability: 64 random bytes decide on 64 arcs.</summary>
    Equal,

    /// <summary>The same with a probability for each arc.</summary>
    Unequal,

    /// <summary>One small probability and many arcs: geometric leaps from one live arc to the next.</summary>
    EqualLeaps,

    /// <summary>Many arcs of small probability, the largest first: leaps as if all left had the largest of theirs, and
    /// the arc reached is live with its share of that.</summary>
    SortedLeaps,
}

/// <summary>Where the arcs of a vertex lie and how they are drawn, in 16 bytes that are looked up together.</summary>
internal readonly struct CascadeRow
{
    private const int KindBits = 3;

    private readonly long _firstAndKind;
    private readonly int _count;

    public CascadeRow(long first, int count, uint threshold, RowKind kind)
    {
        _firstAndKind = first << KindBits | (long)kind;
        _count = count;
        Threshold = threshold;
    }

    /// <summary>The largest probability in the row, in units of 2⁻³².</summary>
    public uint Threshold { get; }

    public RowKind Kind => (RowKind)(_firstAndKind & ((1 << KindBits) - 1));

    public long First => _firstAndKind >> KindBits;

    public long End => First + _count;
}
