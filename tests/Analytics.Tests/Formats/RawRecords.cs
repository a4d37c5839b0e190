using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

/// <summary>
/// One record as a reader gave it: the raw columns in the order of the plan, null where missing; or why it is none.
/// </summary>
internal sealed record RawRecord(long Line, string? Reason, IReadOnlyList<string?> Fields)
{
    public override string ToString() => $"{Line}: {Reason ?? string.Join('|', Fields.Select(f => f ?? "NULL"))}";
}

/// <summary>Everything that a reader gives, in the order of lines.</summary>
internal sealed record RawRecords(IReadOnlyList<RawRecord> Records, ColumnPlan Plan, ExportFileException? Fault)
{
    /// <summary>The records as texts, to compare at a glance.</summary>
    public string[] Lines => [.. Records.Select(record => record.ToString())];

    public static RawRecords OfText(SourceDefinition source, string text, int capacity = 1 << 16) =>
        OfBytes(source, Encoding.UTF8.GetBytes(text), capacity);

    public static RawRecords OfBytes(SourceDefinition source, byte[] content, int capacity = 1 << 16) =>
        OfStream(source, new MemoryStream(content), capacity);

    public static RawRecords OfStream(SourceDefinition source, Stream stream, int capacity = 1 << 16)
    {
        var pool = new RecordBlockPool(capacity);
        (ExportReader reader, ColumnPlan plan) = source.Format == SourceFormat.Ndjson
            ? Widen(NdjsonReader.Open(source, stream, pool))
            : Widen(DelimitedReader.Open(source, stream, pool));
        using (reader) return Drain(reader, plan!);
    }

    public static RawRecords OfFile(SourceDefinition source, DuckDbDatabase engine, int capacity = 1 << 16)
    {
        var (reader, plan) = ExportReaders.Open(source, source.Path, new RecordBlockPool(capacity), engine, hash: null);
        using (reader) return Drain(reader, plan!);
    }

    private static RawRecords Drain(ExportReader reader, ColumnPlan plan)
    {
        var records = new List<RawRecord>();
        var batch = new RawBatch(plan.RawColumns.Count);
        while (reader.Read(TestContext.Current.CancellationToken) is { } piece)
        {
            using (piece)
            {
                while (((TablePiece)piece).TryRead(batch))
                {
                    records.AddRange(batch.Malformed.Select(bad => new RawRecord(bad.Line, bad.Reason, [])));
                    for (var row = 0; row < batch.Count; row++)
                        records.Add(
                            new RawRecord(batch.Lines[row], null, [.. batch.Columns.Select(c => Text(c[row]))]));
                }
            }
        }

        return new RawRecords([.. records.OrderBy(record => record.Line)], plan, reader.Fault);
    }

    private static (ExportReader, ColumnPlan) Widen<T>((T Reader, ColumnPlan Plan) opened)
        where T : ExportReader => (opened.Reader, opened.Plan);

    private static string? Text(Utf8Field field) => field.IsMissing ? null : Encoding.UTF8.GetString(field.Bytes);
}
