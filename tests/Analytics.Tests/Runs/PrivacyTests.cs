using System.Text;
using System.Text.RegularExpressions;
using Analytics.DuckDb;
using Analytics.Pipeline.Privacy;
using Analytics.Tests.DuckDb;
using Analytics.Tests.Repository;

namespace Analytics.Tests.Runs;

/// <summary>Who is in the exports cannot be read from the lake; only handles of listed leaders are kept.</summary>
[Collection(SampleLakeCollection.Name)]
public sealed partial class PrivacyTests(SampleLake sample)
{
    private const int Limit = 120_000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string Truth = RepositoryFolder.PathOf("data-samples", "truth", "accounts.csv");
    private static readonly string Posts = RepositoryFolder.PathOf("data-samples", "csv", "posts.csv");

    [Fact(Timeout = Limit)]
    public async Task Parquet_OfFactsAndMarts_HoldsNoRawIdAndNoHandle()
    {
        await Task.Yield();
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute(
            $"""
            CREATE TABLE secrets AS
            SELECT account_id::VARCHAR AS secret FROM read_csv('{Truth}', all_varchar = true)
            UNION SELECT handle FROM read_csv('{Truth}', all_varchar = true)
            UNION SELECT id FROM read_csv('{Posts}', all_varchar = true)
            """);
        Assert.True(connection.Scalar<long>("SELECT count(*) FROM secrets WHERE length(secret) > 5") > 9_000);

        var files = Directory.EnumerateFiles(sample.Lake, "*.parquet", SearchOption.AllDirectories).ToList();
        Assert.True(files.Count > 20, $"only {files.Count} Parquet files");
        var texts = files.Sum(file => Scan(connection, file));
        Assert.True(texts > 500, $"only {texts} texts were compared");
    }

    [Fact(Timeout = Limit)]
    public async Task Scan_FileWithAHandle_FindsIt()
    {
        await Task.Yield();
        using RunFolder folder = new();
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        var (text, number) = (folder.PathOf("text.parquet"), folder.PathOf("number.parquet"));
        connection.Execute("CREATE TABLE secrets AS SELECT 'anna_example42' AS secret UNION SELECT '4498629891673'");
        connection.Execute($"COPY (SELECT ['x', 'https://a.example/@anna_example42'] AS t) TO '{text}'");
        connection.Execute($"COPY (SELECT 4498629891673::UBIGINT AS n) TO '{number}'");

        Assert.Throws<Xunit.Sdk.TrueException>(() => Scan(connection, text));
        Assert.Throws<Xunit.Sdk.TrueException>(() => Scan(connection, number));
    }

    [Fact(Timeout = Limit)]
    public async Task OtherFiles_OfTheLake_HoldNoRawIdAndNoHandle()
    {
        await Task.Yield();
        var secrets = Accounts().SelectMany(account => new[] { account.Id, account.Handle }).ToHashSet();
        Assert.All(secrets, secret => Assert.Equal(secret, Token().Match(secret).Value));

        var files = Directory.EnumerateFiles(sample.Lake, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".parquet", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => file.EndsWith("manifest.json", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain(
            Token().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(file))),
            token => secrets.Contains(token.Value)));
    }

    [Fact(Timeout = Limit)]
    public async Task Key_FirstRun_IsMadeForItsOwnerOnlyAndSaid()
    {
        await Task.Yield();
        if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly, File.GetUnixFileMode(sample.Folder.Key));
        Assert.Equal(64, File.ReadAllText(sample.Folder.Key).Trim().Length);
        Assert.Contains(sample.First.Warnings, NamesTheKey);
        Assert.DoesNotContain(sample.Second.Warnings, NamesTheKey);

        bool NamesTheKey(string warning) => warning.Contains(sample.Folder.Key, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Identities_AfterTheRun_AreThoseOfListedLeadersOnly()
    {
        await Task.Yield();
        if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly, File.GetUnixFileMode(sample.Folder.Identities));
        var key = PseudonymKey.LoadOrCreate(sample.Folder.Key, sample.Lake);
        var pseudonyms = new Pseudonymizer(key).Accounts("default");
        var handles = Accounts().ToDictionary(a => pseudonyms.Of(Encoding.UTF8.GetBytes(a.Id)), a => a.Handle);
        using var connection = LakeContents.Open(sample.Lake);

        var leaders = LakeContents.Query(connection, "SELECT DISTINCT account_id FROM leaders ORDER BY ALL");
        var expected = leaders.Select(leader => $"{leader}\tdefault\t{handles[ulong.Parse(leader)]}").ToList();

        Assert.True(expected.Count is > 50 and < 1_500, $"{expected.Count} leaders");
        Assert.Equal(expected, LakeContents.Query(connection,
            $"SELECT account_id, platform, handle FROM read_parquet('{sample.Folder.Identities}') ORDER BY ALL"));
        Assert.All(
            sample.First.Communities.SelectMany(community => community.Leaders),
            leader => Assert.Equal(handles[leader.AccountId], leader.Handle));
    }

    [Fact(Timeout = Limit)]
    public async Task Run_WithoutRevealLeaders_KeepsNoHandle()
    {
        using RunFolder folder = new();
        var pipeline = folder.Sample();
        pipeline = pipeline with { Privacy = pipeline.Privacy with { RevealLeaders = false } };

        var summary = await RunFolder.RunAsync(pipeline);

        Assert.False(File.Exists(folder.Identities));
        Assert.NotEmpty(summary.Communities);
        var leaders = summary.Communities.SelectMany(community => community.Leaders);
        Assert.All(leaders, leader => Assert.Null(leader.Handle));
    }

    /// <summary>Pinned: the store only grew, and kept handles of people who were listed once.</summary>
    [Fact(Timeout = Limit)]
    public async Task Run_ListsFewerLeaders_ForgetsTheOthers()
    {
        using RunFolder folder = new();
        var pipeline = folder.Sample();
        await RunFolder.RunAsync(pipeline);
        var many = Stored();

        await RunFolder.RunAsync(pipeline with { Leaders = pipeline.Leaders with { Top = 1 } });
        var few = Stored();
        await RunFolder.RunAsync(pipeline with { Privacy = pipeline.Privacy with { RevealLeaders = false } });

        Assert.InRange(few, 10, 20);
        Assert.True(many > 5 * few, $"{many} handles, then {few}");
        Assert.False(File.Exists(folder.Identities));

        int Stored()
        {
            using var connection = LakeContents.Open(folder.Lake);
            return LakeContents.Query(connection, $"FROM read_parquet('{folder.Identities}')").Count;
        }
    }

    /// <summary>Pinned: free text of profiles and posts carried handles and addresses into facts and labels.</summary>
    [Fact(Timeout = Limit)]
    public async Task Facts_FreeTextNamesSomebody_HoldNothingOfIt()
    {
        using RunFolder folder = new();
        File.WriteAllText(folder.PathOf("accounts.csv"),
            "account_id,place,language,profile_tags,observed_at\n"
            + "1,https://x.com/secret33,@secret33,@secret33|https://x.com/secret33|#Rad,2026-01-01\n");
        File.WriteAllText(folder.PathOf("posts.csv"),
            "post_id,author_id,at,place,hashtags,links,disclosure\n"
            + "9,1,2026-01-01,www.x.com/secret33,@secret33|ok,secret33|https://x.com/secret33,ad for @secret33\n");
        var pipeline = folder.Pipeline(
            """
              - { name: accounts, format: csv, kind: accounts, path: accounts.csv }
              - { name: posts, format: csv, kind: posts, path: posts.csv }
            """);

        await RunFolder.RunAsync(pipeline);

        using var connection = LakeContents.Open(folder.Lake);
        Assert.Equal(["NULL\tNULL\t[rad]"], LakeContents.Query(connection,
            "SELECT coalesce(place, 'NULL'), coalesce(language, 'NULL'), profile_tags::VARCHAR FROM accounts"));
        Assert.Equal(["NULL\t[ok]\t[x.com]\tdeclared"], LakeContents.Query(connection,
            "SELECT coalesce(place, 'NULL'), hashtags::VARCHAR, links::VARCHAR, disclosure FROM posts"));
    }

    /// <summary>Pinned: handles were kept before publishing, so a failed run left those of nobody listed.</summary>
    [Theory(Timeout = Limit)]
    [InlineData("publish")]
    [InlineData("commit")]
    public async Task Run_EndsBeforeItIsPublished_KeepsNoHandle(string stage)
    {
        using RunFolder folder = new();
        using CancellationTokenSource stop = new();
        RecordedRun observer = new(started =>
        {
            if (started == stage) stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunFolder.RunAsync(folder.Sample(), observer: observer, cancellation: stop.Token));

        Assert.False(File.Exists(folder.Identities));
    }

    /// <summary>Asserts that no text and no number of a file is a secret.</summary>
    /// <returns>Distinct texts compared.</returns>
    private static long Scan(DuckDbConnection connection, string file)
    {
        var texts = 0L;
        var columns = $"SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet('{file}'))";
        foreach (var line in LakeContents.Query(connection, columns))
        {
            var (name, type) = (line.Split('\t')[0], line.Split('\t')[1]);
            if (type.StartsWith("VARCHAR", StringComparison.Ordinal))
            {
                var value = type.EndsWith("[]", StringComparison.Ordinal) ? $"unnest(\"{name}\")" : $"\"{name}\"";
                var distinct = $"SELECT DISTINCT {value} AS text FROM read_parquet('{file}')";
                connection.Execute($"CREATE OR REPLACE TEMP TABLE texts AS {distinct}");
                texts += connection.Scalar<long>("SELECT count(text) FROM texts");
                var found = LakeContents.Query(
                    connection, "SELECT text, secret FROM texts JOIN secrets ON contains(text, secret) LIMIT 3");
                Assert.True(found.Count == 0, $"{file}, column {name}: {string.Join("; ", found)}");
            }
            else if (type is "BIGINT" or "UBIGINT" or "HUGEINT")
            {
                var found = LakeContents.Query(connection,
                    $"SELECT DISTINCT secret FROM read_parquet('{file}') JOIN secrets ON secret = \"{name}\"::VARCHAR "
                    + "WHERE length(secret) > 8 LIMIT 3");
                Assert.True(found.Count == 0, $"{file}, column {name}: {string.Join("; ", found)}");
            }
        }

        return texts;
    }

    private static IEnumerable<(string Id, string Handle)> Accounts() =>
        File.ReadLines(Truth).Skip(1).Select(line => line.Split(',')).Select(fields => (fields[0], fields[1]));

    [GeneratedRegex("[a-z0-9_]{6,}")]
    private static partial Regex Token();
}
