using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Tests.DuckDb;

namespace Analytics.Tests.Lake;

public sealed class CatalogTests : IDisposable
{
    private readonly TestLake _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Publish_TablesWithoutFiles_AreEmptyAndTyped()
    {
        _test.Commit(1);
        using var catalog = _test.OpenCatalog();

        foreach (var table in MartCatalog.Facts)
        {
            var types = new List<(string, string)>();
            using var command = catalog.CreateCommand();
            command.CommandText = $"DESCRIBE {table.Name}";
            using var rows = command.ExecuteReader();
            while (rows.Read()) types.Add((rows.GetString(0), rows.GetString(1)));
            Assert.Equal(table.Columns.Select(column => (column.Name, column.Type)), types);
            Assert.Equal(table.Name == "follows" ? 1L : 0L, catalog.Scalar($"SELECT count(*) FROM {table.Name}"));
        }
    }

    [Fact]
    public void Publish_EveryTableAndColumn_HasItsComment()
    {
        _test.Commit(1);
        using var catalog = _test.OpenCatalog();

        foreach (var table in MartCatalog.All)
        {
            Assert.Equal(
                table.Meaning, catalog.Scalar($"SELECT comment FROM duckdb_views() WHERE view_name = '{table.Name}'"));
            Assert.Equal(
                (long)table.Columns.Count,
                catalog.Scalar(
                    "SELECT count(*) FROM duckdb_columns() "
                    + $"WHERE table_name = '{table.Name}' AND comment IS NOT NULL"));
        }
    }

    [Fact]
    public void Publish_Views_LeaveNoColumnWithoutComment()
    {
        _test.Commit(1);
        using var catalog = _test.OpenCatalog();

        Assert.Equal(
            0L,
            catalog.Scalar("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''"));
        foreach (var view in AnalystViews.Names)
        {
            Assert.NotEqual(
                0L, catalog.Scalar($"SELECT count(*) FROM duckdb_columns() WHERE table_name = '{view}'"));
        }
    }

    [Fact]
    public void Publish_WhileAReaderHoldsTheOldCatalog_ChangesNothingForIt()
    {
        var first = _test.Commit(1);
        using var old = _test.OpenCatalog();
        Assert.Equal([1ul], TestLake.Followers(old));

        var second = _test.Commit(2, first);

        Assert.Equal([1ul], TestLake.Followers(old));
        Assert.Equal(first.RunId, old.Scalar("SELECT run_id FROM runs"));
        using var engine = DuckDbDatabase.Open(
            _test.Lake.Catalog, new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        using var fresh = engine.Connect();
        Assert.Equal([1ul, 2ul], TestLake.Followers(fresh));
        Assert.Equal(second.RunId, fresh.Scalar("SELECT run_id FROM runs"));
    }

    /// <summary>
    /// An analyst who wrote into the catalog and was killed leaves a log, which belongs to no other file.
    /// </summary>
    [Fact]
    public void Publish_OverACatalogWithALog_IsNotSpoiltByIt()
    {
        var first = _test.Commit(1);
        using (var analyst = DuckDbDatabase.Open(_test.Lake.Catalog))
        using (var connection = analyst.Connect())
        {
            connection.Execute(
                "SET checkpoint_threshold = '1TB'; PRAGMA disable_checkpoint_on_shutdown; "
                + "CREATE TABLE mine AS SELECT 1 AS a");
        }

        Assert.True(File.Exists(_test.Lake.Catalog + ".wal"));

        _test.Commit(2, first);

        Assert.Equal([1ul, 2ul], _test.Followers());
        Assert.False(File.Exists(_test.Lake.Catalog + ".wal"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no database at all, whatever its name says")]
    public void Shows_NoCatalogOrADamagedOne_IsFalse(string? content)
    {
        var manifest = _test.Commit(1);
        File.Delete(_test.Lake.Catalog);
        if (content is not null) File.WriteAllText(_test.Lake.Catalog, content);

        Assert.False(Catalog.Shows(_test.Lake, manifest));

        File.Delete(_test.Lake.Catalog);
        Catalog.Publish(_test.Lake, manifest);
        Assert.True(Catalog.Shows(_test.Lake, manifest));
    }

    [Fact]
    public void Shows_FilesOfItsSnapshotGone_IsFalse()
    {
        var manifest = _test.Commit(1);
        File.Delete(Path.Combine(_test.Lake.Snapshots, manifest.RunId, "runs.parquet"));

        Assert.False(Catalog.Shows(_test.Lake, manifest));
    }
}
