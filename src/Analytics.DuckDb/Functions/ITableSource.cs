namespace Analytics.DuckDb;

/// <summary>
/// What a table function written in C# returns from binding: its columns, and readers that produce the rows. One source
/// per use of the function in a statement. If it is <see cref="IDisposable"/>, it is disposed when the engine drops the
/// bound statement.
/// </summary>
public interface ITableSource
{
    IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Engine threads that may read at the same time, each through a reader of its own.</summary>
    int MaxThreads { get; }

    /// <summary>
    /// All rows are about to be read, by readers that are opened from now on. Once for most statements, but a recursive
    /// one reads its sources again in every round. Sources whose readers share no state have nothing to do.
    /// </summary>
    void Start()
    {
    }

    /// <summary>Called by each engine thread that joins in, at the same time.</summary>
    ITableSourceReader OpenReader();
}

/// <summary>Produces rows for one engine thread.</summary>
public interface ITableSourceReader : IDisposable
{
    /// <summary>
    /// Fills <paramref name="output"/> and sets its count; a count of 0 ends this reader. May block: only the engine
    /// thread of this statement waits. The engine cannot interrupt a blocked call; a source that waits must watch a
    /// token of its own. An exception becomes the error of the statement, and
    /// the inner exception of what is thrown there.
    /// </summary>
    /// <param name="output">Lent for this call, empty, with the columns of the source.</param>
    void Read(DataChunk output);
}
