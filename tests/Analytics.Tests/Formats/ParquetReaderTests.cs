using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats;

public sealed class ParquetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_AnyTypes_GivesTexts()
    {
        var path = Write("""
            SELECT * FROM (VALUES
                (18446744073709551615::UBIGINT, TIMESTAMPTZ '2024-05-01 10:00:00+02', ['a', 'b "c"'], 3::TINYINT, true),
                (1, NULL, NULL, NULL, NULL),
                (2, TIMESTAMPTZ '2024-05-01 00:00:00.123456+00', [], 0, false)) t(id, "at", tags, n, paid)
            """);
        var source = TestSource.Of(
            SourceFormat.Parquet, FactKind.Posts, path,
            "post_id=id", "author_id=id", "at=at", "hashtags=tags", "likes=n", "sponsored=paid");

        Assert.Equal(
            ["1: 18446744073709551615|2024-05-01 08:00:00+00|[\"a\",\"b \\\"c\\\"\"]|true|3",
            "2: 1|NULL|NULL|NULL|NULL", "3: 2|2024-05-01 00:00:00.123456+00|[]|false|0"],
            RawRecords.OfFile(source, _engine).Lines);
    }

    [Fact]
    public void Read_Expressions_AreComputedAndFailForTheirRecordAlone()
    {
        var path = Write("SELECT * FROM (VALUES ({'id': 5}, '12'), ({'id': 6}, 'many')) t(person, n)");
        var source = TestSource.Of(
            SourceFormat.Parquet, FactKind.Accounts, path, "account_id=struct_extract(person, 'id')",
            "claimed_followers=n::INT + 1");

        var read = RawRecords.OfFile(source, _engine);

        Assert.Empty(read.Plan.Expressions);
        Assert.Equal(SlotOrigin.Raw, read.Plan.Slots[2].Origin);
        Assert.Equal(
            [("5", "13"), ("6", null)],
            read.Records.Select(r => (r.Fields[read.Plan.Slots[0].Index], r.Fields[read.Plan.Slots[2].Index])));
    }

    [Fact]
    public void Read_TimePattern_WorksOnTextsAndLeavesTimesAlone()
    {
        var path = Write("SELECT '31.12.2024' AS \"at\", TIMESTAMP '2024-01-02 03:04:05' AS last, 1 AS x");
        var source = TestSource.Of(
            SourceFormat.Parquet, FactKind.Follows, path, "follower_id=x", "followee_id=x", "at=at", "last_seen=last")
            with
        { TimeFormat = "%d.%m.%Y" };

        var read = RawRecords.OfFile(source, _engine);

        Assert.Equal("2024-12-31 00:00:00", read.Records[0].Fields[read.Plan.Slots[2].Index]);
        Assert.Equal("2024-01-02 03:04:05", read.Records[0].Fields[read.Plan.Slots[3].Index]);
    }

    [Fact]
    public void Read_ManyRows_KeepTheirOrderAndNumbers()
    {
        var path = Write("SELECT range AS a, range + 1 AS b FROM range(300000)");
        var source = TestSource.Of(SourceFormat.Parquet, FactKind.Follows, path, "follower_id=a", "followee_id=b");

        var read = RawRecords.OfFile(source, _engine);

        Assert.Equal(300_000, read.Records.Count);
        Assert.All(read.Records, r => Assert.Equal($"{r.Line - 1}", r.Fields[0]));
    }

    [Fact]
    public void Read_NameThatLooksLikeAGlob_IsThatFile()
    {
        Write("SELECT 9 AS follower_id, 9 AS followee_id", "x1.parquet");
        var path = Write("SELECT 1 AS follower_id, 2 AS followee_id", "x[1]'*?.parquet");
        var source = TestSource.Of(SourceFormat.Parquet, FactKind.Follows, path);

        Assert.Equal(["1: 1|2"], RawRecords.OfFile(source, _engine).Lines);
    }

    [Fact]
    public void Open_NoRows_GivesNone()
    {
        var path = Write("SELECT 1 AS follower_id, 2 AS followee_id WHERE false");

        Assert.Empty(RawRecords.OfFile(TestSource.Of(SourceFormat.Parquet, FactKind.Follows, path), _engine).Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("follower_id,followee_id\n1,2\n")]
    [InlineData("PAR1 and then nothing of the kind PAR1")]
    public void Open_NoParquet_IsRefused(string content)
    {
        var path = Path.Combine(_folder.Path, "not.parquet");
        File.WriteAllText(path, content);
        var source = TestSource.Of(SourceFormat.Parquet, FactKind.Follows, path);

        Assert.Throws<ExportFileException>(() => RawRecords.OfFile(source, _engine));
    }

    [Fact]
    public void Open_MissingColumn_SaysWhichAndWhatThereIs()
    {
        var path = Write("SELECT 1 AS follower, 2 AS followee_id");
        var source = TestSource.Of(SourceFormat.Parquet, FactKind.Follows, path);

        var error = Assert.Throws<ExportFileException>(() => RawRecords.OfFile(source, _engine));

        Assert.Contains("no column 'follower_id'", error.Message, StringComparison.Ordinal);
        Assert.Contains("follower, followee_id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedPages_IsAFaultBehindWhatCouldBeRead()
    {
        var path = Write("SELECT hash(range) AS follower_id, hash(range + 1) AS followee_id FROM range(500000)");
        var content = File.ReadAllBytes(path);
        content.AsSpan(content.Length / 2, 200_000).Fill(0xEE);
        File.WriteAllBytes(path, content);

        var read = RawRecords.OfFile(TestSource.Of(SourceFormat.Parquet, FactKind.Follows, path), _engine);

        Assert.NotNull(read.Fault);
        Assert.InRange(read.Records.Count, 0, 499_999);
    }

    private string Write(string sql, string name = "file.parquet")
    {
        // Written under a plain name: the writer has its own ideas of what stars mean.
        var plain = Path.Combine(_folder.Path, "plain");
        using var connection = _engine.Connect();
        connection.Execute($"COPY ({sql}) TO '{plain}' (FORMAT parquet)");
        var path = Path.Combine(_folder.Path, name);
        File.Move(plain, path);
        return path;
    }
}
