namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// How the JSON records of one export become rows. Immutable once made, so that all workers share it; what a record
/// needs for itself lies on the stack, in <see cref="JsonFields"/> or in the rows.
/// </summary>
internal abstract class JsonRecords
{
    /// <summary>The shape of the records of a section, which is the format's own number; 0 if it has one.</summary>
    public abstract JsonShape Shape(int section);

    /// <summary>Gives the rows of one record, or says why it is none.</summary>
    public abstract void Read(int section, JsonFields record, FactRows rows);

    /// <summary>Takes one record apart and reads it; formats whose records are no objects do that themselves.</summary>
    /// <param name="text">Pinned.</param>
    /// <param name="sizeBytes">What the record takes in the file, separators included.</param>
    public virtual void Read(int section, ReadOnlySpan<byte> text, long line, long sizeBytes, FactRows rows)
    {
        rows.Begin(line);
        var fields = rows.Fields(Shape(section));
        if (fields.TryRead(text, rows.Drift, out var problem)) Read(section, fields, rows);
        else rows.Reject(problem!);
        rows.End(sizeBytes);
    }
}
