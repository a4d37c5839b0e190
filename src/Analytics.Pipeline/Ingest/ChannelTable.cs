using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// A channel of chunks as a table of the engine: its threads drain the channel and take the vectors by reference.
/// They block while the channel is empty; that is safe because each statement also runs on the thread that asked for it.
/// </summary>
internal sealed class ChannelTable(
    ByteBoundedChannel<DataChunk> channel,
    IReadOnlyList<ColumnDefinition> columns,
    int maxThreads,
    CancellationToken cancellation) : ITableSource
{
    public IReadOnlyList<ColumnDefinition> Columns => columns;

    public int MaxThreads => maxThreads;

    public ITableSourceReader OpenReader() => new Reader(channel, cancellation);

    private sealed class Reader(ByteBoundedChannel<DataChunk> channel, CancellationToken cancellation) : ITableSourceReader
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
