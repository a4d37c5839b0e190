using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats.Records;

/// <summary>
/// What a reader makes of a platform's export, as texts: the rows of each table with all canonical columns between
/// bars (nothing where not delivered), the refused records, the drift, and where the bytes went.
/// </summary>
internal sealed record RecordText(
    ILookup<FactKind, string> Rows,
    IReadOnlyList<string> Rejects,
    IReadOnlyList<string> Drift,
    RecordCounts Bytes,
    ExportFileException? Fault)
{
    public static RecordText OfFile(SourceFormat format, string path, int capacity = 1 << 16)
    {
        using var engine = DuckDbDatabase.Open();
        var source = TestSource.Of(format, path);
        var (reader, _) = ExportReaders.Open(source, path, new RecordBlockPool(capacity), engine, hash: null);
        return Of(reader);
    }

    /// <summary>Reads an export of one file that has this content.</summary>
    public static RecordText OfText(SourceFormat format, string text, int capacity = 1 << 16) =>
        OfBytes(format, Encoding.UTF8.GetBytes(text), capacity);

    public static RecordText OfBytes(SourceFormat format, byte[] content, int capacity = 1 << 16)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "export");
        File.WriteAllBytes(path, content);
        return OfFile(format, path, capacity);
    }

    public static RecordText Of(ExportReader reader)
    {
        var rows = new List<(FactKind Kind, string Row)>();
        var taken = new FactRows((kind, batch) =>
        {
            for (var row = 0; row < batch.Count; row++)
            {
                rows.Add((kind, string.Join('|', batch.Columns.Select(column => Text(column[row])))));
            }
        });
        var rejects = new List<string>();
        var drift = new DriftCounts();
        var bytes = default(RecordCounts);
        using (reader)
        {
            while (reader.Read(TestContext.Current.CancellationToken) is { } piece)
            {
                using (piece)
                {
                    var records = (RecordPiece)piece;
                    taken.Clear();
                    records.ReadTo(taken);
                    taken.Flush();
                    rejects.AddRange(taken.Rejects.Select(reject =>
                        $"{(records.Entry is null ? "" : records.Entry + " ")}{reject.Line}: "
                        + $"{(reject.Field is null ? "" : reject.Field + " ")}{reject.Reason}"));
                    drift.Add(taken.Drift);
                    bytes += taken.Bytes;
                }
            }

            return new RecordText(
                rows.ToLookup(row => row.Kind, row => row.Row), rejects,
                [.. drift.All.Select(one => $"{one.Kind} {one.Key} {one.Count}")], bytes + reader.Passed,
                reader.Fault);
        }
    }

    private static string Text(Utf8Field field) => Encoding.UTF8.GetString(field.Bytes);
}
