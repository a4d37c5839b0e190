using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// How a row of fixed-width columns lies in memory while it is sorted: one 64-bit word per wide column, those of the
/// sort order first, then one word that packs the file it came from, the narrow columns and the NULLs. Comparing rows
/// word by word, the last without the file, is comparing them in the table's order.
/// </summary>
internal sealed class RowLayout
{
    /// <summary>The last word from this bit on, and all other words, tell rows apart.</summary>
    public const int FileBits = 32;

    private const int KindShift = FileBits;
    private const int NullShift = KindShift + 8;

    private readonly int[] _words;
    private readonly int _sourceColumn;
    private readonly bool _isSourceWide;

    private RowLayout(IReadOnlyList<ColumnDefinition> columns, int[] words, bool isSourceWide)
    {
        _words = words;
        _sourceColumn = columns.Count - 1;
        _isSourceWide = isSourceWide;
        Columns = columns;
        Words = words.Max() + 2;
        FirstColumn = columns[Array.IndexOf(words, 0)].Name;
    }

    /// <summary>As they travel: month first, source last.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Length of a row in 64-bit words.</summary>
    public int Words { get; }

    /// <summary>What the first word of a row holds.</summary>
    public string FirstColumn { get; }

    private int PackedWord => Words - 1;

    /// <summary>The layout of a table, or null if it has columns of other than fixed width.</summary>
    /// <param name="columns">As they travel: month first, source last.</param>
    public static RowLayout? Of(FactSchema schema, IReadOnlyList<ColumnDefinition> columns)
    {
        if (!FactTable.IsFixedWidth(schema)) return null;
        var words = new int[columns.Count];
        Array.Fill(words, -1);
        var next = 0;
        var wide = Enumerable.Range(1, columns.Count - 2).Where(i => columns[i].Type.Kind != DuckDbKind.Enum).ToList();
        foreach (var column in wide.OrderBy(i => schema.OrderOf(columns[i].Name))) words[column] = next++;
        return new RowLayout(columns, words, columns[^1].Type.Members.Count > byte.MaxValue);
    }

    /// <summary>
    /// Copies row after row of a chunk into <paramref name="rows"/>; rows of month 0 are copied like any other. The
    /// chunk's source is not looked at.
    /// </summary>
    /// <param name="file">Comes back in <see cref="FileOf"/>.</param>
    public void Gather(DataChunk chunk, int file, Span<ulong> rows)
    {
        var words = Words;
        var packed = PackedWord;
        rows = rows[..(chunk.Count * words)];
        for (var at = packed; at < rows.Length; at += words) rows[at] = (uint)file;
        for (var column = 1; column < _sourceColumn; column++)
        {
            var vector = chunk[column];
            if (_words[column] is var word and >= 0)
            {
                var values = vector.Values<ulong>()[..chunk.Count];
                for (int row = 0, at = word; row < values.Length; row++, at += words) rows[at] = values[row];
                if (vector.HasNulls) GatherNulls(vector, column, word, chunk.Count, rows);
            }
            else
            {
                var values = vector.Values<byte>()[..chunk.Count];
                for (int row = 0, at = packed; row < values.Length; row++, at += words)
                    rows[at] |= (ulong)values[row] << KindShift;
            }
        }
    }

    /// <summary>The file of a row, as <see cref="Gather"/> was told.</summary>
    /// <param name="row">First word of the row.</param>
    public unsafe int FileOf(ulong* row) => (int)(uint)row[PackedWord];

    /// <summary>Writes the rows that <paramref name="order"/> names into the columns of a chunk.</summary>
    /// <param name="rows">First word of row 0.</param>
    /// <param name="sourceOfFile">Codes of the sources by file.</param>
    public unsafe void Scatter(
        ulong* rows, ReadOnlySpan<int> order, int month, ReadOnlySpan<int> sourceOfFile, DataChunk chunk)
    {
        var words = Words;
        chunk[0].Values<int>()[..order.Length].Fill(month);
        for (var column = 1; column < _sourceColumn; column++)
        {
            var vector = chunk[column];
            if (_words[column] is var word and >= 0)
            {
                var values = vector.Values<ulong>();
                for (var i = 0; i < order.Length; i++) values[i] = rows[(long)order[i] * words + word];
                ScatterNulls(vector, column, rows, order);
            }
            else
            {
                var values = vector.Values<byte>();
                for (var i = 0; i < order.Length; i++)
                    values[i] = (byte)(rows[(long)order[i] * words + PackedWord] >> KindShift);
            }
        }

        var source = chunk[_sourceColumn];
        if (_isSourceWide)
        {
            var codes = source.Values<ushort>();
            for (var i = 0; i < order.Length; i++)
                codes[i] = (ushort)sourceOfFile[FileOf(rows + (long)order[i] * words)];
        }
        else
        {
            var codes = source.Values<byte>();
            for (var i = 0; i < order.Length; i++)
                codes[i] = (byte)sourceOfFile[FileOf(rows + (long)order[i] * words)];
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
