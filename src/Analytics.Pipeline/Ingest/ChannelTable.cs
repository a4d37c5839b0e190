using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// A channel of chunks as a table of the engine, which drains the channel and takes the vectors by reference. It blocks
/// while the channel is empty, so statements that read it belong into a database without worker threads.
/// </summary>
internal sealed class ChannelTable(
    ByteBoundedChannel<DataChunk> channel,
    IReadOnlyList<ColumnDefinition> columns,
    CancellationToken cancellation) : ITableSource
{
    public IReadOnlyList<ColumnDefinition> Columns => columns;

    /// <summary>One thread keeps the order of the rows.</summary>
    public int MaxThreads => 1;

    public ITableSourceReader OpenReader() => new Reader(channel, cancellation);

    private sealed class Reader(
        ByteBoundedChannel<DataChunk> channel, CancellationToken cancellation) : ITableSourceReader
    {
        public void Read(DataChunk output)
        {
            if (!channel.Read(out var chunk, cancellation))
            {
                output.Count = 0;
                return;
            }

            using (chunk) output.Reference(chunk);
        }

        public void Dispose()
        {
        }
    }
}
