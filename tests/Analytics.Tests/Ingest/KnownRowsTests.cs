using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Ingest;

/// <summary>A month that many runs have written to.</summary>
public sealed class KnownRowsTests : IDisposable
{
    private const int RowsOfFile = 100;

    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open(
        settings: new Dictionary<string, string> { ["threads"] = "1" });

    private readonly RowLayout _layout =
        new FactTable(FactSchema.Of(FactKind.Interactions), DuckDbLogicalType.EnumOf("s")).Layout!;

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(KnownRows.MostFiles)]
    [InlineData(KnownRows.MostFiles + 1)]
    public unsafe void CopyTo_AnyNumberOfFiles_GivesEachRowOnceInItsBucket(int files)
    {
        using var known = Open([.. Enumerable.Range(0, files).Select(file => Write(file * RowsOfFile, RowsOfFile))]);
        using var rows = new RowBuffer(_layout.Words);
        var targets = new List<ulong>();
        for (var bucket = 0; bucket < MonthRows.Buckets; bucket++)
        {
            rows.Clear();
            known.CopyTo(bucket, rows);
            for (var row = 0; row < rows.Count; row++)
            {
                targets.Add(rows.Rows[row * _layout.Words]);
                Assert.Equal(bucket, MonthRows.BucketOf(targets[^1]));
            }
        }

        Assert.Equal(Enumerable.Range(0, files * RowsOfFile).Select(Target).Order(), targets.Order());
    }

    [Fact]
    public void CopyTo_MoreFilesThanAreReadSideBySide_HoldsFewOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");

        // More rows than the engine produces ahead, so that a file that was begun stays open.
        var large = Write(0, 40_000);
        using var known = Open([.. Enumerable.Repeat(large, KnownRows.MostFiles + 1)]);
        using var rows = new RowBuffer(_layout.Words);

        known.CopyTo(0, rows);

        Assert.InRange(rows.Count, 1, int.MaxValue);
        Assert.InRange(OpenFiles(), 0, 8);
    }

    private static ulong Target(int row) => (ulong)row * 11400714819323198485;

    private KnownRows Open(IReadOnlyList<string> files) =>
        new(_engine, _layout, files, new long[1], TestContext.Current.CancellationToken);

    /// <summary>Path of a fact file with some of the targets.</summary>
    private string Write(int first, int rows)
    {
        var path = Path.Combine(_folder.Path, $"{first}-{rows}.parquet");
        using var connection = _engine.Connect();
        connection.Execute(
            "COPY (SELECT 1::UBIGINT AS actor_id, "
            + "((i::HUGEINT * 11400714819323198485) % 18446744073709551616)::UBIGINT AS target_id, 'like' AS kind, "
            + "NULL::UBIGINT AS post_id, TIMESTAMP '2024-01-01' AS at, 's' AS source "
            + $"FROM range({first}, {first + rows}) AS r(i) ORDER BY target_id) TO '{path}' (FORMAT parquet)");
        return path;
    }

    private int OpenFiles() => Directory.EnumerateFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true);
}
