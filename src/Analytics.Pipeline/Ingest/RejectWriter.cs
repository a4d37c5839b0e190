using System.Text;
using Analytics.DuckDb;
using static Analytics.DuckDb.DuckDbLogicalType;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Writes the records that were refused: a channel of chunks like any fact table's, drained into one sorted Parquet
/// file from which the run makes the `rejects` mart.
/// </summary>
internal sealed class RejectWriter(DuckDbDatabase engine, string path, CancellationToken cancellation)
{
    public static readonly IReadOnlyList<ColumnDefinition> Columns =
    [
        new("source", Varchar), new("file", Varchar), new("line", BigInt), new("field", Varchar),
        new("reason", Varchar), new("sample", Varchar),
    ];

    private static readonly DuckDbLogicalType[] Types = [.. Columns.Select(column => column.Type)];

    public static long ChunkBytes { get; } = ChunkSize.Of(Columns);

    /// <summary>Chunks for at most <see cref="DataChunk.Capacity"/> refused records each.</summary>
    public static IEnumerable<DataChunk> Chunks(string source, string file, IReadOnlyList<RejectedRecord> rejects)
    {
        for (var start = 0; start < rejects.Count; start += DataChunk.Capacity)
        {
            var chunk = DataChunk.Create(Types);
            var count = Math.Min(DataChunk.Capacity, rejects.Count - start);
            for (var row = 0; row < count; row++)
            {
                var reject = rejects[start + row];
                Text(chunk[0], row, source);
                Text(chunk[1], row, file);
                if (reject.Line is { } line) chunk[2].Values<long>()[row] = line;
                else chunk[2].SetNull(row);
                Text(chunk[3], row, reject.Field);
                Text(chunk[4], row, reject.Reason);
                Text(chunk[5], row, reject.Sample);
            }

            chunk.Count = count;
            yield return chunk;
        }
    }

    /// <summary>Runs until the channel is complete; the file is there even when nothing was refused.</summary>
    public void Write(ByteBoundedChannel<DataChunk> channel)
    {
        using var connection = engine.Connect();
        var source = new ChannelTable(() => channel.Read(out var chunk, cancellation) ? chunk : null, Columns);
        connection.RegisterTableFunction("refused", [], _ => source);
        connection.Execute(
            $"COPY (FROM refused() ORDER BY ALL) TO '{path.Replace("'", "''", StringComparison.Ordinal)}' "
            + "(FORMAT parquet, COMPRESSION zstd)",
            cancellation);
    }

    private static void Text(Vector column, int row, string? text)
    {
        if (text is null) column.SetNull(row);
        else column.SetUtf8(row, Encoding.UTF8.GetBytes(text));
    }
}
