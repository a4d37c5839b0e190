using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats;

public sealed class CompressionTests : IDisposable
{
    private const int Rows = 20_000;

    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();
    private readonly byte[] _text = Encoding.ASCII.GetBytes(
        "a,b\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},{(uint)(i * 2654435761)}\n")));

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Sha256_Cancelled_EndsBeforeTheFileDoes()
    {
        var path = Path.Combine(_folder.Path, "file");
        File.WriteAllBytes(path, _text);

        Assert.Throws<OperationCanceledException>(() => ExportStream.Sha256(path, new CancellationToken(true)));
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    [InlineData(".csv")]
    public void Read_WholeFile_GivesAllRowsAndTheHashOfTheDeliveredBytes(string ending)
    {
        var content = ending == ".gz" ? Gzip(_text) : ending == ".zst" ? Zstd(_text) : _text;

        var (rows, fault, hash) = Read(content);

        Assert.Equal(Rows, rows);
        Assert.Null(fault);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hash);
        Assert.Equal(hash, ExportStream.Sha256(Path.Combine(_folder.Path, "file")));
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public void Read_SeveralMembers_AreOneStream(string ending)
    {
        Func<byte[], byte[]> pack = ending == ".gz" ? Gzip : Zstd;
        byte[] content = [.. pack(_text[..1000]), .. pack([]), .. pack(_text[1000..70_001]), .. pack(_text[70_001..])];

        var (rows, fault, hash) = Read(content);

        Assert.Equal(Rows, rows);
        Assert.Null(fault);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hash);
    }

    /// <summary>Archives of Reddit are packed with windows of 2 GB, which the library refuses unless asked.</summary>
    [Fact]
    public void Read_ZstandardWithTheLargestWindow_IsUnpacked()
    {
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 1 | 8 << 3, 0, 0, .. "a,b\n1,2\n"u8];

        var (rows, fault, _) = Read(frame);

        Assert.Equal(1, rows);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData(".gz", 0.9)]
    [InlineData(".gz", 0.5)]
    [InlineData(".zst", 0.9)]
    [InlineData(".zst", 0.7)]
    public void Read_TruncatedFile_KeepsTheRowsBeforeTheCutAndTellsTheFault(string ending, double part)
    {
        var whole = ending == ".gz" ? Gzip(_text) : Zstd(_text);

        var (rows, fault, _) = Read(whole[..(int)(whole.Length * part)]);

        Assert.NotNull(fault);
        Assert.InRange(rows, 1, Rows - 1);
    }

    [Theory]
    [InlineData(".gz", 1)]
    [InlineData(".gz", 8)]
    [InlineData(".zst", 1)]
    public void Read_LastBytesMissing_IsAFaultThoughAllRowsAreThere(string ending, int missing)
    {
        var whole = ending == ".gz" ? Gzip(_text) : Zstd(_text, "--check");

        var (rows, fault, _) = Read(whole[..^missing]);

        Assert.NotNull(fault);
        Assert.InRange(rows, Rows / 2, Rows);
    }

    [Theory]
    [InlineData(".gz", 2)]
    [InlineData(".gz", 12)]
    [InlineData(".zst", 4)]
    [InlineData(".zst", 6)]
    public void Read_NothingButTheStart_IsAFault(string ending, int length)
    {
        var whole = ending == ".gz" ? Gzip(_text) : Zstd(_text);

        Assert.Throws<ExportFileException>(() => Read(whole[..length]));
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public void Read_DamagedMiddle_IsAFault(string ending)
    {
        var content = ending == ".gz" ? Gzip(_text) : Zstd(_text, "--check");
        for (var i = 0; i < 40; i++) content[content.Length / 2 + i] ^= 0x5A;

        var (_, fault, _) = Read(content);

        Assert.NotNull(fault);
    }

    [Fact]
    public void Read_PaddedGzip_HashesThePaddingToo()
    {
        byte[] content = [.. Gzip(_text), .. new byte[700_000]];

        var (rows, fault, hash) = Read(content);

        Assert.Equal(Rows, rows);
        Assert.Null(fault);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hash);
    }

    private (int Rows, ExportFileException? Fault, string Hash) Read(byte[] content)
    {
        var path = Path.Combine(_folder.Path, "file");
        File.WriteAllBytes(path, content);
        var source = TestSource.Of(SourceFormat.Csv, FactKind.Follows, path, "follower_id=a", "followee_id=b");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (reader, plan) = ExportReaders.Open(source, path, new RecordBlockPool(1 << 14), _engine, hash);
        using (reader)
        {
            var (rows, batch) = (0, new RawBatch(plan!.RawColumns.Count));
            while (reader.Read(TestContext.Current.CancellationToken) is { } piece)
            {
                using (piece)
                {
                    while (((TablePiece)piece).TryRead(batch)) rows += batch.Count;
                }
            }

            return (rows, reader.Fault, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }

    /// <summary>By the program of that name; small blocks, so that a cut leaves whole ones before it.</summary>
    private static byte[] Zstd(byte[] content) => Zstd(content, "--no-check");

    private static byte[] Zstd(byte[] content, string check)
    {
        var start = new ProcessStartInfo("zstd", ["-q", "-c", "-1", check, "--zstd=wlog=14"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var written = Task.Run(() =>
            {
                process.StandardInput.BaseStream.Write(content);
                process.StandardInput.Close();
            });
            using var packed = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(packed);
            written.Wait();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return packed.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("the program zstd, which packs the example, is not there");
            return [];
        }
    }
}
