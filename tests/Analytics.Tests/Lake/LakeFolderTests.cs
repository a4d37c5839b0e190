using Analytics.Pipeline;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.Lake;

public sealed class LakeFolderTests : IDisposable
{
    private readonly TestLake _test = new();

    private LakeFolder Lake => _test.Lake;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Open_NewFolder_DescribesItself() =>
        Assert.Equal(new LakeDescription(LakeFolder.FormatVersion, "0123abcd", _test.IdentityStore), Lake.Describe());

    [Fact]
    public void Open_Again_ChangesOnlyWhereTheIdentityStoreIs()
    {
        Lake.Open(_test.IdentityStore + "2", "0123abcd");

        Assert.Equal(
            new LakeDescription(LakeFolder.FormatVersion, "0123abcd", _test.IdentityStore + "2"), Lake.Describe());
    }

    [Fact]
    public void Open_OtherKey_IsRefused()
    {
        var error = Assert.Throws<UserException>(() => Lake.Open(_test.IdentityStore, "ffff0000"));

        Assert.Contains("0123abcd", error.Message, StringComparison.Ordinal);
        Assert.Contains("ffff0000", error.Message, StringComparison.Ordinal);
        Assert.Equal("0123abcd", Lake.Describe().KeyFingerprint);
    }

    [Fact]
    public void Describe_NewerFormat_IsRefusedWithTheRemedy()
    {
        CheckedJson.Write(Lake.Description, Lake.Describe() with { Format = 99 });

        var error = Assert.Throws<UserException>(() => Lake.Open(_test.IdentityStore, "0123abcd"));

        Assert.Contains("found lake format 99, expected 2 or older", error.Message, StringComparison.Ordinal);
        Assert.Contains("newer one", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserException>(() => Lake.Describe());
    }

    [Fact]
    public void Open_DamagedDescription_IsNamed()
    {
        File.WriteAllText(Lake.Description, "{");

        Assert.Contains(
            Lake.Description, Assert.Throws<UserException>(() => Lake.Open(_test.IdentityStore, "0123abcd")).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IdentityStoreInsideTheLake_IsRefused() =>
        Assert.Throws<UserException>(() => Lake.Open(Path.Combine(Lake.Path, "identities.parquet"), "0123abcd"));

    [Fact]
    public void Relative_OfAbsolute_ComesBack()
    {
        Assert.Equal("facts/posts/x.parquet", Lake.Relative(Lake.Absolute("facts/posts/x.parquet")));
        Assert.Equal(Lake.Path, new LakeFolder(Lake.Path + Path.DirectorySeparatorChar).Path);
    }
}
