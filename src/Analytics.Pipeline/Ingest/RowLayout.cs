using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// How a row of fixed-width columns lies in memory while it is sorted: one 64-bit word per wide column, those of the
/// sort order first, then one word that packs the narrow columns, the source and the NULLs. Comparing rows word by word
/// is comparing them in the table's order.
/// </summary>
internal sealed class RowLayout
{
    private const int KindShift = 16;
    private const int NullShift = 32;

    private readonly int[] _words;
    private readonly int _sourceColumn;
    private readonly bool _isSourceWide;

    private RowLayout(IReadOnlyList<ColumnDefinition> columns, int[] words, bool isSourceWide)
    {
        _words = words;
        _sourceColumn = columns.Count - 1;
        _isSourceWide = isSourceWide;
        Words = words.Max() + 2;
    }

    /// <summary>Length of a row in 64-bit words.</summary>
    public int Words { get; }

    private int PackedWord => Words - 1;

    /// <summary>The layout of a table, or null if it has columns of other than fixed width.</summary>
    /// <param name="columns">As they travel: month first, source last.</param>
    public static RowLayout? Of(FactSchema schema, IReadOnlyList<ColumnDefinition> columns)
    {
        if (columns.Any(column => column.Type.Kind is DuckDbKind.Varchar or DuckDbKind.List or DuckDbKind.Boolean))
            return null;
        var words = new int[columns.Count];
        Array.Fill(words, -1);
        var next = 0;
        var wide = Enumerable.Range(1, columns.Count - 2).Where(i => columns[i].Type.Kind != DuckDbKind.Enum).ToList();
        foreach (var column in wide.OrderBy(i => schema.OrderOf(columns[i].Name))) words[column] = next++;
        return new RowLayout(columns, words, columns[^1].Type.Members.Count > byte.MaxValue);
    }

    /// <summary>
    /// Copies row after row of a chunk into <paramref name="rows"/>; rows of month 0 are copied like any other.
    /// </summary>
    public unsafe void Gather(DataChunk chunk, Span<ulong> rows)
    {
        rows = rows[..(chunk.Count * Words)];
        rows.Clear();
        for (var column = 1; column <= _sourceColumn; column++)
        {
            var vector = chunk[column];
            var word = _words[column];
            if (word >= 0)
            {
                var values = vector.Values<ulong>();
                for (var row = 0; row < chunk.Count; row++) rows[row * Words + word] = values[row];
                if (vector.HasNulls) GatherNulls(vector, column, word, chunk.Count, rows);
            }
            else if (column == _sourceColumn && _isSourceWide)
            {
                var values = vector.Values<ushort>();
                for (var row = 0; row < chunk.Count; row++) rows[row * Words + PackedWord] |= values[row];
            }
            else
            {
                var values = vector.Values<byte>();
                var shift = column == _sourceColumn ? 0 : KindShift;
                for (var row = 0; row < chunk.Count; row++)
                    rows[row * Words + PackedWord] |= (ulong)values[row] << shift;
            }
        }
    }

    /// <summary>Writes the rows that <paramref name="order"/> names into the columns of a chunk.</summary>
    /// <param name="rows">First word of row 0.</param>
    public unsafe void Scatter(ulong* rows, ReadOnlySpan<int> order, int month, DataChunk chunk)
    {
        chunk[0].Values<int>()[..order.Length].Fill(month);
        for (var column = 1; column <= _sourceColumn; column++)
        {
            var vector = chunk[column];
            var word = _words[column];
            if (word >= 0)
            {
                var values = vector.Values<ulong>();
                for (var i = 0; i < order.Length; i++) values[i] = rows[(long)order[i] * Words + word];
                ScatterNulls(vector, column, rows, order);
            }
            else if (column == _sourceColumn && _isSourceWide)
            {
                var values = vector.Values<ushort>();
                for (var i = 0; i < order.Length; i++) values[i] = (ushort)rows[(long)order[i] * Words + PackedWord];
            }
            else
            {
                var values = vector.Values<byte>();
                var shift = column == _sourceColumn ? 0 : KindShift;
                for (var i = 0; i < order.Length; i++)
                    values[i] = (byte)(rows[(long)order[i] * Words + PackedWord] >> shift);
            }
        }

        chunk.Count = order.Length;
    }

    private void GatherNulls(Vector vector, int column, int word, int count, Span<ulong> rows)
    {
        for (var row = 0; row < count; row++)
        {
            if (vector.IsValid(row)) continue;
            rows[row * Words + word] = 0;
            rows[row * Words + PackedWord] |= 1ul << (NullShift + column);
        }
    }

    private unsafe void ScatterNulls(Vector vector, int column, ulong* rows, ReadOnlySpan<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            if ((rows[(long)order[i] * Words + PackedWord] >> (NullShift + column) & 1) != 0) vector.SetNull(i);
        }
    }
}
