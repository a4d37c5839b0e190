using System.Globalization;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

/// <summary>Tables that outgrow what is sorted at a time, and come out as several files a month.</summary>
public sealed class IngestPartsTests : IDisposable
{
    private const int Soon = 120_000;

    private readonly Ingestion _ingestion = new();

    public void Dispose() => _ingestion.Dispose();

    [Fact(Timeout = Soon)]
    public async Task RunAsync_MoreThanIsSortedAtATime_WritesTheSameRowsInSeveralParts()
    {
        var sources = Sources();
        var whole = await _ingestion.RunAsync(2, sources);
        _ingestion.SortBytes = 200_000;

        var parted = await _ingestion.RunAsync(2, sources);

        Assert.Equal(8, Facts(whole).Count());
        var months = Facts(parted).GroupBy(file => (file.Table, file.Month)).ToList();
        Assert.Equal(8, months.Count);
        Assert.All(months, parts => Assert.InRange(parts.Count(), 3, 50));
        foreach (var kind in new[] { FactKind.Follows, FactKind.Interactions })
        {
            var rows = parted.Rows(kind);
            Assert.Equal(whole.Rows(kind), rows);
            Assert.Equal(rows.Count, rows.Distinct().Count());
        }

        Assert.Equal(whole.Accounts, parted.Accounts);
        Assert.Equal(whole.Rejects, parted.Rejects);
        Assert.Equal((103_000, 103_000), (parted.Read, parted.Accepted + parted.Rejected + parted.Duplicates));
        Assert.Equal(parted.Accepted, Facts(parted).Sum(file => file.Rows));
        Assert.InRange(parted.Duplicates, 1000, 50_000);
        Assert.InRange(parted.Rejected, 100, 5000);
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_MoreThanIsSortedAtATime_SortsEachPart()
    {
        _ingestion.SortBytes = 200_000;

        var parted = await _ingestion.RunAsync(2, Sources());

        Assert.All(Facts(parted), file =>
        {
            Assert.InRange(file.Rows, 2, 20_000);
            Assert.Equal([$"{file.Rows}|0|0"], OutOfPlace(file));
        });
    }

    [Fact(Timeout = Soon)]
    public async Task RunAsync_SeveralPartsOnAnyNumberOfThreads_GivesTheSameBytes()
    {
        var sources = Sources();
        _ingestion.SortBytes = 200_000;

        var first = await _ingestion.RunAsync(1, sources);

        foreach (var threads in new[] { 2, 4 })
        {
            var again = await _ingestion.RunAsync(threads, sources);
            Assert.Equal(first.Accounts, again.Accounts);
            Assert.Equal(first.Hashes, again.Hashes);
        }
    }

    [Theory(Timeout = Soon)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    public async Task RunAsync_AsManySourcesAsFillAByteAndMore_NamesTheSourceOfEachFact(int count)
    {
        SourceDefinition[] sources =
        [
            .. Enumerable.Range(0, count).Select(i => _ingestion.Csv($"s{i}", (FactKind)(i % 4), OfSource(i))),
        ];

        var done = await _ingestion.RunAsync(2, sources);

        Assert.Equal((2L * count, 2L * count), (done.Read, done.Accepted));
        foreach (var kind in Enum.GetValues<FactKind>())
        {
            var account = kind == FactKind.Posts ? 1 : 0;
            var found = done.Rows(kind).Select(row => row.Split('|')).Select(row => $"{row[account]} {row[^1]}");
            var expected = Enumerable.Range(0, count).Where(i => i % 4 == (int)kind)
                .SelectMany(i => Enumerable.Repeat($"{Cleaned.Account($"a{i}")} s{i}", 2));
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Without the rows that count as duplicates.</summary>
    private static IEnumerable<StagedFacts> Facts(Ingested ingested) =>
        ingested.Result.Facts.Where(file => file.Table != "sightings");

    /// <summary>Two files of each kind that overlap; rows differ in the last columns of the order alone too.</summary>
    private SourceDefinition[] Sources()
    {
        var ties = new StringBuilder();
        for (var i = 0; i < 500; i++)
        {
            foreach (var kind in new[] { "quote", "reply", "like" })
                ties.Append(CultureInfo.InvariantCulture, $"x{i},z,{kind},1704100000,p\nx{i},z,{kind},1704100000,\n");
        }

        return
        [
            _ingestion.Csv("f", FactKind.Follows, LargeExports.Follows(1, 30_000)),
            _ingestion.Csv("g", FactKind.Follows, LargeExports.Follows(2, 20_000)),
            _ingestion.Csv("i", FactKind.Interactions, LargeExports.Interactions(3, 30_000, 10_000_000) + ties),
            _ingestion.Csv("j", FactKind.Interactions, LargeExports.Interactions(4, 20_000, 10_000_000)),
        ];
    }

    /// <summary>Two records of one account.</summary>
    private static string OfSource(int source) => (FactKind)(source % 4) switch
    {
        FactKind.Follows => $"follower_id,followee_id\na{source},b\na{source},c\n",
        FactKind.Interactions =>
            $"actor_id,target_id,kind,at\na{source},b,like,1704100000\na{source},c,like,1704100000\n",
        FactKind.Posts => $"post_id,author_id,at\np{source},a{source},1704100000\nq{source},a{source},1704100000\n",
        _ => $"account_id,observed_at\na{source},1704100000\na{source},1704200000\n",
    };

    /// <summary>Counts of a file: all rows, those out of order, those of other months.</summary>
    private static IReadOnlyList<string> OutOfPlace(StagedFacts file)
    {
        // Kinds are ordered by their codes, and a text of them is what the file holds.
        var kinds = string.Join(", ", FactSchema.InteractionKinds.Members.Select(kind => $"'{kind}'"));
        var (time, order) = file.Table == "follows"
            ? ("first_seen", "followee_id, follower_id")
            : ("\"at\"", $"target_id, \"at\", actor_id, post_id NULLS FIRST, list_position([{kinds}], kind)");
        return Ingested.Query(
            "SELECT count(*), count(*) FILTER (place <> file_row_number), "
            + $"count(*) FILTER (strftime(time, '%Y-%m') <> '{FactSchema.MonthName(file.Month)}') "
            + $"FROM (SELECT {time} AS time, file_row_number, row_number() OVER (ORDER BY {order}) - 1 AS place "
            + $"FROM read_parquet('{file.Path}', file_row_number = true))");
    }
}
