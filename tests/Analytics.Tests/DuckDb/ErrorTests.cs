using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class ErrorTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public ErrorTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("SELEC 1", DuckDbErrorType.Parser)]
    [InlineData("SELECT * FROM nowhere", DuckDbErrorType.Catalog)]
    [InlineData("SELECT nothing", DuckDbErrorType.Binder)]
    [InlineData("SELECT 'x'::INTEGER", DuckDbErrorType.Conversion)]
    [InlineData("SELECT (SELECT range FROM range(2))", DuckDbErrorType.InvalidInput)]
    [InlineData("INSERT INTO u VALUES (1), (1)", DuckDbErrorType.Constraint)]
    [InlineData("SELECT 2000000000::INTEGER + 2000000000::INTEGER", DuckDbErrorType.OutOfRange)]
    [InlineData("COPY u TO '/no/such/folder/file.parquet'", DuckDbErrorType.IO)]
    [InlineData("   ", DuckDbErrorType.Invalid)]
    public void Execute_Fails_NamesTypeMessageAndSqlAndConnectionGoesOn(string sql, DuckDbErrorType type)
    {
        _connection.Execute("CREATE TABLE u (id INTEGER PRIMARY KEY)");

        var error = Assert.Throws<DuckDbException>(() => _connection.Execute(sql));

        Assert.Equal(type, error.ErrorType);
        Assert.Equal(sql, error.Sql);
        Assert.NotEmpty(error.EngineMessage);
        Assert.StartsWith(error.EngineMessage, error.Message);
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM u"));
    }

    [Fact]
    public void Execute_SecondStatementFails_FirstHasTakenEffect()
    {
        Assert.Throws<DuckDbException>(() => _connection.Execute("CREATE TABLE a (x INTEGER); SELECT nothing"));

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM a"));
    }

    [Fact]
    public void Query_StreamFailsLate_ErrorComesFromTryRead()
    {
        using var reader = _connection.Query(
            "SELECT CASE WHEN range = 1000000 THEN error('late') ELSE range::VARCHAR END FROM range(2000000)",
            streaming: true);

        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (reader.TryRead(out var chunk))
                chunk.Dispose();
        });

        Assert.Contains("late", error.EngineMessage);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Open_NoDatabase_SaysWhichFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new string('x', 100_000));

            var error = Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(file));

            Assert.Contains(file, error.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Open_UnknownSetting_SaysWhich()
    {
        var settings = new Dictionary<string, string> { ["treads"] = "2" };

        var error = Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(settings: settings));

        Assert.Contains("treads", error.Message);
    }

    [Fact]
    public void Execute_ZeroCharacter_IsRefused() =>
        Assert.Throws<ArgumentException>(() => _connection.Execute("SELECT 1; \0 DROP TABLE t"));
}
