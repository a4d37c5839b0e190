using System.Security.Cryptography;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;
using Analytics.Tests.DuckDb;

namespace Analytics.Tests.Runs;

/// <summary>The text of posts is kept where the pipeline asks for it, there alone, and no longer.</summary>
public sealed class KeptTextTests : IDisposable
{
    private const int Limit = 90_000;

    /// <summary>Stands in every text and nowhere else.</summary>
    private const string Secret = "geheimnisvoll";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_NotAsked_KeepsNoText()
    {
        await RunAsync(keepText: false, Posts(1));

        Assert.Equal(["10\t0\t10"], Query("SELECT count(*), count(text), count(hashtags) FROM posts"));
        Assert.Empty(FilesWithTheSecret());
        Assert.False(LakeContents.Newest(_folder.Lake).KeepsText);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_Asked_KeepsTextInFactsOfPostsAndNowhereElse()
    {
        _folder.Write(
            "broken.csv", "post_id,author_id,at,text,likes", $"b1,u1,never,{Secret},1", $"b2,u1,2024-01-01,{Secret},x",
            $"b3,u1,2024-01-01,\"{Secret},1", $"b4,u1,2024-01-01,{Secret},1,2");

        var summary = await RunAsync(
            keepText: true, Posts(1), "  - { name: broken, kind: posts, path: broken.csv, format: csv }");

        Assert.Equal(["10\t10\t1"], Query("SELECT count(*), count(text), count(DISTINCT text) FROM posts"));
        Assert.Equal([$"Werbung: {Secret} @anna #rad"], Query("SELECT DISTINCT text FROM posts"));
        Assert.Equal(["4"], Query("SELECT count(*) FROM rejects"));
        Assert.All(FilesWithTheSecret(), file => Assert.StartsWith("facts/posts/", file, StringComparison.Ordinal));
        Assert.Single(FilesWithTheSecret());
        Assert.DoesNotContain(summary.Warnings, warning => warning.Contains(Secret, StringComparison.Ordinal));
        Assert.True(LakeContents.Newest(_folder.Lake).KeepsText);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_NotAskedAnyMore_TakesTheTextsOutOfAllSnapshots()
    {
        await RunAsync(keepText: true, Posts(1));
        await RunAsync(keepText: true, Posts(2));
        var before = LakeContents.Query(_folder.Lake, "SELECT * EXCLUDE (text) FROM posts ORDER BY ALL");
        Assert.Equal(2, FilesWithTheSecret().Count);

        var summary = await RunAsync(keepText: false, Posts(3));

        Assert.Empty(FilesWithTheSecret());
        Assert.Equal(before, Query("SELECT * EXCLUDE (text) FROM posts WHERE author_id IN (SELECT author_id FROM posts "
            + "WHERE \"at\" < '2024-01-03') AND \"at\" < '2024-01-03' ORDER BY ALL"));
        Assert.Contains(
            "privacy.keep_text is not set any more: took the texts out of 2 files of posts", summary.Warnings);
        Assert.Equal(3, AssertManifestsTellTheFiles());

        var again = await RunAsync(keepText: false, []);
        Assert.Empty(again.Warnings);
    }

    /// <summary>Stopped when the files were replaced and the manifests were not.</summary>
    [Fact(Timeout = Limit)]
    public async Task Run_AfterOneThatWasStoppedWhileTakingTextsOut_GoesOn()
    {
        await RunAsync(keepText: true, Posts(1));
        var path = Path.Combine(_folder.Lake, FilesWithTheSecret().Single());
        using (var database = DuckDbDatabase.Open())
        using (var connection = database.Connect())
        {
            connection.Execute(
                "COPY (SELECT * REPLACE (NULL::VARCHAR AS text) "
                + $"FROM read_parquet('{path}', hive_partitioning = false)) TO '{path}.new' (FORMAT parquet)");
        }

        File.Move(path + ".new", path, overwrite: true);

        await RunAsync(keepText: false, []);

        Assert.Equal(2, AssertManifestsTellTheFiles());
    }

    [Fact(Timeout = Limit)]
    public async Task Run_AskedLater_KeepsNewTextsAndSaysThatTheOldOnesAreGone()
    {
        await RunAsync(keepText: false, Posts(1));

        var summary = await RunAsync(keepText: true, Posts(2));

        Assert.Equal(["20\t10"], Query("SELECT count(*), count(text) FROM posts"));
        var warning = Assert.Single(
            summary.Warnings, warning => warning.StartsWith("privacy.keep_text", StringComparison.Ordinal));
        Assert.Contains("10 posts", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(
            (await RunAsync(keepText: true, [])).Warnings,
            warning => warning.StartsWith("privacy.keep_text", StringComparison.Ordinal));
    }

    private Task<RunSummary> RunAsync(bool keepText, IReadOnlyList<string> posts, string more = "")
    {
        if (posts.Count > 0) _folder.Write($"posts-{posts[1][1]}.csv", posts);
        _folder.Write("follows.csv", Pairs().Prepend("follower_id,followee_id"));
        var pipeline = _folder.Pipeline(
            """
              - { name: follows, kind: follows, path: follows.csv, format: csv }
              - { name: posts, kind: posts, path: "posts-*.csv", format: csv }

            """ + more,
            "gates: { max_reject_share: 1 }");
        return RunFolder.RunAsync(pipeline with { Privacy = pipeline.Privacy with { KeepText = keepText } });
    }

    private static IEnumerable<string> Pairs() =>
        from one in Enumerable.Range(1, 5)
        from other in Enumerable.Range(1, 5)
        where one != other
        select $"u{one},u{other}";

    /// <summary>Ten posts of a day, two of each of five authors.</summary>
    private static IReadOnlyList<string> Posts(int day) =>
    [
        "post_id,author_id,at,text,likes",
        .. Enumerable.Range(0, 10).Select(
            i => $"p{day}-{i},u{i % 5 + 1},2024-01-0{day}T10:{i:00}:00Z,Werbung: {Secret} @anna #rad,3"),
    ];

    private IReadOnlyList<string> Query(string sql) => LakeContents.Query(_folder.Lake, sql);

    /// <summary>Paths in the lake of files with the secret in them, be they packed or not.</summary>
    private List<string> FilesWithTheSecret()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        return
        [
            .. Directory.EnumerateFiles(_folder.Lake, "*", SearchOption.AllDirectories)
                .Where(path => path.EndsWith(".parquet", StringComparison.Ordinal)
                    ? connection.Scalar<long>(
                        $"SELECT count(*) FROM read_parquet('{path}', hive_partitioning = false) AS t "
                        + $"WHERE contains(to_json(t)::VARCHAR, '{Secret}')") > 0
                    : Encoding.Latin1.GetString(File.ReadAllBytes(path)).Contains(Secret, StringComparison.Ordinal))
                .Select(path => Path.GetRelativePath(_folder.Lake, path).Replace('\\', '/')),
        ];
    }

    /// <returns>How many manifests there are.</returns>
    private int AssertManifestsTellTheFiles()
    {
        var manifests = new SnapshotStore(new LakeFolder(_folder.Lake)).All();
        foreach (var file in manifests.SelectMany(manifest => manifest.Facts))
        {
            var bytes = File.ReadAllBytes(Path.Combine(_folder.Lake, file.Path));
            Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Bytes, file.Sha256));
        }

        Assert.All(manifests, manifest => Assert.False(manifest.KeepsText));
        return manifests.Count;
    }
}
