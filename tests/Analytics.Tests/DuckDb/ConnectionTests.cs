using System.Data;
using System.Data.Common;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class ConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("duckdb-tests").FullName;

    private string File => Path.Combine(_folder, "test.duckdb");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_TwoConnectionsToOneFile_ShareTheDatabase()
    {
        using var one = new DuckDbConnection($"Data Source={File};threads=1");
        using var two = new DuckDbConnection($"Data Source={File}");
        one.Open();
        two.Open();

        one.Execute("CREATE TABLE t AS SELECT 42 AS a");

        Assert.Equal(42, two.Scalar("SELECT a FROM t"));
        Assert.Equal("test", two.Database);
        Assert.Equal(1L, two.Scalar("SELECT current_setting('threads')::BIGINT"));
    }

    [Fact]
    public void Open_ReadOnly_RefusesWritesAndSeesAFileThatWasReplaced()
    {
        CreateDatabase(File, 1);
        using var first = new DuckDbConnection($"Data Source={File};access_mode=READ_ONLY");
        first.Open();
        Assert.Throws<DuckDbException>(() => first.Execute("CREATE TABLE u (a INTEGER)"));
        CreateDatabase(File + ".new", 2);
        System.IO.File.Move(File + ".new", File, overwrite: true);

        using var second = new DuckDbConnection($"Data Source={File};access_mode=READ_ONLY");
        second.Open();

        Assert.Equal(1, first.Scalar("SELECT a FROM t"));
        Assert.Equal(2, second.Scalar("SELECT a FROM t"));
    }

    [Fact]
    public void Open_Defaults_KeepToTheLibraryAndUtc()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();

        Assert.Equal("UTC", connection.Scalar("SELECT current_setting('TimeZone')"));
        Assert.Equal(false, connection.Scalar("SELECT current_setting('autoinstall_known_extensions')"));
        Assert.Equal(false, connection.Scalar("SELECT current_setting('autoload_known_extensions')"));
        Assert.Equal(
            "core_functions,icu,json,parquet",
            connection.Scalar(
                """
                SELECT string_agg(extension_name, ',' ORDER BY extension_name) FROM duckdb_extensions()
                WHERE loaded AND extension_name IN ('core_functions', 'icu', 'json', 'parquet')
                """));
    }

    [Fact]
    public void Open_SettingsGiven_Win()
    {
        var settings = new Dictionary<string, string> { ["timezone"] = "Europe/Berlin", ["threads"] = "3" };
        using var database = DuckDbDatabase.Open(settings: settings);
        using var connection = database.Connect();

        Assert.Equal("Europe/Berlin", connection.Scalar("SELECT current_setting('TimeZone')"));
        Assert.Equal(3L, connection.Scalar("SELECT current_setting('threads')::BIGINT"));
    }

    [Fact]
    public void State_OpenAndClose_IsReported()
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        var changes = new List<ConnectionState>();
        connection.StateChange += (_, change) => changes.Add(change.CurrentState);

        connection.Open();
        Assert.Throws<InvalidOperationException>(connection.Open);
        connection.Close();
        connection.Close();

        Assert.Equal([ConnectionState.Open, ConnectionState.Closed], changes);
        Assert.Throws<InvalidOperationException>(() => connection.Execute("SELECT 1"));
        Assert.Equal(-1, connection.Progress);
        connection.Interrupt();
    }

    [Fact]
    public void Close_DatabaseDisposedFirst_ConnectionStillAnswers()
    {
        var database = DuckDbDatabase.Open();
        using var connection = database.Connect();

        database.Dispose();

        Assert.Equal(1, connection.Scalar("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(database.Connect);
    }

    [Fact]
    public void Factory_MakesEverythingACallerNeeds()
    {
        DbProviderFactory factory = DuckDbProviderFactory.Instance;
        using var connection = factory.CreateConnection()!;
        connection.ConnectionString = "Data Source=:memory:";
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT $a + 1";
        var parameter = factory.CreateParameter()!;
        (parameter.ParameterName, parameter.Value) = ("a", 41);
        command.Parameters.Add(parameter);

        Assert.Equal(42, command.ExecuteScalar());
        Assert.Same(factory, DbProviderFactories.GetFactory(connection));
    }

    private static void CreateDatabase(string file, int value)
    {
        using var database = DuckDbDatabase.Open(file);
        using var connection = database.Connect();
        connection.Execute($"CREATE TABLE t AS SELECT {value} AS a");
    }
}
