using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

/// <summary>A source whose readers are made of a function, counting what the engine opened and let go.</summary>
internal sealed class FunctionSource(
    IReadOnlyList<ColumnDefinition> columns, int maxThreads, Func<Action<DataChunk>> open) : ITableSource, IDisposable
{
    public int Disposed;
    public int Opened;
    public int Closed;

    public IReadOnlyList<ColumnDefinition> Columns => columns;

    public int MaxThreads => maxThreads;

    public ITableSourceReader OpenReader()
    {
        Interlocked.Increment(ref Opened);
        return new Reader(this, open());
    }

    public void Dispose() => Interlocked.Increment(ref Disposed);

    private sealed class Reader(FunctionSource owner, Action<DataChunk> read) : ITableSourceReader
    {
        public void Read(DataChunk output) => read(output);

        public void Dispose() => Interlocked.Increment(ref owner.Closed);
    }
}

/// <summary>Numbers 0 … rows - 1 with a text each, dealt out to any number of readers in chunks.</summary>
internal sealed class NumberSource(long rows)
{
    public static readonly IReadOnlyList<ColumnDefinition> Columns =
    [
        new("id", DuckDbLogicalType.UBigInt),
        new("text", DuckDbLogicalType.Varchar),
    ];

    private static readonly DuckDbLogicalType[] Types = [.. Columns.Select(c => c.Type)];

    private long _next;

    /// <summary>Fills a chunk of its own, lends it to the output, and disposes it at once.</summary>
    public void Read(DataChunk output)
    {
        var first = Interlocked.Add(ref _next, DataChunk.Capacity) - DataChunk.Capacity;
        var count = (int)Math.Clamp(rows - first, 0, DataChunk.Capacity);
        using var chunk = DataChunk.Create(Types);
        var ids = chunk[0].Values<ulong>();
        Span<byte> text = stackalloc byte[40];
        for (var row = 0; row < count; row++)
        {
            var id = first + row;
            ids[row] = (ulong)id;
            id.TryFormat(text, out var length);
            // Every third text is too long to lie in the vector itself.
            if (id % 3 == 0)
                "-longer than twelve bytes"u8.CopyTo(text[length..]);
            chunk[1].SetUtf8(row, id % 3 == 0 ? text[..(length + 25)] : text[..length]);
        }
        chunk.Count = count;
        output.Reference(chunk);
    }
}
