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

    private const string DefaultIdentities = ".config/analytics/identities.parquet";

    private readonly string? _spill = CreateSpillFolder();
    private readonly DuckDbDatabase _database;

    private CatalogConnection(string file)
    {
        try
        {
            _database = DuckDbDatabase.Open(file, new Dictionary<string, string>
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
            throw new UserException(
                $"{file}: found no catalog; expected one that a run has published. "
                + "Start one with 'analytics run FILE', or name the lake with --lake DIR.",
                ExitCodes.Usage);
        }

        CatalogConnection session = new(file);
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

    private static string StoreOf(LakeFolder lake) => File.Exists(lake.Description)
        ? lake.Describe().IdentityStore
        : IdentityStore.PathFor(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), DefaultIdentities), lake);

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
