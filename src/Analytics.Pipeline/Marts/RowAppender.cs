using Analytics.DuckDb;

namespace Analytics.Pipeline.Marts;

/// <summary>Fills a table row by row through full chunks. <see cref="Complete"/> brings the last ones in.</summary>
internal sealed class RowAppender : IDisposable
{
    private readonly DuckDbAppender _appender;
    private readonly DataChunk _chunk;

    public RowAppender(DuckDbConnection connection, string schema, string table)
    {
        _appender = connection.CreateAppender(table, schema);
        _chunk = DataChunk.Create(_appender.Columns);
    }

    /// <summary>A column of the chunk that is being filled.</summary>
    public Vector this[int column] => _chunk[column];

    /// <summary>Begins a row and returns its place in the columns.</summary>
    public int Next()
    {
        if (_chunk.Count == DataChunk.Capacity)
            Pass();
        return _chunk.Count++;
    }

    /// <summary>Appends what is left.</summary>
    public void Complete()
    {
        Pass();
        _appender.Flush();
    }

    public void Dispose()
    {
        _appender.Dispose();
        _chunk.Dispose();
    }

    private void Pass()
    {
        _appender.Append(_chunk);
        _chunk.Reset();
        _chunk.Count = 0;
    }
}
