using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Runs;

/// <summary>Lakes whose fact files were written before a column was there.</summary>
public sealed class OlderFactsTests : IDisposable
{
    private const int Limit = 90_000;

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Run_OverFilesWithoutNewerColumns_ReadsThemAsUnknown()
    {
        _folder.Write("posts-1.csv", Posts(1, "Werbung: neu"));
        await RunFolder.RunAsync(Pipeline());
        Assert.Equal(["10\t10\t10"], NewerFigures());
        ForgetNewerColumns();

        // A run without news has old files alone, the next one old and new files side by side.
        await RunFolder.RunAsync(Pipeline());
        Assert.Equal(["10\t0\t0"], NewerFigures());
        Assert.Equal(Declared(), Described());

        _folder.Write("posts-2.csv", Posts(101, "Anzeige: neu"));
        await RunFolder.RunAsync(Pipeline());
        Assert.Equal(["20\t10\t10"], NewerFigures());
        Assert.Equal(["10\t10"], LakeContents.Query(
            _folder.Lake, "SELECT count(*) FILTER (disclosure_up_front), count(reach) FROM posts"));
        Assert.Equal(Declared(), Described());
    }

    private PipelineDefinition Pipeline()
    {
        _folder.Write("follows.csv", Pairs().Prepend("follower_id,followee_id"));
        return _folder.Pipeline(
            """
              - { name: follows, kind: follows, path: follows.csv, format: csv }
              - { name: posts, kind: posts, path: "posts-*.csv", format: csv }
            """);
    }

    private static IEnumerable<string> Pairs() =>
        from one in Enumerable.Range(1, 5)
        from other in Enumerable.Range(1, 5)
        where one != other
        select $"u{one},u{other}";

    /// <summary>Ten posts in German, two of each of five authors.</summary>
    private static IEnumerable<string> Posts(int first, string text) =>
        Enumerable.Range(first, 10).Select(i => $"p{i},u{i % 5 + 1},2024-01-01T10:{i % 60:00}:00Z,de,{text},3,30")
            .Prepend("post_id,author_id,at,language,text,likes,reach");

    private IReadOnlyList<string> NewerFigures() => LakeContents.Query(
        _folder.Lake, "SELECT sum(sponsored_posts), sum(adequate_posts), sum(reached_posts) FROM leaders");

    private IReadOnlyList<string> Described() =>
        LakeContents.Query(_folder.Lake, "SELECT column_name, column_type FROM (DESCRIBE posts)");

    private static IEnumerable<string> Declared() =>
        MartCatalog.Facts.Single(table => table.Name == "posts").Columns.Select(one => $"{one.Name}\t{one.Type}");

    private void ForgetNewerColumns()
    {
        var newer = MartCatalog.Facts.Single(table => table.Name == "posts").Columns
            .Where(column => column.AddedLater).Select(column => column.Name);
        var folder = Path.Combine(_folder.Lake, "facts", "posts");
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        foreach (var path in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).ToList())
        {
            connection.Execute(
                $"COPY (SELECT * EXCLUDE ({string.Join(", ", newer)}) "
                + $"FROM read_parquet('{path}', hive_partitioning = false)) TO '{path}.old' (FORMAT parquet)");
            File.Move(path + ".old", path, overwrite: true);
        }
    }
}
