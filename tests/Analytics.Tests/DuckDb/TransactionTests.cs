using System.Data;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class TransactionTests : IDisposable
{
    /// <summary>Fails while running; a statement that already fails to bind leaves the transaction whole.</summary>
    private const string BadRows = "INSERT INTO t SELECT (range || 'x')::INTEGER FROM range(3)";

    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;
    private readonly DuckDbConnection _other;

    public TransactionTests()
    {
        _connection = _database.Connect();
        _other = _database.Connect();
        _connection.Execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (0)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _other.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Commit_MakesRowsVisibleToOthers()
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (1)");
        Assert.Equal(1L, _other.Scalar("SELECT count(*) FROM t"));

        transaction.Commit();

        Assert.Equal(2L, _other.Scalar("SELECT count(*) FROM t"));
        Assert.Throws<InvalidOperationException>(transaction.Rollback);
    }

    [Fact]
    public void Dispose_WithoutCommit_RollsBack()
    {
        using (_connection.BeginTransaction())
            _connection.Execute("DELETE FROM t");

        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Commit_AfterAStatementFailed_ThrowsAndConnectionGoesOn()
    {
        var transaction = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO t VALUES (1)");
        Assert.Throws<DuckDbException>(() => _connection.Execute(BadRows));

        Assert.Throws<DuckDbException>(transaction.Commit);

        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Commit_BothChangedTheRow_SecondFails()
    {
        using var first = _connection.BeginTransaction();
        using var second = _other.BeginTransaction();
        _connection.Execute("UPDATE t SET a = 1");

        var error = Assert.Throws<DuckDbException>(() => _other.Execute("UPDATE t SET a = 2"));

        Assert.Equal(DuckDbErrorType.Transaction, error.ErrorType);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public void BeginTransaction_Twice_Throws()
    {
        using var transaction = _connection.BeginTransaction();

        Assert.Throws<InvalidOperationException>(() => _connection.BeginTransaction());
        Assert.Equal(IsolationLevel.Snapshot, transaction.IsolationLevel);
    }

    [Fact]
    public void BeginTransaction_OtherIsolation_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => _connection.BeginTransaction(IsolationLevel.ReadCommitted));
}
