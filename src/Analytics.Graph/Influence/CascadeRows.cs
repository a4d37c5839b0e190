using System.Runtime.InteropServices;
using Analytics.Graph.Csr;

namespace Analytics.Graph.Influence;

/// <summary>
/// The arcs of a cascade in compressed rows with probabilities as fractions of 2³², prepared for drawing those that are
/// live in one go. Looking at 64 arcs costs about as much as half a leap, so leaps (subset sampling, Guo et al. 2020)
/// are left to rows that are long for the number of live arcs expected in them.
/// </summary>
internal sealed unsafe class CascadeRows
{
    public const double Unit = 4294967296.0;

    /// <summary>Arcs that can be looked at in the time of a leap.</summary>
    private const double ArcsPerLeap = 160;

    /// <summary>Vectors may read this far beyond the last arc.</summary>
    private const int Slack = 64;

    private readonly CascadeRow[] _rows;
    private readonly int[] _targets;
    private uint[] _thresholds = [];
    private byte[] _bytes = [];

    private CascadeRows(int vertices, long arcs)
    {
        VertexCount = vertices;
        // Pinned arrays stay where they are, so walks can keep the pointers.
        _rows = GC.AllocateArray<CascadeRow>(vertices + 1, pinned: true);
        _targets = GC.AllocateUninitializedArray<int>(checked((int)arcs + 1), pinned: true);
        Rows = (CascadeRow*)Marshal.UnsafeAddrOfPinnedArrayElement(_rows, 0);
        Targets = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_targets, 0);
    }

    public int VertexCount { get; }

    public CascadeRow* Rows { get; }

    public int* Targets { get; }

    /// <summary>Probability of each arc in units of 2⁻³², if a row needs them.</summary>
    public uint* ArcThresholds { get; private set; }

    /// <summary>Their highest eight bits.</summary>
    public byte* ArcBytes { get; private set; }

    /// <param name="incoming">The graph with all arcs turned round.</param>
    /// <param name="fill">Writes the probabilities of the arcs of a vertex.</param>
    public static CascadeRows OfIncoming(CsrGraph incoming, RowProbabilities fill)
    {
        int longest = 0;
        for (int v = 0; v < incoming.VertexCount; v++)
            longest = Math.Max(longest, incoming.Degree(v));
        float[] probabilities = new float[longest];
        CascadeRows rows = new(incoming.VertexCount, incoming.ArcCount);
        long first = 0;
        for (int v = 0; v < incoming.VertexCount; v++)
        {
            Span<float> row = probabilities.AsSpan(0, incoming.Degree(v));
            fill(incoming, v, row);
            incoming.Targets(v).CopyTo(rows._targets.AsSpan((int)first));
            rows.Describe(v, first, row);
            first += row.Length;
        }

        return rows;
    }

    /// <summary>The same arcs by their other end, by counting.</summary>
    public CascadeRows Turn()
    {
        int arcs = _targets.Length - 1;
        long[] offsets = new long[VertexCount + 1];
        foreach (int target in _targets.AsSpan(0, arcs))
            offsets[target + 1]++;
        for (int v = 0; v < VertexCount; v++)
            offsets[v + 1] += offsets[v];
        long[] cursors = (long[])offsets.Clone();
        CascadeRows turned = new(VertexCount, arcs);
        float[] probabilities = new float[arcs];
        for (int v = 0; v < VertexCount; v++)
        {
            for (long arc = Rows[v].First; arc < Rows[v].End; arc++)
            {
                long slot = cursors[Targets[arc]]++;
                turned.Targets[slot] = v;
                probabilities[slot] = (float)ProbabilityOf(v, arc);
            }
        }

        for (int v = 0; v < VertexCount; v++)
        {
            Span<float> row = probabilities.AsSpan((int)offsets[v], (int)(offsets[v + 1] - offsets[v]));
            turned.Describe(v, offsets[v], row);
        }

        return turned;
    }

    /// <summary>For every vertex the sum of the probabilities of the arcs that lead to it.</summary>
    public float[] ReceivedProbabilities()
    {
        float[] sums = new float[VertexCount];
        for (int v = 0; v < VertexCount; v++)
        {
            for (long arc = Rows[v].First; arc < Rows[v].End; arc++)
                sums[Targets[arc]] += (float)ProbabilityOf(v, arc);
        }

        return sums;
    }

    private double ProbabilityOf(int vertex, long arc) => Rows[vertex].Kind switch
    {
        RowKind.Never => 0,
        RowKind.Always => 1,
        RowKind.Equal or RowKind.EqualLeaps => Rows[vertex].Threshold / Unit,
        _ => ArcThresholds[arc] / Unit,
    };

    private void Describe(int vertex, long first, Span<float> probabilities)
    {
        float highest = 0;
        float lowest = 1;
        double sum = 0;
        foreach (float probability in probabilities)
        {
            highest = Math.Max(highest, probability);
            lowest = Math.Min(lowest, probability);
            sum += probability;
        }

        uint threshold = ThresholdOf(highest);
        bool leaps = probabilities.Length > ArcsPerLeap * (1 + sum);
        RowKind kind;
        if (threshold == 0)
            kind = RowKind.Never;
        else if (lowest == 1)
            kind = RowKind.Always;
        else if (lowest == highest)
            kind = leaps ? RowKind.EqualLeaps : RowKind.Equal;
        else
            kind = leaps ? RowKind.SortedLeaps : RowKind.Unequal;
        Rows[vertex] = new CascadeRow(first, probabilities.Length, threshold, kind);
        if (kind is RowKind.Unequal or RowKind.SortedLeaps)
            DescribeArcs(first, probabilities, leaps);
    }

    private void DescribeArcs(long first, Span<float> probabilities, bool sorted)
    {
        if (_thresholds.Length == 0)
        {
            _thresholds = GC.AllocateUninitializedArray<uint>(_targets.Length, pinned: true);
            _bytes = GC.AllocateUninitializedArray<byte>(_targets.Length + Slack, pinned: true);
            ArcThresholds = (uint*)Marshal.UnsafeAddrOfPinnedArrayElement(_thresholds, 0);
            ArcBytes = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        }

        if (sorted)
            probabilities.Sort(_targets.AsSpan((int)first, probabilities.Length), (a, b) => b.CompareTo(a));
        for (int i = 0; i < probabilities.Length; i++)
        {
            ArcThresholds[first + i] = ThresholdOf(probabilities[i]);
            ArcBytes[first + i] = (byte)(ArcThresholds[first + i] >> 24);
        }
    }

    private static uint ThresholdOf(float probability) =>
        (uint)Math.Clamp(Math.Round(probability * Unit), 0, uint.MaxValue);
}
