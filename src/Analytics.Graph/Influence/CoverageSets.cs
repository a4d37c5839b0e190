using Analytics.Graph.Csr;

namespace Analytics.Graph.Influence;

/// <summary>
/// Which elements each candidate covers, in compressed rows: candidate i covers
/// <c>elements[offsets[i] … offsets[i+1]-1]</c>. Repeated elements count once. The arrays are not copied.
/// </summary>
public sealed class CoverageSets
{
    private readonly long[] _offsets;
    private readonly int[] _elements;

    /// <param name="offsets">Ascending from 0 to the number of elements listed; one more than candidates.</param>
    /// <param name="elements">Ids in 0 … <paramref name="elementCount"/> - 1.</param>
    /// <param name="elementCount">Number of elements that can be covered.</param>
    /// <exception cref="ArgumentException">Offsets that do not ascend from 0 to the length, ids out of range.
    /// </exception>
    public CoverageSets(long[] offsets, int[] elements, int elementCount)
    {
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != elements.Length)
            throw new ArgumentException($"Offsets must run from 0 to {elements.Length}.", nameof(offsets));
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
                throw new ArgumentException($"Offset {offsets[i]} after {offsets[i - 1]} descends.", nameof(offsets));
        }

        foreach (int element in elements)
        {
            if ((uint)element >= (uint)elementCount)
                throw new ArgumentException($"Element {element} is not in 0 … {elementCount - 1}.", nameof(elements));
        }

        (_offsets, _elements, ElementCount) = (offsets, elements, elementCount);
    }

    /// <summary>Number of candidates.</summary>
    public int CandidateCount => _offsets.Length - 1;

    /// <summary>Number of elements that can be covered.</summary>
    public int ElementCount { get; }

    /// <summary>The elements that a candidate covers.</summary>
    public ReadOnlySpan<int> this[int candidate] =>
        _elements.AsSpan((int)_offsets[candidate], (int)(_offsets[candidate + 1] - _offsets[candidate]));

    /// <summary>Candidate i covers the targets of <c>vertices[i]</c>; on a reversed graph, those who point to it.
    /// </summary>
    public static CoverageSets OfTargets(CsrGraph graph, ReadOnlySpan<int> vertices)
    {
        long[] offsets = new long[vertices.Length + 1];
        for (int i = 0; i < vertices.Length; i++)
            offsets[i + 1] = offsets[i] + graph.Degree(vertices[i]);
        int[] elements = new int[offsets[^1]];
        for (int i = 0; i < vertices.Length; i++)
            graph.Targets(vertices[i]).CopyTo(elements.AsSpan((int)offsets[i]));
        return new CoverageSets(offsets, elements, graph.VertexCount);
    }
}
