using System.Runtime.Versioning;
using Analytics.Pipeline;
using Analytics.Pipeline.Privacy;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Privacy;

[UnsupportedOSPlatform("windows")]
public sealed class PseudonymKeyTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    private string Lake => Path.Combine(_folder.Path, "lake");

    private string KeyPath => Path.Combine(_folder.Path, "secrets", "pseudonym.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadOrCreate_NoFile_MakesOneForTheOwnerAlone()
    {
        var key = PseudonymKey.LoadOrCreate(KeyPath, Lake);

        Assert.True(key.WasCreated);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyPath));
        Assert.Matches("^[0-9a-f]{64}\n$", File.ReadAllText(KeyPath));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(KeyPath)!));
    }

    [Fact]
    public void LoadOrCreate_FileThere_ReadsTheSameKey()
    {
        var made = PseudonymKey.LoadOrCreate(KeyPath, Lake);
        var read = PseudonymKey.LoadOrCreate(KeyPath, Lake);

        Assert.False(read.WasCreated);
        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.Equal(made.Bytes, read.Bytes);
        Assert.NotEqual(made.Fingerprint, PseudonymKey.ForOneRun().Fingerprint);
    }

    [Theory]
    [InlineData("lake/key", "lake")]
    [InlineData("lake/key", "lake/")]
    [InlineData("lake/deep/er/key", "lake")]
    [InlineData("lake/../lake/key", "lake")]
    public void LoadOrCreate_PathInsideTheLake_IsRefused(string key, string lake)
    {
        var error = Assert.Throws<UserException>(
            () => PseudonymKey.LoadOrCreate(Path.Combine(_folder.Path, key), Path.Combine(_folder.Path, lake)));

        Assert.Contains("inside the lake", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Lake));
    }

    [Fact]
    public void LoadOrCreate_LinkIntoTheLake_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(Lake, "inner"));
        var link = Path.Combine(_folder.Path, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(Lake, "inner"));

        Assert.Throws<UserException>(() => PseudonymKey.LoadOrCreate(Path.Combine(link, "key"), Lake));
    }

    [Fact]
    public void LoadOrCreate_LakeIsALinkToTheFolderOfTheKey_IsRefused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        Directory.CreateSymbolicLink(Lake, Path.GetDirectoryName(KeyPath)!);

        Assert.Throws<UserException>(() => PseudonymKey.LoadOrCreate(KeyPath, Lake));
    }

    [Fact]
    public void LoadOrCreate_NeighbourWithTheLakesNameInFront_IsAllowed() =>
        Assert.True(PseudonymKey.LoadOrCreate(Path.Combine(_folder.Path, "lake-key"), Lake).WasCreated);

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void LoadOrCreate_FileOpenToOthers_IsRefusedWithTheRemedy(UnixFileMode more)
    {
        PseudonymKey.LoadOrCreate(KeyPath, Lake);
        File.SetUnixFileMode(KeyPath, OwnerOnly | more);

        var error = Assert.Throws<UserException>(() => PseudonymKey.LoadOrCreate(KeyPath, Lake));

        Assert.Contains($"chmod 600 '{KeyPath}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00")]
    public void LoadOrCreate_NoKeyInTheFile_IsRefusedAndTheContentNotTold(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, content);
        File.SetUnixFileMode(KeyPath, OwnerOnly);

        var error = Assert.Throws<UserException>(() => PseudonymKey.LoadOrCreate(KeyPath, Lake));

        Assert.Contains("not a pseudonym key", error.Message, StringComparison.Ordinal);
        if (content.Length > 8) Assert.DoesNotContain(content[..8], error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(KeyPath));
    }

    /// <summary>The draft once had the process number in its name, on which threads and dead runs collided.</summary>
    [Fact]
    public void LoadOrCreate_ManyThreadsAtOnce_GiveOneKey()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = Path.Combine(_folder.Path, $"keys{round}", "key");
            using var start = new Barrier(8);
            var keys = new PseudonymKey[8];
            var threads = Enumerable.Range(0, keys.Length).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                keys[i] = PseudonymKey.LoadOrCreate(path, Lake);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());

            Assert.Single(keys.Select(key => key.Fingerprint).Distinct());
            Assert.Single(keys, key => key.WasCreated);
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
    }
}
