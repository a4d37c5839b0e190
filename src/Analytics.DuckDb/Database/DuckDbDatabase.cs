using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// One database: a file or memory, with its threads, caches and settings. Safe to use from any thread; open one
/// connection per thread that runs statements. Closing it while connections are open is allowed: the engine keeps the
/// database until the last of them is closed.
/// </summary>
public sealed class DuckDbDatabase : IDisposable
{
    public const string InMemory = ":memory:";

    private readonly RegisteredFunctions _functions = new();
    private readonly DatabaseHandle _handle;

    private DuckDbDatabase(DatabaseHandle handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>The file, or <c>:memory:</c>.</summary>
    public string Path { get; }

    /// <summary>
    /// Opens <paramref name="path"/>, creating the file if it is not there. <paramref name="settings"/> are under the
    /// engine's own names (<c>threads</c>, <c>memory_limit</c>, <c>temp_directory</c>, <c>access_mode</c> …). Unless
    /// they say otherwise, extensions are neither downloaded nor loaded from disk, and the time zone is UTC.
    /// </summary>
    /// <exception cref="DuckDbException">The file is locked, is no database, or a setting is unknown.</exception>
    public static unsafe DuckDbDatabase Open(
        string path = InMemory, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var all = DuckDbSettings.WithDefaults(settings);
        var config = CreateConfig(all);
        try
        {
            if (NativeMethods.duckdb_open_ext(path, out var pointer, config, out var error) != State.Success)
            {
                var message = NativeText.Take(error) ?? $"The database '{path}' cannot be opened.";
                throw new DuckDbException(message, null, DuckDbException.TypeFromMessage(message));
            }
            var database = new DuckDbDatabase(new DatabaseHandle(pointer), path);
            database.SetTimeZone(
                all[DuckDbSettings.TimeZone], required: settings?.Keys.Any(DuckDbSettings.IsTimeZone) == true);
            return database;
        }
        finally
        {
            NativeMethods.duckdb_destroy_config(ref config);
        }
    }

    /// <summary>A new, open connection; the caller disposes it.</summary>
    public DuckDbConnection Connect()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return new DuckDbConnection(ConnectHandle(), Path);
    }

    public void Dispose() => _handle.Dispose();

    internal ConnectionHandle ConnectHandle()
    {
        if (NativeMethods.duckdb_connect(_handle, out var connection) != State.Success)
            throw new DuckDbException(
                $"No connection to '{Path}' could be made.", null, DuckDbErrorType.Connection);
        var handle = new ConnectionHandle(connection, _functions);
        try
        {
            foreach (var statement in DuckDbSettings.SessionStatements)
                using (StatementRunner.Run(handle, statement, streaming: false, RunningStatement.None))
                {
                }
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A library without the ICU extension knows no zones and calculates in UTC.</summary>
    private void SetTimeZone(string zone, bool required)
    {
        try
        {
            using var connection = Connect();
            connection.Execute($"SET GLOBAL TimeZone = '{zone.Replace("'", "''")}'");
        }
        catch (DuckDbException error) when (error.ErrorType == DuckDbErrorType.Catalog && !required)
        {
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static nint CreateConfig(IReadOnlyDictionary<string, string> settings)
    {
        if (NativeMethods.duckdb_create_config(out var config) != State.Success)
            throw new OutOfMemoryException("The engine could not create a configuration.");
        foreach (var (name, value) in settings)
        {
            if (DuckDbSettings.IsTimeZone(name))
                continue;
            if (NativeMethods.duckdb_set_config(config, name, value) == State.Success)
                continue;
            NativeMethods.duckdb_destroy_config(ref config);
            throw new DuckDbException(
                $"The engine has no setting '{name}' that takes the value '{value}'.",
                null,
                DuckDbErrorType.InvalidConfiguration);
        }
        return config;
    }
}
