using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Gates;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;
using Analytics.Pipeline.Sources;
using Analytics.Tests.Formats;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Gates;

/// <summary>Gates on what sources delivered, on histories made by hand.</summary>
public sealed class SourceGatesTests : IDisposable
{
    private const string Name = "source";

    private static readonly SourceDefinition Source = TestSource.Csv(FactKind.Follows);

    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;
    private readonly string _rejects;

    public SourceGatesTests()
    {
        _connection = _engine.Connect();
        _rejects = Path.Combine(_folder.Path, "rejects.parquet");
        Refuse("SELECT 's' AS source, '' AS file, 1::BIGINT AS line, '' AS field, '' AS reason, '' AS sample LIMIT 0");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(100, GateOutcome.Passed)]
    [InlineData(11, GateOutcome.Passed)]
    [InlineData(10, GateOutcome.Failed)]
    [InlineData(0, GateOutcome.Failed)]
    [InlineData(5_000, GateOutcome.Passed)]
    public void Rows_NightlyDelta_FailsBelowATenthOfTheMedian(long rows, GateOutcome expected)
    {
        // The first delivery of a lake often holds the years before; the median does not mind.
        var result = Judge("min_rows_share", new(0.1), History(900_000, 90, 100, 110, 100, 105), rows);

        Assert.Equal(expected, result.Outcome);
        Assert.Equal(rows / 102.5, result.Found);
        Assert.Equal(expected == GateOutcome.Failed ? [$"file-0.csv: {rows} rows"] : [], result.Causes);
    }

    [Fact]
    public void Rows_TooFew_TellsFoundAndExpected() => Assert.Equal(
        "gates.min_rows_share, source source: 5 rows came in 1 files, 5.0 % of the median of the last 5 runs, "
        + "100 rows in 1 files; at least 10.0 % expected. [file-0.csv: 5 rows]",
        Judge("min_rows_share", new(0.1), History(100, 100, 100, 100, 100), 5).ToString());

    [Fact]
    public void Rows_ShortHistory_IsNotJudged()
    {
        var result = Judge("min_rows_share", new(0.1), History(100, 100, 100, 100), 1);

        Assert.Equal(GateOutcome.NotJudged, result.Outcome);
        Assert.Contains("4 runs brought files of it; a median needs 5", result.Explanation);
        Assert.Equal(
            GateOutcome.Failed, Judge("min_rows_share", new(0.1) { HistoryRuns = 2 }, History(9, 100, 100), 1).Outcome);
    }

    [Fact]
    public void Rows_NoNewFiles_IsNoFall() => Assert.Equal(
        GateOutcome.NotJudged, Judge("min_rows_share", new(0.1), History(100, 100, 100, 100, 100)).Outcome);

    /// <summary>After an outage of three nights: as many rows a file as ever.</summary>
    [Fact]
    public void Rows_SeveralNightsAtOnce_AreNotTooMany()
    {
        GatesDefinition gates = new(0.1) { MaxRowsShare = 2 };
        var history = History(100, 100, 100, 100, 100);

        Assert.Equal(GateOutcome.Passed, Judge("max_rows_share", gates, history, 100, 110, 90).Outcome);
        Assert.Equal(GateOutcome.Failed, Judge("max_rows_share", gates, history, 100, 1_000, 90).Outcome);
        Assert.Equal(GateOutcome.Failed, Judge("max_rows_share", gates, history, 300).Outcome);
        Assert.Equal(GateOutcome.NotJudged, Judge("max_rows_share", new(0.1), history, 300).Outcome);
    }

    [Fact]
    public void Rows_OldRunsAndOtherSources_DoNotCount()
    {
        var history = History(1, 1, 1, 1, 1, 1, 100, 100, 100, 100, 100, 100, 100)
            .Concat(History(5_000, 5_000, 5_000).Select(file => file with { Source = "other", Sequence = 50 }));

        Assert.Equal(1, Judge("min_rows_share", new(0.1), [.. history], 100).Found);
    }

    [Fact]
    public void Rejects_TooMany_NamesFilesReasonsAndLines()
    {
        Refuse("SELECT 'source' AS source, 'a.csv' AS file, (i * 3 + 2)::BIGINT AS line, 'at' AS field, "
            + "'not a time' AS reason, NULL AS sample FROM range(40) AS t(i) UNION ALL "
            + "SELECT 'source', 'b.csv', 9, 'actor_id', 'missing', NULL UNION ALL "
            + "SELECT 'source', 'b.csv', i, 'target_id', 'an account cannot turn to itself', NULL FROM range(50) t(i) "
            + "UNION ALL SELECT 'other', 'c.csv', 1, 'at', 'missing', NULL");
        var report = Report(200) with { Rejected = 91, SelfLoops = 50 };

        var result = Judge("max_reject_share", new(0.2), [], report);

        Assert.Equal((GateOutcome.Failed, 41 / 200.0, 0.2), (result.Outcome, result.Found, result.Limit));
        Assert.Equal(
            [
                "a.csv: 40 rows, at not a time, first in line 2, 5, 8",
                "b.csv: 1 rows, actor_id missing, first in line 9",
            ],
            result.Causes);
        Assert.Equal(GateOutcome.Passed, Judge("max_reject_share", new(0.205), [], report).Outcome);
    }

    [Fact]
    public void Unreadable_NothingOfASource_Fails()
    {
        var nothing = Report(0) with { FilesNew = 0, FilesFailed = 2 };

        Assert.Equal(GateOutcome.Failed, Judge("unreadable", new(1), [], nothing).Outcome);
        Assert.Equal(GateOutcome.Passed, Judge("unreadable", new(1), [], nothing with { FilesKnown = 1 }).Outcome);
        Assert.Equal(GateOutcome.Passed, Judge("unreadable", new(1), [], nothing with { FilesNew = 1 }).Outcome);
    }

    [Fact]
    public void Completeness_BelowTheLimit_NamesTheLists()
    {
        _connection.Execute(
            "CREATE TEMP VIEW claimed_lists AS SELECT * FROM (VALUES ('source', 7::UBIGINT, 'followers', 10, 5000), "
            + "('source', 8::UBIGINT, 'following', 90, 100), ('source', 9::UBIGINT, 'followers', 100, 100)) "
            + "AS t(source, account_id, direction, received, claimed)");
        var report = Report(100) with { Completeness = 0.04 };

        var result = Judge("min_completeness", new(0.1) { MinCompleteness = 0.5 }, [], report);

        Assert.Equal(GateOutcome.Failed, result.Outcome);
        Assert.Equal(["account 7: 10 of 5,000 followers", "account 8: 90 of 100 following"], result.Causes);
        Assert.Equal(GateOutcome.NotJudged, Judge("min_completeness", new(0.1), [], report).Outcome);
        Assert.Equal(
            GateOutcome.NotJudged,
            Judge("min_completeness", new(0.1) { MinCompleteness = 1 }, [], Report(1)).Outcome);
    }

    private GateResult Judge(
        string gate, GatesDefinition gates, IReadOnlyList<IngestedFile> history, params long[] rows)
    {
        var files = rows.Select((read, i) =>
            new ExportFile(Source, 0, Path.Combine(_folder.Path, $"file-{i}.csv")) { Read = read }).ToList();
        return Judge(gate, gates, history, Report(rows.Sum()) with { FilesNew = rows.Length }, files);
    }

    private GateResult Judge(
        string gate, GatesDefinition gates, IReadOnlyList<IngestedFile> history, SourceReport report,
        List<ExportFile>? files = null)
    {
        var pipeline = TestDefinition.Defaults with { Gates = gates };
        return SourceGates.Judge(
            _connection, pipeline, new IngestPlan(files ?? [], []), history, [_rejects], [report])
            .Single(result => result.Gate == gate);
    }

    private void Refuse(string rows) =>
        _connection.Execute($"COPY ({rows}) TO {ParquetView.Literal(_rejects)} (FORMAT parquet)");

    private static SourceReport Report(long read) => new(Name, 1, 0, 0, read, read, 0, 0, null);

    /// <summary>One file a run, the oldest run first.</summary>
    private static IReadOnlyList<IngestedFile> History(params long[] rows) =>
    [
        .. rows.Select((read, i) => new IngestedFile("", "", Name, $"{i}.csv", 1, read, read, 0, 0, i + 1)),
    ];
}
