using Analytics.DuckDb;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;

namespace Analytics.App.Query;

/// <summary>
/// The catalog of a lake, read-only, with the handles of leaders beside it where the reader may see them. It keeps
/// answering from the snapshot it was opened on, whatever is published meanwhile.
/// </summary>
internal sealed class CatalogConnection : IDisposable
{
    /// <summary>Leaders with handle; there only if the identity store can be read.</summary>
    public const string NamedLeaders = "leaders_named";

    private readonly string? _spill = CreateSpillFolder();
    private readonly DuckDbDatabase _database;

    private CatalogConnection(Func<string?, string> fileIn)
    {
        try
        {
            _database = DuckDbDatabase.Open(fileIn(_spill), new Dictionary<string, string>
            {
                ["access_mode"] = "READ_ONLY",
                ["temp_directory"] = _spill ?? "",
            });
        }
        catch
        {
            DeleteSpillFolder();
            throw;
        }

        Connection = _database.Connect();
    }

    public DuckDbConnection Connection { get; }

    /// <summary>Opens the catalog file.</summary>
    /// <param name="catalog">The file, or null for that of the lake.</param>
    /// <param name="identities">The identity store, or null for the one that the lake names.</param>
    /// <exception cref="UserException">No catalog there, or a given identity store that cannot be read.</exception>
    public static CatalogConnection Open(LakeFolder lake, string? catalog, string? identities)
    {
        var file = catalog ?? lake.Catalog;
        if (!File.Exists(file))
        {
            var remedy = catalog is null && new SnapshotStore(lake).Held() is [.., var held]
                ? $"Run {held.RunId} is held by a quality gate: look at it with --held {held.RunId}, publish it with "
                    + $"'analytics runs publish {held.RunId}'."
                : "Start one with 'analytics run FILE', or name the lake with --lake DIR.";
            throw new UserException(
                $"{file}: found no catalog; expected one that a run has published. {remedy}", ExitCodes.Usage);
        }

        return WithIdentities(new CatalogConnection(_ => file), lake, identities);
    }

    /// <summary>Opens a snapshot that is not published.</summary>
    /// <param name="id">Its run, or <c>latest</c>.</param>
    /// <param name="identities">As of <see cref="Open"/>.</param>
    /// <exception cref="UserException">No such run is held, or there is no place for temporary files.</exception>
    public static CatalogConnection OpenHeld(LakeFolder lake, string id, string? identities)
    {
        var all = new SnapshotStore(lake).Held();
        var held = (id == "latest" ? all.LastOrDefault() : all.FirstOrDefault(run => run.RunId == id))
            ?? throw new UserException(
                $"found no held run '{id}'; "
                + (all.Count == 0 ? "no run is held" : $"held are {string.Join(", ", all.Select(run => run.RunId))}")
                + ". 'analytics runs' lists all; without --held the published one answers.",
                ExitCodes.Usage);
        CatalogConnection session = new(folder =>
        {
            var place = folder ?? throw new UserException(
                $"{Path.GetTempPath()}: no folder can be made there; expected a place for temporary files. "
                + "Set TMPDIR.");
            var file = Path.Combine(place, "held.duckdb");
            Catalog.Preview(lake, held, file);
            return file;
        });
        return WithIdentities(session, lake, identities);
    }

    private static CatalogConnection WithIdentities(CatalogConnection session, LakeFolder lake, string? identities)
    {
        try
        {
            session.AttachIdentities(lake, identities);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        DeleteSpillFolder();
    }

    /// <summary>All rows of the last statement, as they come; one array for all of them.</summary>
    public static IEnumerable<object?[]> Rows(DuckDbDataReader reader)
    {
        var row = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(row);
            yield return row;
        }
    }

    /// <summary>
    /// Where large queries spill: not in the lake, which may be read-only or shared, and out of the sight of others,
    /// because handles may be among the rows. Null, and then nothing spills, where no folder can be made.
    /// </summary>
    private static string? CreateSpillFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("analytics-query-").FullName;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void DeleteSpillFolder()
    {
        if (_spill is not null && Directory.Exists(_spill)) Directory.Delete(_spill, recursive: true);
    }

    private void AttachIdentities(LakeFolder lake, string? given)
    {
        var store = given ?? StoreOf(lake);
        if (!CanRead(store))
        {
            if (given is null) return;
            throw new UserException(
                $"{given}: found no file that can be read; expected an identity store. "
                + "Leave --identities out to go without handles.",
                ExitCodes.Usage);
        }

        if (!HasLeaders()) return;
        Connection.Execute(
            $"""
            CREATE TEMP VIEW {NamedLeaders} AS
            SELECT identities.platform, identities.handle, leaders.*
            FROM leaders
            LEFT JOIN read_parquet({SqlText.Quote(store)}) AS identities USING (account_id);
            COMMENT ON VIEW {NamedLeaders} IS 'Leaders with their handles, from the restricted identity store';
            """);
    }

    private bool HasLeaders()
    {
        using var command = Connection.CreateCommand("SELECT 1 FROM duckdb_views() WHERE view_name = 'leaders'");
        return command.ExecuteScalar() is not null;
    }

    private static string StoreOf(LakeFolder lake) =>
        File.Exists(lake.Description) ? lake.Describe().IdentityStore : IdentityStore.DefaultFor(lake);

    private static bool CanRead(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return stream.Length > 0;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
