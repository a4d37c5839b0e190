using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class ScalarFunctionTests : IDisposable
{
    private static readonly DuckDbLogicalType BigInt = DuckDbLogicalType.BigInt;

    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public ScalarFunctionTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void RegisterScalarFunction_ManyRows_ComputesEachAndSpreadsNulls()
    {
        _connection.RegisterScalarFunction("plus_twice", [BigInt, BigInt], BigInt, PlusTwice);
        using var other = _database.Connect();

        Assert.Equal(
            "true/33334",
            other.Scalar(
                """
                SELECT concat_ws('/', bool_and(plus_twice(a, b) IS NOT DISTINCT FROM a + 2 * b),
                    count(*) - count(plus_twice(a, b)))
                FROM (SELECT range AS a, CASE WHEN range % 3 > 0 THEN range END AS b FROM range(100000))
                """));
    }

    [Fact]
    public void RegisterScalarFunction_ConstantArguments_GivesOneValue()
    {
        _connection.RegisterScalarFunction("plus_twice", [BigInt, BigInt], BigInt, PlusTwice);

        Assert.Equal(7L, _connection.Scalar("SELECT plus_twice(1, 3)"));
        Assert.Equal(DBNull.Value, _connection.Scalar("SELECT plus_twice(1, NULL)"));
        Assert.Equal(70L, _connection.Scalar("SELECT sum(plus_twice(1, 3))::BIGINT FROM range(10)"));
    }

    [Fact]
    public void RegisterScalarFunction_SpecialNulls_FunctionDecides()
    {
        _connection.RegisterScalarFunction(
            "known",
            [BigInt],
            DuckDbLogicalType.Boolean,
            (arguments, result) =>
            {
                var known = result.Values<bool>();
                for (var row = 0; row < arguments.Count; row++)
                    known[row] = arguments[0].IsValid(row);
            },
            specialNulls: true);

        Assert.Equal(2L, _connection.Scalar("SELECT count(*) FILTER (known(v)) FROM (VALUES (1), (NULL), (3)) t(v)"));
    }

    [Fact]
    public void RegisterScalarFunction_Text_IsReadAndWritten()
    {
        _connection.RegisterScalarFunction(
            "shout",
            [DuckDbLogicalType.Varchar],
            DuckDbLogicalType.Varchar,
            (arguments, result) =>
            {
                Span<byte> upper = stackalloc byte[100];
                for (var row = 0; row < arguments.Count; row++)
                {
                    var text = arguments[0].GetUtf8(row);
                    System.Text.Ascii.ToUpper(text, upper, out var length);
                    result.SetUtf8(row, upper[..length]);
                }
            });

        Assert.Equal(
            true,
            _connection.Scalar(
                """
                SELECT bool_and(shout(s) = upper(s))
                FROM (SELECT repeat('a', (range % 50)::INTEGER) AS s FROM range(9999))
                """));
    }

    [Fact]
    public void RegisterScalarFunction_Volatile_IsCalledForEveryRow()
    {
        var calls = 0L;
        _connection.RegisterScalarFunction(
            "ticket",
            [],
            BigInt,
            (arguments, result) =>
            {
                for (var row = 0; row < arguments.Count; row++)
                    result.Values<long>()[row] = Interlocked.Increment(ref calls);
            },
            @volatile: true);

        Assert.Equal(5000L, _connection.Scalar("SELECT count(DISTINCT ticket()) FROM range(5000)"));
    }

    [Fact]
    public void Body_Throws_StatementFailsAndConnectionGoesOn()
    {
        _connection.RegisterScalarFunction(
            "refuse", [BigInt], BigInt, (_, _) => throw new InvalidOperationException("not this one"));

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute("SELECT refuse(range) FROM range(10)"));

        Assert.Contains("not this one", error.EngineMessage);
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void DatabaseClosed_LetsGoOfTheFunction()
    {
        var body = RegisterAndForget();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(body.IsAlive);
    }

    private static WeakReference RegisterAndForget()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        var calls = new int[1];
        ScalarFunction body = (arguments, result) =>
        {
            calls[0]++;
            PlusTwice(arguments, result);
        };
        connection.RegisterScalarFunction("plus_twice", [BigInt, BigInt], BigInt, body);
        Assert.Equal(1L, connection.Scalar("SELECT plus_twice(1, 0)"));
        Assert.NotEqual(0, calls[0]);
        return new WeakReference(body);
    }

    private static void PlusTwice(DataChunk arguments, Vector result)
    {
        var a = arguments[0].Values<long>();
        var b = arguments[1].Values<long>();
        var sum = result.Values<long>();
        for (var row = 0; row < arguments.Count; row++)
            sum[row] = unchecked(a[row] + 2 * b[row]);
    }
}
