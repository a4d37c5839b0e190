using System.Runtime.Versioning;
using Analytics.DuckDb;
using Analytics.Pipeline.Privacy;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Privacy;

[UnsupportedOSPlatform("windows")]
public sealed class IdentityStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public IdentityStoreTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameAndOnlyToTheOwner()
    {
        var store = new IdentityStore(Path.Combine(_folder.Path, "new folder", "it's.parquet"));
        Identity[] identities = [new(ulong.MaxValue, "x", "o'neill"), new(1, "y", "ächtung"), new(7, "", "")];
        Assert.Empty(store.Read(_connection));

        store.Write(_connection, identities);

        Assert.Equal(identities.ToDictionary(identity => identity.AccountId), store.Read(_connection));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(store.Path)!));
    }

    [Fact]
    public void Write_Again_ReplacesWhole()
    {
        var store = new IdentityStore(Path.Combine(_folder.Path, "identities.parquet"));
        store.Write(_connection, [new Identity(1, "x", "a"), new Identity(2, "x", "b")]);
        File.WriteAllText(store.Path + ".next", "left by a crash");

        store.Write(_connection, [new Identity(3, "x", "c")]);

        Assert.Equal([3ul], store.Read(_connection).Keys);
    }
}
