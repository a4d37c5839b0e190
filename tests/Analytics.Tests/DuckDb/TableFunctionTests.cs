using System.Threading.Channels;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class TableFunctionTests : IDisposable
{
    private readonly DuckDbDatabase _database =
        DuckDbDatabase.Open(settings: new Dictionary<string, string> { ["threads"] = "4" });

    private readonly DuckDbConnection _connection;
    private readonly string _folder = Directory.CreateTempSubdirectory("duckdb-tests").FullName;

    public TableFunctionTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void RegisterTableFunction_ManyThreadsIntoParquet_EveryRowArrivesOnce()
    {
        const long rows = 1_000_003;
        var numbers = new NumberSource(rows);
        var source = new FunctionSource(NumberSource.Columns, 4, () => numbers.Read);
        _connection.RegisterTableFunction("numbers", [], _ => source);
        var file = Path.Combine(_folder, "numbers.parquet");
        // A table function has no order that the engine could restore, so it would be drained by one thread.
        _connection.Execute("SET preserve_insertion_order = false");

        var written = _connection.Execute($"COPY (FROM numbers()) TO '{file}' (FORMAT parquet)");

        Assert.Equal(rows, written);
        Assert.Equal(rows, _connection.Scalar<long>(
            $"""
            SELECT count(DISTINCT id) FROM '{file}'
            WHERE text = id || CASE WHEN id % 3 = 0 THEN '-longer than twelve bytes' ELSE '' END
            """));
        Assert.InRange(source.Opened, 2, 4);
        Assert.Equal(source.Opened, source.Closed);
    }

    [Fact]
    public void Reference_ChunkDisposedWhileEngineHoldsVectors_SortSeesEveryRow()
    {
        var numbers = new NumberSource(300_000);
        _connection.RegisterTableFunction(
            "numbers", [], _ => new FunctionSource(NumberSource.Columns, 2, () => numbers.Read));

        using var reader = _connection.Query("SELECT id, text FROM numbers() ORDER BY id DESC");

        var expected = 300_000ul;
        while (reader.TryRead(out var chunk))
            using (chunk)
                foreach (var id in chunk[0].Values<ulong>()[..chunk.Count])
                    Assert.Equal(--expected, id);
        Assert.Equal(0ul, expected);
    }

    [Fact]
    public void Read_Throws_StatementFailsWithMessageAndNothingIsHeld()
    {
        var source = new FunctionSource(
            NumberSource.Columns, 2, () => _ => throw new InvalidDataException("row 17 is broken"));
        _connection.RegisterTableFunction("broken", [], _ => source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT * FROM broken()"));

        Assert.Contains("row 17 is broken", error.EngineMessage);
        Assert.Equal("SELECT * FROM broken()", error.Sql);
        Assert.IsType<InvalidDataException>(error.InnerException);
        Assert.Equal(1, source.Disposed);
        Assert.Equal(source.Opened, source.Closed);
        Assert.Equal(1, _connection.Scalar<int>("SELECT 1"));
    }

    [Fact]
    public void Bind_Throws_StatementFailsWithMessage()
    {
        _connection.RegisterTableFunction(
            "unbound", [DuckDbLogicalType.Varchar], arguments => throw new ArgumentException($"no {arguments[0]}"));

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT * FROM unbound('bread')"));

        Assert.Contains("no bread", error.EngineMessage);
        Assert.Equal(DuckDbErrorType.Binder, error.ErrorType);
        Assert.IsType<ArgumentException>(error.InnerException);
    }

    [Fact]
    public void OpenReader_Throws_StatementFailsWithMessage()
    {
        var source = new FunctionSource(NumberSource.Columns, 2, () => throw new IOException("cannot open"));
        _connection.RegisterTableFunction("closed", [], _ => source);

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT * FROM closed()"));

        Assert.Contains("cannot open", error.EngineMessage);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(1, source.Disposed);
    }

    [Fact]
    public void Bind_Arguments_ArriveAsDotNetValues()
    {
        IReadOnlyList<object?> seen = [];
        _connection.RegisterTableFunction(
            "told",
            [
                DuckDbLogicalType.BigInt,
                DuckDbLogicalType.ListOf(DuckDbLogicalType.Varchar),
                DuckDbLogicalType.Timestamp,
                DuckDbLogicalType.Boolean,
            ],
            arguments =>
            {
                seen = arguments;
                return new FunctionSource(NumberSource.Columns, 1, () => _ => { });
            });

        _connection.Execute("FROM told(7, ['a', 'b'], TIMESTAMP '2024-02-29 01:02:03', NULL)");

        Assert.Equal([7L, new[] { "a", "b" }, new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), null], seen);
    }

    [Fact]
    public void Read_StopsWaitingByTheStatementsToken_IsCancellationNotFailure()
    {
        using var cancel = new CancellationTokenSource();
        _connection.RegisterTableFunction(
            "waiting",
            [],
            _ => new FunctionSource(NumberSource.Columns, 2, () => _ =>
            {
                cancel.Token.WaitHandle.WaitOne();
                cancel.Token.ThrowIfCancellationRequested();
            }));
        cancel.CancelAfter(100);

        Assert.ThrowsAny<OperationCanceledException>(() => _connection.Execute("FROM waiting()", cancel.Token));
    }

    [Fact]
    public void Query_StreamDisposedEarly_ClosesReadersAndSource()
    {
        var numbers = new NumberSource(long.MaxValue / 2);
        var source = new FunctionSource(NumberSource.Columns, 2, () => numbers.Read);
        _connection.RegisterTableFunction("endless", [], _ => source);

        using (var reader = _connection.Query("FROM endless()", streaming: true))
        {
            Assert.True(reader.TryRead(out var chunk));
            chunk.Dispose();
        }

        Assert.Equal(source.Opened, source.Closed);
        Assert.Equal(1, source.Disposed);
    }

    [Fact]
    public void RegisterTableFunction_SameNameAgain_Replaces()
    {
        foreach (var rows in new[] { 10L, 20L })
            _connection.RegisterTableFunction(
                "again",
                [],
                _ => new FunctionSource(NumberSource.Columns, 1, new Func<Action<DataChunk>>(
                    () => new NumberSource(rows).Read)));

        Assert.Equal(20L, _connection.Scalar("SELECT count(*) FROM again()"));
    }

    [Fact]
    public async Task Read_BlockedOnAChannel_OtherConnectionsGoOn()
    {
        var channel = Channel.CreateBounded<int>(1);
        ColumnDefinition[] columns = [new("value", DuckDbLogicalType.Integer)];
        _connection.RegisterTableFunction("received", [], _ => new FunctionSource(columns, 2, () => output =>
        {
            if (!channel.Reader.WaitToReadAsync().AsTask().Result || !channel.Reader.TryRead(out var value))
                return;
            output[0].Values<int>()[0] = value;
            output.Count = 1;
        }));
        using var other = _database.Connect();
        var sum = Task.Run(() => _connection.Scalar<long>("SELECT sum(value)::BIGINT FROM received()"));

        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(499_999_500_000, other.Scalar<long>("SELECT sum(range)::BIGINT FROM range(1000000)"));
            await channel.Writer.WriteAsync(i);
        }
        channel.Writer.Complete();

        Assert.Equal(210, await sum);
    }

    [Fact]
    public void ReferenceConstant_InOutput_RepeatsTheValue()
    {
        ColumnDefinition[] columns = [new("id", DuckDbLogicalType.Integer), new("source", DuckDbLogicalType.Varchar)];
        using var name = DuckDbValue.From("a name longer than twelve bytes");
        var left = 3;
        _connection.RegisterTableFunction("named", [], _ => new FunctionSource(columns, 1, () => output =>
        {
            if (left-- <= 0)
                return;
            using var chunk = DataChunk.Create([DuckDbLogicalType.Integer, DuckDbLogicalType.Varchar]);
            chunk[0].Values<int>().Fill(left);
            chunk[1].ReferenceConstant(name);
            chunk.Count = 100;
            output.Reference(chunk);
        }));

        Assert.Equal(
            "300/3/1/a name longer than twelve bytes",
            _connection.Scalar<string>(
                """
                SELECT concat_ws('/', count(*), count(DISTINCT id), count(DISTINCT source), min(source)) FROM named()
                """));
    }
}
