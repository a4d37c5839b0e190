using Analytics.App.Query;
using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Tests.Marts;

namespace Analytics.Tests.App;

public sealed class CatalogConnectionTests
{
    [Fact]
    public void Open_QueryThatSpills_SpillsWhereNobodyElseReadsAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        var lake = new LakeFolder(SmallCatalog.Create(folder.Path));
        string spill;
        using (var catalog = CatalogConnection.Open(lake, catalog: null, identities: null))
        {
            catalog.Connection.Execute(
                "SET threads = 1; SET memory_limit = '40MB'; "
                + "CREATE TEMP TABLE large AS SELECT hash(range) AS a, hash(range + 1) AS b FROM range(4000000)");
            using var command = catalog.Connection.CreateCommand("SELECT current_setting('temp_directory')");
            spill = (string)command.ExecuteScalar()!;

            Assert.NotEmpty(Directory.EnumerateFiles(spill));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    File.GetUnixFileMode(spill));
            }
        }

        Assert.False(Directory.Exists(spill));
    }
}
