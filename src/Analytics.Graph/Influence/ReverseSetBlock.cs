using System.Numerics;
using System.Runtime.CompilerServices;

namespace Analytics.Graph.Influence;

/// <summary>
/// A fixed number of consecutive reverse reachable sets in three arrays. A set of more than one in 32 vertices is a row
/// of bits, which takes less than a list; in graphs where influence runs far nearly all are.
/// </summary>
internal sealed class ReverseSetBlock
{
    private const int Listed = -1;

    private readonly int[] _vertices;
    private readonly int[] _ends;
    private readonly int[] _bitRows;
    private readonly ulong[] _bits;
    private readonly int _words;

    private ReverseSetBlock(int[] vertices, int[] ends, int[] bitRows, ulong[] bits, int words, int cut)
    {
        CutCount = cut;
        (_vertices, _ends, _bitRows, _bits, _words) = (vertices, ends, bitRows, bits, words);
    }

    public int SetCount => _ends.Length;

    /// <summary>Sets among them that ended at a sentinel; they have no members here.</summary>
    public int CutCount { get; }

    /// <summary>Bytes of the arrays.</summary>
    public long SizeBytes => 4L * (_vertices.Length + _ends.Length + _bitRows.Length) + 8L * _bits.Length;

    /// <summary>The vertices of a set that is a list; none if it is bits.</summary>
    public ReadOnlySpan<int> List(int set)
    {
        int start = set == 0 ? 0 : _ends[set - 1];
        return _vertices.AsSpan(start, _ends[set] - start);
    }

    /// <summary>The bits of a set that is not a list; none if it is.</summary>
    public ReadOnlySpan<ulong> Bits(int set) =>
        _bitRows[set] == Listed ? [] : _bits.AsSpan(_bitRows[set] * _words, _words);

    public bool IsList(int set) => _bitRows[set] == Listed;

    /// <summary>Number of vertices in a set.</summary>
    public int SizeOf(int set)
    {
        int size = List(set).Length;
        foreach (ulong word in Bits(set))
            size += BitOperations.PopCount(word);
        return size;
    }

    /// <summary>Adds a number to what is counted for every vertex of a set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(int set, int[] counts, int change)
    {
        foreach (int vertex in List(set))
            counts[vertex] += change;
        ReadOnlySpan<ulong> bits = Bits(set);
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
                counts[64 * word + BitOperations.TrailingZeroCount(left)] += change;
        }
    }

    /// <summary>Collects the sets of one block; used again for the next.</summary>
    public sealed class Builder(int vertexCount)
    {
        private readonly int _words = (vertexCount + 63) / 64;
        private readonly List<int> _ends = [];
        private readonly List<int> _bitRows = [];
        private int[] _vertices = new int[1024];
        private ulong[] _bits = [];
        private int _count;
        private int _rows;
        private int _cut;

        public void AddCut()
        {
            _cut++;
            Add([]);
        }

        public void Add(ReadOnlySpan<int> set)
        {
            if (set.Length > vertexCount / 32)
            {
                AddBits(set);
            }
            else
            {
                if (_count + set.Length > _vertices.Length)
                    Array.Resize(ref _vertices, Math.Max(2 * _vertices.Length, _count + set.Length));
                set.CopyTo(_vertices.AsSpan(_count));
                _count += set.Length;
                _bitRows.Add(Listed);
            }

            _ends.Add(_count);
        }

        public ReverseSetBlock Build()
        {
            ReverseSetBlock block = new(
                _vertices[.._count], [.. _ends], [.. _bitRows], _bits[..(_rows * _words)], _words, _cut);
            Array.Clear(_bits, 0, _rows * _words);
            (_count, _rows, _cut) = (0, 0, 0);
            _ends.Clear();
            _bitRows.Clear();
            return block;
        }

        private void AddBits(ReadOnlySpan<int> set)
        {
            _bitRows.Add(_rows);
            int first = _rows++ * _words;
            if (first + _words > _bits.Length)
                Array.Resize(ref _bits, Math.Max(2 * _bits.Length, first + _words));
            Span<ulong> row = _bits.AsSpan(first, _words);
            foreach (int vertex in set)
                row[vertex >> 6] |= 1UL << vertex;
        }
    }
}
