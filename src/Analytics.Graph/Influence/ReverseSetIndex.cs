using System.Runtime.CompilerServices;

namespace Analytics.Graph.Influence;

/// <summary>
/// For every vertex the sets that it is in, by counting: 4 bytes per vertex and 4 per member of sets that are lists.
/// Sets of bits are looked up one by one; there are few, because they are large.
/// </summary>
internal sealed class ReverseSetIndex
{
    private readonly int[] _offsets;
    private readonly int[] _sets;
    private readonly int[] _bitCounts;
    private readonly List<(int Set, ReverseSetBlock Block, int Place)> _bitSets = [];

    /// <param name="blocks">Consecutive blocks.</param>
    /// <param name="firstSet">Number of the first set in them.</param>
    /// <param name="vertexCount">Vertices are numbered below this.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReverseSetIndex(ReadOnlySpan<ReverseSetBlock> blocks, int firstSet, int vertexCount)
    {
        _offsets = new int[vertexCount + 2];
        _bitCounts = [];
        int number = firstSet;
        foreach (ReverseSetBlock block in blocks)
        {
            for (int set = 0; set < block.SetCount; set++, number++)
            {
                if (!block.IsList(set))
                    _bitSets.Add((number, block, set));
                foreach (int vertex in block.List(set))
                    _offsets[vertex + 2]++;
            }
        }

        for (int v = 0; v < vertexCount; v++)
            _offsets[v + 2] += _offsets[v + 1];
        _sets = new int[_offsets[^1]];
        number = firstSet;
        foreach (ReverseSetBlock block in blocks)
        {
            for (int set = 0; set < block.SetCount; set++, number++)
            {
                // Places move on to where the next vertex begins, which turns them into offsets.
                foreach (int vertex in block.List(set))
                    _sets[_offsets[vertex + 1]++] = number;
            }
        }

        if (_bitSets.Count > 0)
            _bitCounts = new int[vertexCount];
        foreach ((_, ReverseSetBlock block, int place) in _bitSets)
            block.Count(place, _bitCounts, 1);
    }

    public long SizeBytes => 4L * (_offsets.Length + _sets.Length + _bitCounts.Length) + 24L * _bitSets.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddCounts(int[] counts)
    {
        for (int v = 0; v < counts.Length; v++)
            counts[v] += _offsets[v + 1] - _offsets[v];
        for (int v = 0; v < _bitCounts.Length; v++)
            counts[v] += _bitCounts[v];
    }

    public void SetsOf(int vertex, List<int> sets)
    {
        sets.AddRange(_sets.AsSpan(_offsets[vertex], _offsets[vertex + 1] - _offsets[vertex]));
        foreach ((int set, ReverseSetBlock block, int place) in _bitSets)
        {
            if ((block.Bits(place)[vertex >> 6] >> vertex & 1) == 1)
                sets.Add(set);
        }
    }
}
