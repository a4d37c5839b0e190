using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// A channel of chunks as a table of the engine, which drains the channel and takes the vectors by reference. It blocks
/// while the channel is empty, so statements that read it belong into a database without worker threads.
/// </summary>
/// <param name="next">The next chunk, whose owner the table is from there; null at the end.</param>
internal sealed class ChannelTable(Func<DataChunk?> next, IReadOnlyList<ColumnDefinition> columns) : ITableSource
{
    public IReadOnlyList<ColumnDefinition> Columns => columns;

    /// <summary>One thread keeps the order of the rows.</summary>
    public int MaxThreads => 1;

    public ITableSourceReader OpenReader() => new Reader(next);

    private sealed class Reader(Func<DataChunk?> next) : ITableSourceReader
    {
        public void Read(DataChunk output)
        {
            using var chunk = next();
            if (chunk is null) output.Count = 0;
            else output.Reference(chunk);
        }

        public void Dispose()
        {
        }
    }
}
