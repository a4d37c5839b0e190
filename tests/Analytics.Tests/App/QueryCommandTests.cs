using Analytics.DuckDb;

namespace Analytics.Tests.App;

public sealed class QueryCommandTests
{
    private const string Leaders = "SELECT rank, account_id, score, \"at\", tags FROM leaders ORDER BY rank";

    [Fact]
    public async Task Query_ToAPipe_WritesAlignedTextWithNulls()
    {
        using AppRun run = new();

        Assert.Equal(0, await run.RunAsync("query", Leaders, "--lake", SmallCatalog.Create(run.Folder)));

        Assert.Equal(
            """
            rank            account_id  score  at                   tags
            ----  --------------------  -----  -------------------  ---------
               1  18446744073709551615  0.875  2026-01-02 03:04:05  [a, b, c]
               2                    42   NULL  NULL                 NULL

            """,
            run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("csv", "rank,account_id,score,at,tags\n"
        + "1,18446744073709551615,0.875,2026-01-02 03:04:05,\"[a, b, c]\"\n2,42,,,\n")]
    [InlineData("ndjson", "{\"rank\":1,\"account_id\":18446744073709551615,\"score\":0.875,"
        + "\"at\":\"2026-01-02T03:04:05\",\"tags\":[\"a\",\"b, c\"]}\n"
        + "{\"rank\":2,\"account_id\":42,\"score\":null,\"at\":null,\"tags\":null}\n")]
    public async Task Query_Format_WritesEveryType(string format, string expected)
    {
        using AppRun run = new();

        await run.RunAsync("query", Leaders, "--lake", SmallCatalog.Create(run.Folder), "--format", format);

        Assert.Equal(expected, run.Output);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format=json")]
    public async Task Query_Json_IsOneArray(string option)
    {
        using AppRun run = new();

        await run.RunAsync("query", "SELECT rank FROM leaders ORDER BY ALL", "--lake", SmallCatalog.Create(run.Folder),
            option);

        Assert.Equal("[\n{\"rank\":1},\n{\"rank\":2}\n]\n", run.Output);
    }

    [Fact]
    public async Task Query_CsvOfAwkwardTexts_KeepsMissingAndEmptyApart()
    {
        using AppRun run = new();

        await run.RunAsync("query", "FROM notes", "--lake", SmallCatalog.Create(run.Folder), "--format", "csv");

        Assert.Equal("text,empty,missing\n\"say \"\"hi\"\", \nyou\",\"\",\n", run.Output);
    }

    [Fact]
    public async Task Query_Parquet_IsReadBackByTheEngine()
    {
        using AppRun run = new();
        var file = run.PathOf("leaders.parquet");

        Assert.Equal(0, await run.RunAsync(
            "query", Leaders + "; -- all", "--lake", SmallCatalog.Create(run.Folder), "--format", "parquet",
            "-o", file));

        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var count = connection.CreateCommand($"SELECT sum(rank)::BIGINT FROM '{file}'");
        Assert.Equal(3L, count.ExecuteScalar());
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Query_ParquetWithoutAPlace_IsAUsageError()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync(
            "query", Leaders, "--lake", SmallCatalog.Create(run.Folder), "--format", "parquet"));
        Assert.Contains("--output FILE", run.Error);
    }

    [Fact]
    public async Task Query_OutputOfAFailedStatement_LeavesNoFile()
    {
        using AppRun run = new();
        var lake = SmallCatalog.Create(run.Folder);

        Assert.Equal(1, await run.RunAsync(
            "query", "FROM leaders; SELECT error('no')", "--lake", lake, "--format", "csv", "-o", run.PathOf("a.csv")));

        Assert.DoesNotContain(Directory.GetFiles(run.Folder), file => file.Contains("a.csv"));
    }

    [Fact]
    public async Task Query_File_RunsAllItsStatements()
    {
        using AppRun run = new();
        var lake = SmallCatalog.Create(run.Folder);
        File.WriteAllText(run.PathOf("two.sql"), "-- first; not yet\nSELECT 'a;b' AS x; SELECT 2 AS y");

        Assert.Equal(0, await run.RunAsync("query", run.PathOf("two.sql"), "--lake", lake, "--format", "csv"));

        Assert.Equal("x\na;b\ny\n2\n", run.Output);
    }

    [Fact]
    public async Task Query_PipedStatements_RunInOrder()
    {
        using AppRun run = new() { Input = "SELECT 1\n AS a;\n.schema leaders\nSELECT 2 AS b; SELECT 3 AS c" };

        Assert.Equal(0, await run.RunAsync("query", "--lake", SmallCatalog.Create(run.Folder), "--format", "csv"));

        Assert.StartsWith("a\n1\ncolumn,type,meaning\ncommunity_id,BIGINT,\"\"\nrank,INTEGER,1 leads\n", run.Output);
        Assert.EndsWith("b\n2\nc\n3\n", run.Output);
    }

    [Fact]
    public async Task Query_PipedQuit_EndsThere()
    {
        using AppRun run = new() { Input = ".quit\nSELECT 1 AS a;\n" };

        Assert.Equal(0, await run.RunAsync("query", "--lake", SmallCatalog.Create(run.Folder)));
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Query_BrokenSql_FailsWithTheEnginesMessage()
    {
        using AppRun run = new();

        Assert.Equal(1, await run.RunAsync("query", "SELEC 1", "--lake", SmallCatalog.Create(run.Folder)));
        Assert.StartsWith("error: Parser Error: syntax error at or near \"SELEC\"", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public async Task Query_Writing_IsRefused()
    {
        using AppRun run = new();

        Assert.Equal(1, await run.RunAsync("query", "DROP VIEW leaders", "--lake", SmallCatalog.Create(run.Folder)));
        Assert.Contains("read-only", run.Error);
    }

    [Fact]
    public async Task Query_NoCatalog_SaysHowToGetOne()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync("query", "SELECT 1", "--lake", run.PathOf("nowhere")));
        Assert.Contains("analytics run FILE", run.Error);
    }

    [Fact]
    public async Task Query_NamedLeaders_JoinsTheIdentityStore()
    {
        using AppRun run = new();
        var lake = SmallCatalog.Create(run.Folder);

        Assert.Equal(0, await run.RunAsync(
            "query", "SELECT rank, handle FROM leaders_named ORDER BY rank", "--lake", lake, "--format", "csv",
            "--identities", run.PathOf("identities.parquet")));

        Assert.Equal("rank,handle\n1,\n2,anna\n", run.Output);
    }

    [Fact]
    public async Task Query_LakeNamesTheIdentityStore_IsFound()
    {
        using AppRun run = new();
        var lake = SmallCatalog.Create(run.Folder);
        var store = run.PathOf("identities.parquet");
        File.WriteAllText(
            Path.Combine(lake, "lake.json"),
            $$"""{ "format": 1, "key_fingerprint": "00", "identity_store": "{{store}}" }""");

        Assert.Equal(0, await run.RunAsync("query", "SELECT handle FROM leaders_named WHERE rank = 2", "--lake", lake,
            "--format", "csv"));

        Assert.Equal("handle\nanna\n", run.Output);
    }

    [Fact]
    public async Task Query_NamedLeadersWithoutStore_SaysWhatIsMissing()
    {
        using AppRun run = new();
        var lake = SmallCatalog.Create(run.Folder);
        File.WriteAllText(
            Path.Combine(lake, "lake.json"),
            """{ "format": 1, "key_fingerprint": "00", "identity_store": "/nowhere/identities.parquet" }""");

        Assert.Equal(1, await run.RunAsync("query", "FROM leaders_named", "--lake", lake));
        Assert.Contains("privacy.reveal_leaders", run.Error);
        Assert.Equal(2, await run.RunAsync("query", "FROM leaders", "--lake", lake, "--identities", "/nowhere/x"));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(60)]
    [InlineData(24)]
    public async Task Query_OnAScreen_StaysWithinItsWidth(int width)
    {
        using AppRun run = new() { OutIsTerminal = true, Width = width };
        run.Set("NO_COLOR", "1");
        var lake = SmallCatalog.Create(run.Folder);

        Assert.Equal(0, await run.RunAsync("query", Leaders, "--lake", lake));
        Assert.Equal(0, await run.RunAsync("query", "FROM notes", "--lake", lake));

        var lines = System.Text.RegularExpressions.Regex.Replace(run.Output, @"\e\[[0-9;]*m", "").Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd('\r').Length <= width, line));
        Assert.Contains(lines, line => line.Contains("NULL"));
        Assert.Contains("2 rows", lines);
    }

    [Fact]
    public async Task Query_ControlCharacters_DoNotReachTheScreen()
    {
        using AppRun run = new();

        await run.RunAsync("query", "SELECT chr(27) || '[2Jx' AS a", "--lake", SmallCatalog.Create(run.Folder));

        Assert.DoesNotContain('\e', run.Output);
        Assert.Contains("␛[2Jx", run.Output);
    }
}
