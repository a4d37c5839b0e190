using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The canonical columns of one batch of records: whatever a value's origin, <see cref="Field"/> gives its bytes,
/// without blanks around it, or nothing where it was not delivered.
/// </summary>
public sealed class RecordColumns
{
    private static readonly Utf8Field[] Nothing = MakeNothing();

    private readonly ColumnPlan _plan;
    private readonly byte[][] _nullTexts;
    private readonly Utf8Field[][] _columns;

    // Fields only point; this keeps the texts of constants alive as long as the columns.
    private readonly List<byte[]> _constants = [];

    public RecordColumns(ColumnPlan plan, IReadOnlyList<string> nullTexts)
    {
        _plan = plan;
        _nullTexts = [.. nullTexts.Select(System.Text.Encoding.UTF8.GetBytes)];
        _columns = new Utf8Field[plan.Slots.Count][];
        for (var i = 0; i < _columns.Length; i++)
            _columns[i] = plan.Slots[i].Text is { } text ? Repeat(text) : Nothing;
    }

    public int Count { get; private set; }

    public long[] Lines { get; private set; } = [];

    /// <summary>Whether numbers are written as <c>1.234,5</c> and not as <c>1,234.5</c>.</summary>
    public bool HasDecimalComma { get; private set; }

    /// <param name="expressions">
    /// What the engine computed for <paramref name="raw"/>; null when there is nothing to compute or no record.
    /// </param>
    public void Show(RawBatch raw, Utf8Field[][]? expressions)
    {
        Count = raw.Count;
        Lines = raw.Lines;
        HasDecimalComma = raw.HasDecimalComma;
        for (var i = 0; i < _columns.Length; i++)
        {
            var slot = _plan.Slots[i];
            if (slot.Origin == SlotOrigin.Raw) _columns[i] = raw.Columns[slot.Index];
            else if (slot.Origin == SlotOrigin.Expression) _columns[i] = expressions?[slot.Index] ?? Nothing;
        }
    }

    /// <summary>
    /// Empty when the column is absent, the field is empty, or it holds one of the texts for nothing.
    /// </summary>
    public ReadOnlySpan<byte> Field(int column, int row)
    {
        var bytes = _columns[column][row].Bytes;
        if (bytes.IsEmpty) return default;
        if (bytes[0] <= ' ' || bytes[^1] <= ' ') bytes = bytes.Trim(" \t\r\n"u8);
        foreach (var nothing in _nullTexts)
        {
            if (bytes.SequenceEqual(nothing)) return default;
        }

        return bytes;
    }

    private Utf8Field[] Repeat(byte[] text)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(text.Length, pinned: true);
        text.CopyTo(pinned, 0);
        var column = new Utf8Field[RawBatch.Capacity];
        Array.Fill(column, Utf8Field.Of(pinned));
        _constants.Add(pinned);
        return column;
    }

    private static Utf8Field[] MakeNothing()
    {
        var column = new Utf8Field[RawBatch.Capacity];
        Array.Fill(column, Utf8Field.Missing);
        return column;
    }
}
