using System.Diagnostics;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class CancellationTests : IDisposable
{
    /// <summary>Would run for hours.</summary>
    private const string Endless =
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range, b.range) = 1";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public CancellationTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Execute_TokenCancelled_EndsSoonAndConnectionGoesOn()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();

        var error = Assert.ThrowsAny<OperationCanceledException>(() => _connection.Execute(Endless, source.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(150), Soon);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.IsType<DuckDbException>(error.InnerException);
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Execute_TokenCancelledAtAnyMoment_NeverRunsOn()
    {
        for (var microseconds = 0; microseconds < 3000; microseconds += 50)
        {
            using var source = new CancellationTokenSource();
            using var timer = new Timer(
                _ => source.Cancel(), null, TimeSpan.FromMicroseconds(microseconds), Timeout.InfiniteTimeSpan);
            Assert.ThrowsAny<OperationCanceledException>(() => _connection.Execute(Endless, source.Token));
        }
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Execute_TokenAlreadyCancelled_DoesNothing()
    {
        Assert.ThrowsAny<OperationCanceledException>(
            () => _connection.Execute("CREATE TABLE t (a INTEGER)", new CancellationToken(true)));

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM duckdb_tables()"));
    }

    [Fact]
    public async Task Cancel_FromAnotherThread_EndsTheCommandSoon()
    {
        using var command = _connection.CreateCommand(Endless);
        var running = Task.Run(() => command.ExecuteScalar());
        await Task.Delay(200);
        var clock = Stopwatch.StartNew();

        command.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(clock.Elapsed < Soon);
    }

    [Fact]
    public async Task Interrupt_FromAnotherThread_EndsTheStatementSoon()
    {
        var running = Task.Run(() => _connection.Execute(Endless));
        await Task.Delay(200);

        _connection.Interrupt();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Soon));
    }

    [Fact]
    public async Task ExecuteReaderAsync_TokenCancelled_Ends()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        using var command = _connection.CreateCommand(Endless);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteReaderAsync(source.Token));
    }

    [Fact]
    public void CommandTimeout_Passed_ThrowsWithTheLimit()
    {
        using var command = _connection.CreateCommand(Endless);
        command.CommandTimeout = 1;
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<DuckDbException>(() => command.ExecuteScalar());

        Assert.Equal(DuckDbErrorType.Timeout, error.ErrorType);
        Assert.Contains("1 s", error.Message);
        Assert.Equal(Endless, error.Sql);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void TryRead_StreamCancelledBetweenChunks_Throws()
    {
        using var source = new CancellationTokenSource();
        using var reader = _connection.Query("FROM range(100000000)", streaming: true, source.Token);
        Assert.True(reader.TryRead(out var chunk));
        chunk.Dispose();

        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => reader.TryRead(out _));
    }

    [Fact]
    public void Cancel_AfterTheStatementEnded_LeavesTheNextAlone()
    {
        using var source = new CancellationTokenSource();
        _connection.Execute("SELECT 1", source.Token);

        source.Cancel();

        Assert.Equal(10_000_000L, _connection.Scalar("SELECT count(*) FROM range(10000000)"));
    }

    [Fact]
    public async Task Progress_LongStatement_RisesAndIsUnknownAfterwards()
    {
        using var source = new CancellationTokenSource();
        _connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(5000000)");
        Assert.Equal(-1, _connection.Progress);
        var running = Task.Factory.StartNew(
            () => _connection.Execute(
                "CREATE TABLE u AS SELECT sha256(sha256(a::VARCHAR)) AS s FROM t ORDER BY s", source.Token),
            TaskCreationOptions.LongRunning);

        // Several seconds of work, of which the first two steps are enough.
        var seen = new SortedSet<double>();
        while (seen.Count < 2 && !running.IsCompleted)
        {
            Thread.Sleep(1);
            if (_connection.Progress is > 0 and var progress)
                seen.Add(progress);
        }

        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(2, seen.Count);
        Assert.InRange(seen.Max, 0, 100);
        Assert.Equal(-1, _connection.Progress);
    }
}
