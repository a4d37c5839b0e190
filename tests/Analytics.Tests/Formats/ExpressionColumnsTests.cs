using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

public sealed class ExpressionColumnsTests : IDisposable
{
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Compute_Rows_GivesTheValuesInOrder() => Assert.Equal(
        ["1-x", "2-y", null],
        Compute("a || '-' || b", ("1", "x"), ("2", "y"), ("3", null)));

    [Fact]
    public void Compute_ExpressionThatFails_GivesNothingForThatRecordOnly() => Assert.Equal(
        ["11", null, "13"],
        Compute("a::INTEGER + 10", ("1", ""), ("one", ""), ("3", "")));

    [Fact]
    public void Compute_InvalidUtf8_GivesNothingForThatRecordOnly()
    {
        using var expressions = Columns("upper(a)", out var batch);
        Fill(batch, ["ok"u8.ToArray(), [0xC3, 0x28], "fine"u8.ToArray()]);

        Assert.Equal(["OK", null, "FINE"], Texts(expressions.Compute(batch), 3));
    }

    [Fact]
    public void Compute_SecondBatch_ForgetsTheFirst()
    {
        using var expressions = Columns("a || repeat('!', 20)", out var batch);
        Fill(batch, [.. Enumerable.Range(0, RawBatch.Capacity).Select(i => Encoding.ASCII.GetBytes($"{i}"))]);
        Assert.Equal($"2047{new string('!', 20)}", Texts(expressions.Compute(batch), RawBatch.Capacity)[2047]);

        Fill(batch, ["again"u8.ToArray()]);

        Assert.Equal([$"again{new string('!', 20)}"], Texts(expressions.Compute(batch), 1));
    }

    [Theory]
    [InlineData("'31.12.2024'", "2024-12-31 00:00:00")]
    [InlineData("' 31.12.2024 '", "2024-12-31 00:00:00")]
    [InlineData("'31.31.2024'", "31.31.2024")]
    [InlineData("''", "")]
    public void Compute_TimePattern_LeavesWhatIsNoTimeForTheCleanerToRefuse(string value, string expected)
    {
        var source = TestSource.Csv(FactKind.Follows, "follower_id=a", "followee_id=a", "at=a")
            with
        { TimeFormat = "%d.%m.%Y" };
        using var expressions = new ExpressionColumns(ColumnPlan.Of(source, ["a"]), _engine);
        var batch = new RawBatch(1);
        Fill(batch, [Encoding.UTF8.GetBytes(value.Trim('\''))]);

        Assert.Equal([expected], Texts(expressions.Compute(batch), 1));
    }

    [Theory]
    [InlineData("no_such_function(a)")]
    [InlineData("a ||| (")]
    [InlineData("count(a)")]
    [InlineData("unnest([a, a])")]
    public void Compute_ExpressionThatIsNone_IsTheFilesFault(string sql)
    {
        using var expressions = Columns(sql, out var batch);
        Fill(batch, ["1"u8.ToArray(), "2"u8.ToArray()]);

        Assert.Throws<ExportFileException>(() => expressions.Compute(batch));
    }

    [Fact]
    public void Compute_OnNdjson_TakesKeywordsForMembersWithoutHarm()
    {
        var source = TestSource.Ndjson(
            FactKind.Follows, "follower_id=CASE WHEN a = 'x' THEN 'y' ELSE cast(\"b.c\" AS VARCHAR) end",
            "followee_id=a");

        var read = RawRecords.OfText(source, "{\"a\":\"x\"}\n{\"a\":\"z\",\"b\":{\"c\":7}}\n");
        using var expressions = new ExpressionColumns(read.Plan, _engine);
        var batch = new RawBatch(read.Plan.RawColumns.Count);
        for (var column = 0; column < batch.Columns.Length; column++)
        {
            for (var row = 0; row < 2; row++)
            {
                var text = read.Records[row].Fields[column];
                batch.Columns[column][row] = text is null ? Utf8Field.Missing
                    : Utf8Field.Of(Pin(Encoding.UTF8.GetBytes(text)));
            }
        }

        batch.Count = 2;

        Assert.Equal(["y", "7"], Texts(expressions.Compute(batch), 2));
    }

    private IEnumerable<string?> Compute(string sql, params (string? A, string? B)[] rows)
    {
        using var expressions = Columns(sql, out var batch);
        batch.Count = rows.Length;
        for (var row = 0; row < rows.Length; row++)
        {
            batch.Columns[0][row] = Field(rows[row].A);
            if (batch.Columns.Length > 1) batch.Columns[1][row] = Field(rows[row].B);
        }

        return Texts(expressions.Compute(batch), rows.Length);
    }

    private ExpressionColumns Columns(string sql, out RawBatch batch)
    {
        var plan = ColumnPlan.Of(TestSource.Csv(FactKind.Follows, $"follower_id={sql}", "followee_id=a"), ["a", "b"]);
        batch = new RawBatch(plan.RawColumns.Count);
        return new ExpressionColumns(plan, _engine);
    }

    private static void Fill(RawBatch batch, byte[][] values)
    {
        for (var row = 0; row < values.Length; row++) batch.Columns[0][row] = Utf8Field.Of(Pin(values[row]));
        batch.Count = values.Length;
    }

    private static Utf8Field Field(string? text) => text is null ? Utf8Field.Missing
        : Utf8Field.Of(Pin(Encoding.UTF8.GetBytes(text)));

    /// <summary>Pinned for as long as the test runs.</summary>
    private static byte[] Pin(byte[] bytes)
    {
        System.Runtime.InteropServices.GCHandle.Alloc(bytes, System.Runtime.InteropServices.GCHandleType.Pinned);
        return bytes;
    }

    private static List<string?> Texts(Utf8Field[][] columns, int rows) =>
        [.. columns[0][..rows].Select(field => field.IsMissing ? null : Encoding.UTF8.GetString(field.Bytes))];
}
