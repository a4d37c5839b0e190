using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Lake;

/// <summary>
/// A lake in a folder of its own, with runs whose tables are empty but for the run's own row and one follow a run.
/// </summary>
internal sealed class TestLake : IDisposable
{
    /// <summary>A time at which no snapshot has expired.</summary>
    public static readonly DateTimeOffset Soon = new(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private Dictionary<string, byte[]> _kept = [];

    public TestLake()
    {
        Lake = new LakeFolder(Path.Combine(_folder.Path, "the [1st] lake, it's"));
        Lake.Open(IdentityStore, "0123abcd");
        Store = new SnapshotStore(Lake);
    }

    public LakeFolder Lake { get; }

    public SnapshotStore Store { get; }

    public string IdentityStore => Path.Combine(_folder.Path, "identities.parquet");

    public void Dispose() => _folder.Dispose();

    /// <summary>Everything but the commit: files under <c>runs/</c> and the manifest that names them.</summary>
    public (string WorkFolder, SnapshotManifest Manifest, IReadOnlyDictionary<string, string> Staged) Stage(
        int sequence, SnapshotManifest? previous = null, bool held = false)
    {
        var run = $"{sequence:0000}-feed";
        var work = Path.Combine(Lake.Runs, $"{sequence:0000}");
        var staging = Directory.CreateDirectory(Path.Combine(work, "staging")).FullName;
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        var marts = new List<ParquetFile>();
        foreach (var table in MartCatalog.All.Where(table => table.Kind != TableKind.Fact))
        {
            var columns = string.Join(", ", table.Columns.Select(column =>
                $"CAST({(column.Name == "run_id" ? $"'{run}'" : "NULL")} AS {column.Type}) AS {column.Quoted}"));
            var path = Path.Combine(work, $"{table.Name}.parquet");
            connection.Execute(
                $"COPY (SELECT {columns} WHERE {table.Name == "runs"}) TO {ParquetView.Literal(path)} "
                + "(FORMAT parquet)");
            marts.Add(MartWriter.Describe(
                table.Name, path, $"{(held ? "held" : "snapshots")}/{run}/{table.Name}.parquet", 1));
        }

        var follows = Path.Combine(staging, "follows-2024-01.parquet");
        connection.Execute(
            $"COPY (SELECT {sequence}::UBIGINT AS follower_id, 0::UBIGINT AS followee_id, "
            + "TIMESTAMP '2024-01-01' AS first_seen, "
            + "TIMESTAMP '2024-01-01' AS last_seen, NULL::TIMESTAMP AS ended_at, 's' AS source) "
            + $"TO {ParquetView.Literal(follows)} (FORMAT parquet)");
        var target = $"facts/follows/month=2024-01/{sequence:0000}.parquet";
        var fact = MartWriter.Describe("follows", follows, target, 1);
        var time = new DateTimeOffset(2024, 1, sequence, 0, 0, 0, TimeSpan.Zero);
        var manifest = new SnapshotManifest(
            LakeFolder.FormatVersion, sequence, run, "test", held ? "held" : "done", time, time.AddMinutes(1), 42, "00",
            "0.1.0",
            TestDefinition.Defaults.Purpose, 7, [.. previous?.Facts ?? [], fact], marts,
            [
                .. previous?.Files ?? [],
                new IngestedFile("aa", "bb", "süß", $"x{sequence}.csv", 10, 5, 3, 1, 1, sequence),
            ],
            "0123abcd");
        return (work, manifest, new Dictionary<string, string> { [follows] = target });
    }

    /// <summary>A whole run: staged, committed, published.</summary>
    public SnapshotManifest Commit(int sequence, SnapshotManifest? previous = null)
    {
        var (work, manifest, staged) = Stage(sequence, previous);
        Store.Commit(work, manifest, staged);
        Catalog.Publish(Lake, manifest);
        return manifest;
    }

    /// <summary>A whole run that a quality gate holds back.</summary>
    public SnapshotManifest Hold(int sequence, SnapshotManifest? previous = null)
    {
        var (work, manifest, staged) = Stage(sequence, previous, held: true);
        Store.Commit(work, manifest, staged);
        return manifest;
    }

    /// <summary>What a test may do to the lake before <see cref="Restore"/> brings this state back.</summary>
    public void Keep() => _kept = Files().ToDictionary(path => path, path => File.ReadAllBytes(Lake.Absolute(path)));

    public void Restore()
    {
        Directory.Delete(Lake.Path, recursive: true);
        foreach (var folder in new[] { Lake.Path, Lake.Facts, Lake.Snapshots, Lake.Runs })
            Directory.CreateDirectory(folder);
        foreach (var (path, bytes) in _kept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Lake.Absolute(path))!);
            File.WriteAllBytes(Lake.Absolute(path), bytes);
        }
    }

    /// <summary>All files of the lake, relative, but for the catalog's own.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Lake.Path, "*", SearchOption.AllDirectories).Select(Lake.Relative)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The followers that the catalog shows, as a reader that opens it now sees them.</summary>
    public IReadOnlyList<ulong> Followers()
    {
        using var connection = OpenCatalog();
        return Followers(connection);
    }

    public static IReadOnlyList<ulong> Followers(DuckDbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT follower_id FROM follows ORDER BY 1";
        using var rows = command.ExecuteReader();
        var followers = new List<ulong>();
        while (rows.Read()) followers.Add(rows.GetFieldValue<ulong>(0));
        return followers;
    }

    public DuckDbConnection OpenCatalog()
    {
        var connection = new DuckDbConnection($"Data Source=\"{Lake.Catalog}\";access_mode=READ_ONLY");
        connection.Open();
        return connection;
    }
}
