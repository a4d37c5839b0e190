using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Sources.Pull;

/// <summary>Servers that say one thing and send another: the right bytes come, or a failure with a name.</summary>
public sealed class LyingServerTests : IDisposable
{
    private const int Limit = 60_000;

    private static readonly byte[] Content = HttpPullTests.Bytes(1, 50_000);
    private static readonly HonestFile Honest = new(Content);

    private readonly Pulling _pulling = new();

    public void Dispose() => _pulling.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_LengthTooLong_IsAFailure() =>
        await AssertFails(request => Honest.Answer(request) with { Length = Content.Length + 500 }, "");

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(49_999)]
    public async Task Run_LengthTooShort_IsAFailure(int length) =>
        await AssertFails(request => Honest.Answer(request) with { Length = length }, "more bytes than it announced");

    [Fact(Timeout = Limit)]
    public async Task Run_EmptyFile_Lands()
    {
        await using TestServer server = new(new HonestFile([]).Answer);
        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));
        Assert.Empty(File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_LengthOfTheRestTooShort_IsNotTheEnd()
    {
        var count = 0;
        await AssertLands(request => Interlocked.Increment(ref count) switch
        {
            1 => Honest.Answer(request) with { CutAt = 20_000 },
            2 => Honest.Answer(request) with { Length = 10_000 },
            _ => Honest.Answer(request),
        });
    }

    [Fact(Timeout = Limit)]
    public async Task Run_NeitherLengthNorEnd_IsAFailure() => await AssertFails(
        request => Honest.Answer(request) with { HasNoLength = true }, "neither the length nor the end");

    [Fact(Timeout = Limit)]
    public async Task Run_NoLengthButAChecksum_Lands()
    {
        var sum = Convert.ToBase64String(MD5.HashData(Content));
        await AssertLands(request =>
        {
            var answer = Honest.Answer(request).With("Content-MD5", sum);
            return answer with { HasNoLength = true };
        });
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Chunks_Land() =>
        await AssertLands(request => Honest.Answer(request) with { IsChunked = true });

    [Fact(Timeout = Limit)]
    public async Task Run_ChunksCutOff_AreNotTheEnd()
    {
        var count = 0;
        await AssertLands(request => Honest.Answer(request) with
        {
            IsChunked = true,
            CutAt = Interlocked.Increment(ref count) == 1 ? 30_000 : null,
        });
    }

    [Theory(Timeout = Limit)]
    [InlineData("Content-MD5", "md5")]
    [InlineData("Digest", "SHA-256")]
    [InlineData("Repr-Digest", "sha-256")]
    [InlineData("Repr-Digest", "sha-512")]
    [InlineData("Content-Digest", "sha-256")]
    [InlineData("x-amz-checksum-sha1", "")]
    [InlineData("x-amz-checksum-sha256", "")]
    [InlineData("x-amz-checksum-crc32", "")]
    [InlineData("x-amz-checksum-crc32c", "")]
    [InlineData("x-goog-hash", "crc32c")]
    public async Task Run_ChecksumOffered_LandsOnlyWhatHasIt(string header, string algorithm)
    {
        string ValueFor(byte[] bytes) => header switch
        {
            "Content-MD5" => Base64("md5", bytes),
            "Repr-Digest" or "Content-Digest" => $"unknown=:AA==:, {algorithm}=:{Base64(algorithm, bytes)}:",
            "Digest" or "x-goog-hash" => $"{algorithm}={Base64(algorithm, bytes)}",
            _ => Base64(header["x-amz-checksum-".Length..], bytes),
        };
        await AssertLands(request => Honest.Answer(request).With(header, ValueFor(Content)));

        // Another version of the same tag-less file, announced with the checksum of the first.
        using Pulling second = new();
        HonestFile other = new(HttpPullTests.Bytes(2, 50_000));
        await using TestServer server = new(request => other.Answer(request).With(header, ValueFor(Content)));
        var (landed, report) = await second.RunAsync(server.At("/a.csv"), Pulling.Settings with { Retries = 1 });
        Assert.Empty(landed.Files);
        Assert.Contains("that the server tells (asked 2 times)", Assert.Single(landed.Failures).Reason);
        Assert.Equal(2 * 50_000, report.Bytes);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ChecksumOfTheWhole_HoldsForAResumedFileToo()
    {
        var count = 0;
        await AssertLands(request =>
        {
            var isFirst = Interlocked.Increment(ref count) == 1;
            var answer = Honest.Answer(request) with { CutAt = isFirst ? 30_000 : null };
            // Of the second answer this is the checksum of the part alone, as its definition says.
            return answer.With("Content-MD5", Convert.ToBase64String(MD5.HashData(answer.Body)));
        });
        Assert.Equal(2, count);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_LargerThanAllowed_IsRefusedByItsLengthAndWithoutOne()
    {
        var settings = Pulling.Settings with { MaxFileSize = 40_000 };
        await AssertFails(Honest.Answer, "50,000 bytes; pull.max_file_size allows 40,000", settings);
        await AssertFails(request => Honest.Answer(request) with { IsChunked = true }, "pull.max_file_size", settings);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_SilentServer_IsAFailureAfterTheTimeout()
    {
        // The hurried clock lets a minute pass at once, and an hour never.
        var settings = Pulling.Settings with { Timeout = TimeSpan.FromSeconds(30), Retries = 2 };
        await AssertFails(request => Honest.Answer(request) with { IsStuck = true, Length = 90_000 },
            "for 30 s (asked 3 times)", settings);
    }

    [Theory(Timeout = Limit)]
    [InlineData("follows.csv", 1, 0)]
    [InlineData("follows.csv.gz", 1, 1)]
    [InlineData("follows.csv.gz", 2, 1)]
    public async Task Run_PackedForTheWay_LandsAsTheNameSays(string name, int packed, int expected)
    {
        var text = Encoding.UTF8.GetBytes("follower_id,followee_id\n1,2\n");
        var body = Enumerable.Range(0, packed).Aggregate(text, (bytes, _) => Packed(bytes));
        await using TestServer server = new(request =>
            new HonestFile(body).Answer(request).With("Content-Encoding", "gzip"));

        var (landed, _) = await _pulling.RunAsync(server.At("/" + name));

        var wanted = Enumerable.Range(0, expected).Aggregate(text, (bytes, _) => Packed(bytes));
        Assert.Equal(wanted, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_PackingThatIsNone_IsAFailure()
    {
        await AssertFails(request => Honest.Answer(request).With("Content-Encoding", "gzip"), "gzip, and it is not");
        await AssertFails(request => Honest.Answer(request).With("Content-Encoding", "br"), "packed as 'br'");
    }

    [Fact(Timeout = Limit)]
    public async Task Run_BombInATransportPacking_EndsAtTheLimit() => await AssertFails(
        _ => new HonestFile(Packed(new byte[10_000_000])).Answer(new TestRequest("/", new Dictionary<string, string>()))
            .With("Content-Encoding", "gzip"),
        "pull.max_file_size", Pulling.Settings with { MaxFileSize = 1_000_000 });

    [Theory(Timeout = Limit)]
    [InlineData("bytes 0-29999/50000")]
    [InlineData("bytes 20001-49999/50000")]
    [InlineData("bytes 20000-49999/60000")]
    [InlineData("bytes 20000-90000/50000")]
    [InlineData("lines 20000-49999/50000")]
    [InlineData("")]
    public async Task Run_RestOfSomethingElse_IsThrownAway(string range)
    {
        var count = 0;
        await AssertLands(request => Interlocked.Increment(ref count) switch
        {
            1 => Honest.Answer(request) with { CutAt = 20_000 },
            2 => range.Length > 0
                ? new TestAnswer(206, new byte[30_000]).With("Content-Range", range)
                : new TestAnswer(206, new byte[30_000]),
            _ => Honest.Answer(request),
        });
        Assert.Equal(3, count);
    }

    private async Task AssertLands(Func<TestRequest, TestAnswer> answer)
    {
        await using TestServer server = new(answer);
        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"));
        Assert.Empty(landed.Failures);
        Assert.Equal(Content, File.ReadAllBytes(Assert.Single(landed.Files).Path));
    }

    private async Task AssertFails(
        Func<TestRequest, TestAnswer> answer, string reason, PullDefinition? settings = null)
    {
        await using TestServer server = new(answer);
        var (landed, _) = await _pulling.RunAsync(server.At("/a.csv"), settings);
        Assert.Empty(landed.Files);
        Assert.Contains(reason, Assert.Single(landed.Failures).Reason);
        Assert.DoesNotContain(_pulling.Files(), path => path.Contains("/files/", StringComparison.Ordinal));
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal)) stream.Write(bytes);
        return packed.ToArray();
    }

    private static string Base64(string algorithm, byte[] bytes) => Convert.ToBase64String(
        algorithm.ToLowerInvariant() switch
        {
            "md5" => MD5.HashData(bytes),
            "sha1" => SHA1.HashData(bytes),
            "sha-256" or "sha256" => SHA256.HashData(bytes),
            "sha-512" => SHA512.HashData(bytes),
            "crc32" => Crc(bytes, 0xEDB88320),
            "crc32c" => Crc(bytes, 0x82F63B78),
            _ => throw new ArgumentException(algorithm),
        });

    /// <summary>Bit by bit, as the standards define it.</summary>
    private static byte[] Crc(byte[] bytes, uint polynomial)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ polynomial;
        }

        crc = ~crc;
        return [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }
}
