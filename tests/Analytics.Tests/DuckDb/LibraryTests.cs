using Analytics.DuckDb;
using Analytics.DuckDb.Native;

namespace Analytics.Tests.DuckDb;

public sealed class LibraryTests
{
    [Fact]
    public void FindPath_VariableWins_ElseBesideTheAssembly()
    {
        Assert.Equal("/opt/libduckdb.so", DuckDbLibrary.FindPath("/opt/libduckdb.so", "/app"));
        Assert.Equal("/app", Path.GetDirectoryName(DuckDbLibrary.FindPath(" ", "/app")));
    }

    [Fact]
    public void Load_Absent_SaysWhereAndHowToGetIt()
    {
        var error = Assert.Throws<DuckDbException>(() => DuckDbLibrary.Load("/no/such/libduckdb.so"));

        Assert.Equal(DuckDbErrorType.MissingLibrary, error.ErrorType);
        Assert.Contains("/no/such/libduckdb.so", error.Message);
        Assert.Contains("Node.js", error.Message);
        Assert.Contains("DUCKDB_LIBRARY", error.Message);
    }

    [Fact]
    public void Load_NoLibrary_SaysSo()
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = Assert.Throws<DuckDbException>(() => DuckDbLibrary.Load(file));

            Assert.Contains(file, error.Message);
            Assert.Contains("cannot be loaded", error.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("v1.4.2")]
    [InlineData("v1.5.60")]
    [InlineData("unknown")]
    public void CheckVersion_AnotherRelease_SaysFoundExpectedAndRemedy(string found)
    {
        var error = Assert.Throws<DuckDbException>(() => DuckDbLibrary.CheckVersion(found, "/opt/libduckdb.so"));

        Assert.Contains($"is version {found}; expected v1.5.6", error.Message);
        Assert.Contains("DUCKDB_LIBRARY", error.Message);
    }

    [Fact]
    public void CheckVersion_TheRightOne_Passes() => DuckDbLibrary.CheckVersion("v1.5.6", "/opt/libduckdb.so");
}
