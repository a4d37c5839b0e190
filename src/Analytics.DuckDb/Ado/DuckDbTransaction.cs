using System.Data;
using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>A snapshot transaction; rolled back on dispose unless committed.</summary>
public sealed class DuckDbTransaction : DbTransaction
{
    private DuckDbConnection? _connection;

    internal DuckDbTransaction(DuckDbConnection connection) => _connection = connection;

    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    protected override DbConnection? DbConnection => _connection;

    /// <exception cref="DuckDbException">
    /// Another transaction changed the same rows, or a statement of this one failed; it is then rolled back.
    /// </exception>
    public override void Commit() => End("COMMIT");

    public override void Rollback() => End("ROLLBACK");

    protected override void Dispose(bool disposing)
    {
        // A connection that was closed has already rolled back.
        if (disposing && _connection is { State: ConnectionState.Open, Transaction: { } current } && current == this)
            Rollback();
        _connection = null;
        base.Dispose(disposing);
    }

    private void End(string statement)
    {
        var connection = _connection;
        if (connection is null || connection.Transaction != this)
            throw new InvalidOperationException("The transaction has already ended.");
        connection.Transaction = null;
        _connection = null;
        connection.Execute(statement);
    }
}
