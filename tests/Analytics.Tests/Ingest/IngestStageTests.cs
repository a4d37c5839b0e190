using System.IO.Compression;
using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Ingest;

/// <summary>Exports in, Parquet out: what is accepted, refused and known, to the row.</summary>
public sealed class IngestStageTests : IDisposable
{
    private const int Soon = 60_000;

    private readonly Ingestion _ingestion = new();

    public void Dispose() => _ingestion.Dispose();

    [Theory(Timeout = Soon)]
    [InlineData(FactKind.Follows)]
    [InlineData(FactKind.Interactions)]
    [InlineData(FactKind.Posts)]
    [InlineData(FactKind.Accounts)]
    public async Task RunAsync_RandomRecordsInEachFormat_GivesWhatTheNaiveIngestGives(FactKind kind)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var records = RandomExports.Make(kind, seed == 0 ? 3 : 3000, seed);
            var oracle = new NaiveIngest(kind, "s");
            records.ForEach(oracle.Add);
            var (csv, ndjson) = (RandomExports.Csv(records), RandomExports.Ndjson(records));
            var parquet = _ingestion.Write($"{seed}.parquet", []);
            RandomExports.WriteParquet(records, parquet);
            (SourceFormat Format, string Path)[] files =
            [
                (SourceFormat.Csv, _ingestion.Write($"{seed}.csv", csv)),
                (SourceFormat.Csv, _ingestion.Write($"{seed}.csv.gz", Gzip(csv))),
                (SourceFormat.Ndjson, _ingestion.Write($"{seed}.ndjson", ndjson)),
                (SourceFormat.Parquet, parquet),
            ];

            foreach (var (format, path) in files)
            {
                var done = await _ingestion.RunAsync(2, Ingestion.Source("s", format, kind, path));

                Assert.Equal(
                    (Path.GetFileName(path), oracle.Read, oracle.Rows.Count, oracle.Rejected, oracle.Duplicates),
                    (done.Plan.New.Single().Name, done.Read, done.Accepted, done.Rejected, done.Duplicates));
                Assert.Equal(oracle.Rows.Order(StringComparer.Ordinal), done.Rows(kind));
                Assert.Equal(oracle.Rejected, done.Rejects.Count);
                Assert.NotNull(done.Plan.New[0].Sha256);
            }
        }
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_EdgeList_GivesWhatTheNaiveIngestGives()
    {
        var records = RandomExports.Make(FactKind.Interactions, 2000, 1)
            .Select(record => new Dictionary<string, string?>
            {
                ["actor_id"] = record["actor_id"],
                ["target_id"] = record["target_id"],
                ["kind"] = record["kind"],
                ["at"] = "1710000000",
            }).Where(record => record.Values.All(value => value!.Length > 0)).ToList();
        var oracle = new NaiveIngest(FactKind.Interactions, "s");
        records.ForEach(oracle.Add);

        var done = await _ingestion.RunAsync(
            2, Ingestion.Source(
                "s", SourceFormat.EdgeList, FactKind.Interactions,
                _ingestion.Write("e.txt", RandomExports.EdgeList(records))));

        Assert.Equal(oracle.Rows.Order(StringComparer.Ordinal), done.Rows(FactKind.Interactions));
        Assert.Equal((oracle.Read, oracle.Rejected, oracle.Duplicates), (done.Read, done.Rejected, done.Duplicates));
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_NoFiles_LeavesAnEmptyListOfRejects()
    {
        var done = await _ingestion.RunAsync(1, _ingestion.Csv("s", FactKind.Follows, "follower_id,followee_id\n"));

        Assert.Empty(done.Result.Facts);
        Assert.Empty(done.Rejects);
        Assert.Equal(["s.csv: 0 = 0 + 0 + 0"], done.Accounts);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_DuplicatesInAFileAndAcrossFiles_CountOnceForTheFirst()
    {
        const string pairs = "follower_id,followee_id,at\na,b,2024-01-01\na,b,2024-05-05\n";
        var first = _ingestion.Csv("first", FactKind.Follows, pairs + "c,d,2024-01-01\n");
        var second = _ingestion.Csv("second", FactKind.Follows, pairs + "e,f,2024-03-01\n");

        var done = await _ingestion.RunAsync(2, first, second);

        Assert.Equal(["first.csv: 3 = 2 + 0 + 1", "second.csv: 3 = 1 + 0 + 2"], done.Accounts);
        Assert.Equal(
            Rows("a|b|2024-01-01|first", "c|d|2024-01-01|first", "e|f|2024-03-01|second"), done.Rows(FactKind.Follows));
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_InteractionsDeliveredAgain_CountForTheFileTheyComeAgainIn()
    {
        // Several parts a month, so that rows meet those of the same bucket, of an earlier part and of an earlier run.
        _ingestion.SortBytes = 100_000;
        var once = LargeExports.Interactions(3, 12_000, 1_000_000);
        var first = await _ingestion.RunAsync(2, _ingestion.Csv("first", FactKind.Interactions, once));
        var again = _ingestion.Csv("again", FactKind.Interactions, once);
        var more = _ingestion.Csv(
            "more", FactKind.Interactions, "actor_id,target_id,kind,at\nn,m,like,2024-01-03\nn,m,like,2024-01-03\n");

        var alone = await _ingestion.RunAsync(2, first.Result.Facts, again);
        var both = await _ingestion.RunAsync(2, first.Result.Facts, again, more);

        var known = first.Accepted + first.Duplicates;
        Assert.InRange(first.Accepted, 10_000, 12_000);
        Assert.Equal([$"again.csv: 12000 = 0 + {first.Rejected} + {known}"], alone.Accounts);
        Assert.Empty(alone.Result.Facts);
        Assert.Equal([$"again.csv: 12000 = 0 + {first.Rejected} + {known}", "more.csv: 2 = 1 + 0 + 1"], both.Accounts);
        Assert.Equal(1, Assert.Single(both.Result.Facts).Rows);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_FactsThatAreNotInOrder_AreNotTakenForKnownRows()
    {
        var rows = _ingestion.Csv("s", FactKind.Interactions, LargeExports.Interactions(3, 1000, 1_000_000));
        var before = await _ingestion.RunAsync(1, rows);
        var facts = before.Result.Facts[0];
        var turned = facts.Path + ".turned";
        using (var connection = new DuckDbConnection("Data Source=:memory:"))
        {
            connection.Open();
            connection.Execute($"COPY (FROM '{facts.Path}' ORDER BY target_id DESC) TO '{turned}' (FORMAT parquet)");
        }

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => _ingestion.RunAsync(2, [facts with { Path = turned }], rows));

        Assert.Contains($"{turned}: found rows out of the table's order", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Soon)]
    [InlineData(FactKind.Follows)]
    [InlineData(FactKind.Interactions)]
    [InlineData(FactKind.Posts)]
    [InlineData(FactKind.Accounts)]
    public async Task RunAsync_FactsOfAnEarlierRun_AreKnown(FactKind kind)
    {
        var records = RandomExports.Make(kind, 2000, 5);
        var oracle = new NaiveIngest(kind, "s");
        records.ForEach(oracle.Add);
        var before = await RunAsync("before", records[..1200]);
        var after = await RunAsync("after", records[600..], [.. before.Result.Facts]);

        Assert.Equal(oracle.Rows.Count, before.Accepted + after.Accepted);
        Assert.Equal(
            oracle.Rows.Order(StringComparer.Ordinal), before.Rows(kind).Concat(after.Rows(kind))
                .Order(StringComparer.Ordinal));
        Assert.Equal(1400, after.Accepted + after.Rejected + after.Duplicates);

        async Task<Ingested> RunAsync(
            string name, List<Dictionary<string, string?>> part, params StagedFacts[] committed)
        {
            var path = _ingestion.Write($"{name}.csv", RandomExports.Csv(part));
            return await _ingestion.RunAsync(2, committed, Ingestion.Source("s", SourceFormat.Csv, kind, path));
        }
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_BadFilesAmongGoodOnes_AreNamedAndTheRestIsIngested()
    {
        var lines = Enumerable.Range(0, 60_000).Select(i => $"u{i},v{(uint)(i * 2654435761)},2024-01-01\n");
        var packed = Gzip(System.Text.Encoding.ASCII.GetBytes("follower_id,followee_id,at\n" + string.Concat(lines)));
        var cut = _ingestion.Write("cut.csv.gz", packed[..(packed.Length * 2 / 3)]);
        SourceDefinition[] sources =
        [
            _ingestion.Csv("good", FactKind.Follows, "follower_id,followee_id,at\na,b,2024-01-01\n"),
            Ingestion.Source("cut", SourceFormat.Csv, FactKind.Follows, cut),
            _ingestion.Csv("empty", FactKind.Follows, ""),
            Ingestion.Source(
                "binary", SourceFormat.Csv, FactKind.Follows, _ingestion.Write("binary.csv", [1, 0, 2, 0, 255])),
            Ingestion.Source(
                "nopq", SourceFormat.Parquet, FactKind.Follows, _ingestion.Write("nopq.parquet", "PAR1 not at all")),
            _ingestion.Csv(
                "broken", FactKind.Follows,
                "follower_id,followee_id,at\n\"x,y,2024-01-01\nc,d,2024-01-01\nc,,2024-01-01\n"),
            _ingestion.Csv("names", FactKind.Follows, "who,whom\n1,2\n"),
        ];

        var done = await _ingestion.RunAsync(2, sources);

        Assert.Equal(
            ["cut", "empty", "binary", "nopq", "names"],
            done.Plan.New.Where(file => file.Failure is not null).Select(file => file.Source.Name));
        var truncated = done.Plan.New[1];
        Assert.InRange(truncated.Accepted, 10_000, 59_999);
        Assert.All(done.Plan.New, file => Assert.Equal(file.Read, file.Accepted + file.Rejected + file.Duplicates));
        Assert.Equal("broken.csv: 3 = 1 + 2 + 0", done.Accounts[5]);
        Assert.Equal(2 + truncated.Accepted, done.Rows(FactKind.Follows).Count);
        Assert.Equal(5 + 2 + truncated.Rejected, done.Rejects.Count);
        Assert.Contains("broken|broken.csv|2|NULL|quotes do not match|NULL", done.Rejects);
        Assert.Contains("empty|empty.csv|NULL|file|the file is empty|NULL", done.Rejects);
        Assert.Single(done.Rejects, row => row.StartsWith("cut|cut.csv.gz|NULL|file|", StringComparison.Ordinal));
    }

    [Theory(Timeout = Soon)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_FileThatChangesMeanwhile_KeepsItsRowsAndFails(bool longer)
    {
        const string text = "follower_id,followee_id\na,b\n";
        var changing = _ingestion.Csv("changing", FactKind.Follows, text);
        var other = _ingestion.Csv("other", FactKind.Follows, "follower_id,followee_id\nc,d\ne,f\n");
        _ingestion.Planned = () =>
        {
            File.WriteAllText(changing.Path, longer ? text + "g,h\n" : text.Replace('b', 'x'));
            File.SetLastWriteTimeUtc(changing.Path, DateTime.UtcNow.AddSeconds(2));
        };

        var done = await _ingestion.RunAsync(2, changing, other);

        var rows = longer ? 2 : 1;
        Assert.Equal([$"changing.csv: {rows} = {rows} + 0 + 0 failed", "other.csv: 2 = 2 + 0 + 0"], done.Accounts);
        Assert.Equal(
            ["changing|changing.csv|NULL|file|the file changed while it was read; it is read again next time|NULL"],
            done.Rejects);
        Assert.Null(done.Plan.New[0].Sha256);
    }

    /// <summary>A piece with nothing but broken records once ended the run where an expression was mapped.</summary>
    [Fact(Timeout = Soon)]
    public async Task RunAsync_ExpressionsOverBrokenRecordsAlone_AreRejects()
    {
        var source = _ingestion.Csv("s", FactKind.Follows, "x,y\n\"1\n2\n");
        source = source
            with
        { Columns = new Dictionary<string, string> { ["follower_id"] = "x || 'a'", ["followee_id"] = "y" } };

        var done = await _ingestion.RunAsync(2, source);

        Assert.Equal(["s.csv: 2 = 0 + 2 + 0"], done.Accounts);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_TimePatternAndWrongTimes_RefusesTheseInsteadOfTakingAnother()
    {
        var source = _ingestion.Csv(
            "s", FactKind.Follows, "follower_id,followee_id,at\na,b,31.01.2024\nc,d,31.31.2024\ne,f,\n")
                with
        { TimeFormat = "%d.%m.%Y" };

        var done = await _ingestion.RunAsync(2, source);

        Assert.Equal(Rows("a|b|2024-01-31|s", "e|f|2024-06-30|s"), done.Rows(FactKind.Follows));
        Assert.Equal(["s|s.csv|3|at|not a time between 1990 and 2099|31.31.2024"], done.Rejects);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_ExpressionThatIsNone_IsTheFailureOfItsFileAlone()
    {
        var bad = _ingestion.Csv("bad", FactKind.Follows, "x,y\n1,2\n");
        bad = bad
            with
        {
            Columns = new Dictionary<string,
                string>
            { ["follower_id"] = "nonsense(x)", ["followee_id"] = "y" }
        };

        var done = await _ingestion.RunAsync(
            2, bad, _ingestion.Csv("good", FactKind.Follows, "follower_id,followee_id\n1,2\n"));

        Assert.Equal(["bad.csv: 0 = 0 + 0 + 0 failed", "good.csv: 1 = 1 + 0 + 0"], done.Accounts);
        Assert.Contains("nonsense", done.Plan.New[0].Failure!.Message, StringComparison.Ordinal);
        Assert.StartsWith("bad|bad.csv|NULL|file|", Assert.Single(done.Rejects), StringComparison.Ordinal);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_FileOlderThanTime_TakesTheEarliestTimeThereIs()
    {
        var source = _ingestion.Csv("s", FactKind.Follows, "follower_id,followee_id\na,b\n") with { ObservedAt = null };
        File.SetLastWriteTimeUtc(source.Path, new DateTime(1930, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var done = await _ingestion.RunAsync(1, source);

        Assert.Equal(1990 * 12, done.Result.Facts.Select(file => file.Month + 1970 * 12 - 1).Single());
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_ObservedAtOutsideOfTime_IsTheUsersMistake()
    {
        var source = _ingestion.Csv("s", FactKind.Follows, "follower_id,followee_id\na,b\n")
            with
        { ObservedAt = new DateTimeOffset(204, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        var error = await Assert.ThrowsAsync<UserException>(() => _ingestion.RunAsync(1, source));

        Assert.Contains("observed_at", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_Facts_HoldNoNativeIdAndNoHandle()
    {
        var accounts = _ingestion.Csv("a", FactKind.Accounts, "account_id,handle\nsecret-1,secret-2\n");
        var posts = _ingestion.Csv(
            "p", FactKind.Posts,
            "post_id,author_id,at,text,in_reply_to_author,links\nsecret-3,secret-4,2024-01-01,"
            + "see https://x.example/secret-5 @secret,secret-6,https://secret:1@x.example/secret-7\n");
        var bad = _ingestion.Csv(
            "i", FactKind.Interactions,
            "actor_id,target_id,kind,at,post_id\na,b,secret_8,secret-9,\nc,d,like,secret-10,\n");

        var done = await _ingestion.RunAsync(1, accounts, posts, bad);

        Assert.Equal((2, 2), (done.Accepted, done.Rejected));
        foreach (var row in done.Rows(FactKind.Accounts).Concat(done.Rows(FactKind.Posts)).Concat(done.Rejects))
            Assert.DoesNotContain("secret", row, StringComparison.Ordinal);
    }

    /// <summary>Follows seen last when the export was taken, as texts of the table.</summary>
    private static IEnumerable<string> Rows(params string[] follows) => follows
        .Select(text => text.Split('|'))
        .Select(f => $"{Cleaned.Account(f[0])}|{Cleaned.Account(f[1])}|{f[2]} 00:00:00|2024-06-30 00:00:00|NULL|{f[3]}")
        .Order(StringComparer.Ordinal);

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }
}
