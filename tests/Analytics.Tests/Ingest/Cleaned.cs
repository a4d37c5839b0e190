using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Privacy;
using Analytics.Tests.Privacy;

namespace Analytics.Tests.Ingest;

/// <summary>
/// What a cleaner makes of a CSV text: rows as texts without month and source, values between bars, NULL for nothing;
/// and the refused records.
/// </summary>
internal sealed record Cleaned(IReadOnlyList<string> Rows, IReadOnlyList<RejectedRecord> Rejects)
{
    /// <summary>Stands in for the time of the export and of the file.</summary>
    public static readonly DateTimeOffset Observed = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly Pseudonymizer Pseudonyms = new(TestKey.Of(1));

    public static string Account(string id) => $"{Pseudonyms.Accounts("default").Of(Encoding.UTF8.GetBytes(id))}";

    public static string Post(string id) => $"{Pseudonyms.Posts("default").Of(Encoding.UTF8.GetBytes(id))}";

    public static Cleaned Of(SourceDefinition source, string text) => Of(source, Encoding.UTF8.GetBytes(text));

    public static Cleaned Of(SourceDefinition source, byte[] content)
    {
        var sources = DuckDbLogicalType.EnumOf("first", "second");
        var context = new CleaningContext(
            source, SourceCode: 1, sources, Pseudonyms.Accounts("default"), Pseudonyms.Posts("default"),
            source.ObservedAt is { } time ? TimeText.MicrosOf(time) : null, TimeText.MicrosOf(Observed));
        var cleaner = FactCleaner.Of(context, source.Kind!.Value);
        var types = cleaner.Schema.Travelling(sources);
        var (rows, rejects) = (new List<string>(), new List<RejectedRecord>());
        var (reader, plan) = DelimitedReader.Open(source, new MemoryStream(content), new RecordBlockPool(1 << 16));
        using (reader)
        {
            var batch = new RawBatch(plan.RawColumns.Count);
            var columns = new RecordColumns(plan, source.NullValues);
            while (reader.Read(TestContext.Current.CancellationToken) is { } piece)
            {
                using (piece)
                {
                    while (((TablePiece)piece).TryRead(batch))
                    {
                        columns.Show(batch, null);
                        using var chunk = cleaner.Clean(columns, new UInt128[batch.Count], rejects);
                        for (var row = 0; row < chunk.Count; row++) rows.Add(Text(chunk, types, row));
                    }
                }
            }
        }

        return new Cleaned(rows, rejects);
    }

    private static string Text(DataChunk chunk, IReadOnlyList<ColumnDefinition> columns, int row)
    {
        Assert.Equal(1, chunk[columns.Count - 1].Values<byte>()[row]);
        return string.Join('|', columns.Select((column, i) => Value(chunk[i], column.Type, row)).Skip(1).SkipLast(1));
    }

    private static string Value(Vector vector, DuckDbLogicalType type, int row) => !vector.IsValid(row) ? "NULL"
        : type.Kind switch
        {
            DuckDbKind.UBigInt => $"{vector.Values<ulong>()[row]}",
            DuckDbKind.BigInt => $"{vector.Values<long>()[row]}",
            DuckDbKind.Integer => $"{vector.Values<int>()[row]}",
            DuckDbKind.Boolean => vector.Values<bool>()[row] ? "true" : "false",
            DuckDbKind.Timestamp =>
                $"{DateTime.UnixEpoch.AddMicroseconds(vector.Values<long>()[row]):yyyy-MM-dd HH:mm:ss.FFFFFF}",
            DuckDbKind.Enum => type.Members[vector.Values<byte>()[row]],
            DuckDbKind.Varchar => Encoding.UTF8.GetString(vector.GetUtf8(row)),
            DuckDbKind.List => List(vector, type, vector.ListEntries[row]),
            _ => throw new NotSupportedException(type.Name),
        };

    private static string List(Vector vector, DuckDbLogicalType type, ListEntry entry)
    {
        var child = vector.ListChild;
        var elements = Enumerable.Range((int)entry.Offset, (int)entry.Length);
        return $"[{string.Join(", ", elements.Select(i => Value(child, type.Element!, i)))}]";
    }
}
