namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Tables that come as one flat JSON object for each record, its members named like the columns. True and false become
/// <c>true</c> and <c>false</c>.
/// </summary>
internal sealed class JsonTableRecords(TableRecords records) : JsonRecords
{
    private readonly JsonShape _shape = new(records.Shape.Members);

    public override JsonShape Shape(int section) => _shape;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var batch = rows.Table(records.Shape.SlotCount);
        foreach (var column in batch.Columns) column[0] = Utf8Field.Missing;
        for (var i = 0; i < _shape.SlotCount; i++)
        {
            var slot = records.Shape.SlotOfMember(i);
            if (slot < 0 || !record.Has(i) || !batch.Columns[slot][0].IsMissing) continue;
            batch.Columns[slot][0] = Utf8Field.Of(record[i]);
        }

        for (var slot = 0; slot < records.Shape.SlotCount; slot++)
        {
            if (records.Shape.IsRequired(slot) && batch.Columns[slot][0].IsMissing)
            {
                rows.Reject("missing", records.Shape.Name(slot));
                return;
            }
        }

        records.Read(new TableFields(batch, 0), rows);
    }
}
