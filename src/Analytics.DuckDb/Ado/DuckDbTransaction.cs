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
    public override void Commit()
    {
        RefuseIfAborted();
        End("COMMIT");
    }

    public override void Rollback() => End("ROLLBACK");

    protected override void Dispose(bool disposing)
    {
        // A connection that was closed has already rolled back.
        if (disposing && _connection is { State: ConnectionState.Open, Transaction: { } current } && current == this)
            Rollback();
        _connection = null;
        base.Dispose(disposing);
    }

    /// <summary>
    /// The engine takes COMMIT of a transaction in which a statement failed for ROLLBACK, and reports success. Any
    /// other statement tells the truth.
    /// </summary>
    private void RefuseIfAborted()
    {
        if (_connection is null || _connection.Transaction != this)
            return;
        try
        {
            _connection.Execute("SELECT 1");
        }
        catch (DuckDbException error) when (error.ErrorType == DuckDbErrorType.Transaction)
        {
            End("ROLLBACK");
            throw new DuckDbException(
                "The transaction cannot be committed, because one of its statements failed; it was rolled back.",
                "COMMIT",
                DuckDbErrorType.Transaction,
                error);
        }
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
