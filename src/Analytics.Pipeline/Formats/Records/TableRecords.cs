namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// How the records of a table of known columns become rows. Immutable once made, so that all workers share it.
/// </summary>
internal abstract class TableRecords
{
    public abstract ColumnShape Shape { get; }

    /// <summary>Gives the rows of one record, or says why it is none.</summary>
    public abstract void Read(TableFields record, FactRows rows);
}

/// <summary>One record of a table. Values point into the block and are valid until the next record.</summary>
internal readonly ref struct TableFields(RawBatch batch, int row)
{
    /// <summary>The value of a slot without blanks around it; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int slot] => batch.Columns[slot][row].Bytes.Trim(" \t\r\n"u8);

    /// <summary>Whether there is a value.</summary>
    public bool Has(int slot) => !this[slot].IsEmpty;

    /// <summary>Whether the table has the column, with or without a value here.</summary>
    public bool IsColumn(int slot) => !batch.Columns[slot][row].IsMissing;
}
