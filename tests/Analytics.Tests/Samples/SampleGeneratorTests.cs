using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples;
using Analytics.Pipeline.Sources;

namespace Analytics.Tests.Samples;

public sealed class SampleGeneratorTests
{
    public static TheoryData<SampleFormat, SampleCompression> Layouts => new()
    {
        { SampleFormat.Csv, SampleCompression.None },
        { SampleFormat.Csv, SampleCompression.Gzip },
        { SampleFormat.Csv, SampleCompression.Zstd },
        { SampleFormat.Ndjson, SampleCompression.Gzip },
        { SampleFormat.Edgelist, SampleCompression.None },
        { SampleFormat.Parquet, SampleCompression.None },
        { SampleFormat.Mixed, SampleCompression.None },
    };

    [Fact]
    public void Run_SameSeedOnOneAndTwoThreads_SameBytes()
    {
        using SampleFolder first = new(o => o with { Threads = 1 });
        using SampleFolder second = new(o => o with { Threads = 2 });

        var files = SampleFolder.FilesOf(first.Path);
        Assert.Equal(files, SampleFolder.FilesOf(second.Path));
        Assert.All(files, file => Assert.Equal(first.Bytes(file), second.Bytes(file)));
    }

    [Fact]
    public void Run_OtherSeed_OtherBytesInEveryFile()
    {
        using SampleFolder first = new();
        using SampleFolder second = new(o => o with { Seed = 43 });

        Assert.All(SampleFolder.FilesOf(first.Path), file => Assert.NotEqual(first.Bytes(file), second.Bytes(file)));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Run_AnyLayout_WritesAPipelineFileThatFindsEveryFile(SampleFormat format, SampleCompression compression)
    {
        using SampleFolder sample = new(o => o with
        {
            Format = format,
            Compression = compression,
            Accounts = 1_000,
            PipelineFile = Path.Combine(o.Folder, "p.yaml"),
        });

        var pipeline = PipelineFile.Load(sample.Options.PipelineFile!);

        var read = pipeline.Sources.SelectMany(source => SourceFiles.Of(source)).Select(Path.GetFullPath).Order();
        Assert.Equal(sample.Summary.Files.Select(file => Path.GetFullPath(file.Path, sample.Path)).Order(), read);
    }

    [Fact]
    public void Run_Partial_LeavesOutAllFollowersOrAllActsOfAnAccount()
    {
        using SampleFolder whole = new(o => o with { Oddities = false });
        using SampleFolder partial = new(o => o with { Oddities = false, Partial = 0.5 });

        foreach (var (kind, column) in ((string, string)[])[("follows", "dst"), ("interactions", "actor")])
        {
            var before = CountBy(whole, kind, column);
            var after = CountBy(partial, kind, column);
            Assert.All(after, pair => Assert.Equal(before[pair.Key], pair.Value));
            Assert.InRange((double)after.Count / before.Count, 0.45, 0.55);
        }

        // Profiles still claim everybody.
        Assert.Equal(whole.Bytes(PathOf(whole, "accounts")), partial.Bytes(PathOf(partial, "accounts")));
    }

    [Fact]
    public void Run_Noise_TakesAttentionFromLeaders()
    {
        using SampleFolder clear = new(o => o with { Oddities = false });
        using SampleFolder noisy = new(o => o with { Oddities = false, Noise = 1 });

        Assert.True(ActsTowardsLeaders(noisy) < 0.9 * ActsTowardsLeaders(clear));
        Assert.NotEqual(clear.Bytes(PathOf(clear, "posts")), noisy.Bytes(PathOf(noisy, "posts")));
    }

    [Fact]
    public void Run_ImpossibleOptions_NamesAllOfThem()
    {
        var refusal = Assert.Throws<UserException>(() => SampleGenerator.Run(new SampleOptions
        {
            Folder = "nowhere",
            Accounts = 10,
            Mixing = 2,
            Bots = 0.9,
            Threads = 0,
        }));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.All(["accounts", "mixing", "bots", "threads"], word => Assert.Contains(word, refusal.Message));
        Assert.False(Directory.Exists("nowhere"));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        var folder = Directory.CreateTempSubdirectory("analytics-samples-").FullName;

        Assert.ThrowsAny<OperationCanceledException>(() =>
            SampleGenerator.Run(new SampleOptions { Folder = folder, Format = SampleFormat.Csv }, null, source.Token));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void WriteInteractions_AskedForRows_WritesExactlyThoseInTheOrderOfTime()
    {
        var file = Path.GetTempFileName();
        SampleGenerator.WriteInteractions(file, 1_000, 5_003, seed: 7);

        var rows = SampleRows.Read(file).ToList();
        File.Delete(file);

        Assert.Equal(5_003, rows.Count);
        Assert.Equal(5_003, rows.Select(row => string.Join(' ', row.Values)).Distinct().Count());
        Assert.All(rows, row => Assert.NotEqual(row["actor"], row["target"]));
        var times = rows.Select(row => SampleRows.Time(row["created_at"])!.Value).ToList();
        // Answers are listed right behind what they answer, some hours ahead of the rest.
        var early = times.Zip(times.Skip(1)).Count(pair => pair.First > pair.Second);
        Assert.InRange(early, 1, rows.Count / 10);
    }

    /// <summary>Nothing may grow with interactions, follows or posts, whatever the number of accounts.</summary>
    [Fact]
    public void Run_ManyAccounts_AllocatesSomeTensOfBytesPerAccount()
    {
        const int accounts = 200_000;
        var before = GC.GetAllocatedBytesForCurrentThread();

        using SampleFolder sample = new(o => o with { Accounts = accounts, Threads = 1 });

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sample.Summary.Rows > 25 * accounts);
        Assert.InRange(allocated, accounts, (40 * accounts) + 8_000_000);
    }

    private static Dictionary<string, int> CountBy(SampleFolder sample, string kind, string column) =>
        sample.Summary.Files.Where(file => file.Kind == kind)
            .SelectMany(file => SampleRows.Read(Path.Combine(sample.Path, file.Path)))
            .CountBy(row => row[column])
            .ToDictionary();

    private static string PathOf(SampleFolder sample, string kind) =>
        sample.Summary.Files.Single(file => file.Kind == kind).Path;

    private static int ActsTowardsLeaders(SampleFolder sample)
    {
        var leaders = SampleRows.Read(Path.Combine(sample.Path, "truth", "accounts.csv"))
            .Where(row => row["is_leader"] == "true")
            .Select(row => row["account_id"])
            .ToHashSet();
        return CountBy(sample, "interactions", "target")
            .Where(pair => leaders.Contains(pair.Key))
            .Sum(pair => pair.Value);
    }
}
