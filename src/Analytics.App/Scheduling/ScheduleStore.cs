using System.Data.Common;
using System.Text.RegularExpressions;
using Analytics.Pipeline;
using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;

namespace Analytics.App.Scheduling;

/// <summary>
/// Where due times are kept: in memory, in a SQLite file for one host, or in PostgreSQL for several. What a connection
/// string holds beside host, port, database and user is never shown.
/// </summary>
internal sealed partial class ScheduleStore
{
    private const string Expected =
        "memory, sqlite:FILE, or postgresql:CONNECTION such as "
        + "'postgresql:Host=db;Database=schedule;Username=analytics'";

    private readonly DbConnectionStringBuilder? _connection;

    private ScheduleStore(StoreKind kind, DbConnectionStringBuilder? connection, string description)
    {
        Kind = kind;
        _connection = connection;
        Description = description;
    }

    /// <summary>A time that is taken up later than this counts as missed.</summary>
    public static TimeSpan MisfireThreshold { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How often schedulers of a cluster say that they are alive.</summary>
    public static TimeSpan CheckInEvery { get; } = TimeSpan.FromSeconds(3);

    public static ScheduleStore Memory { get; } = new(StoreKind.Memory, null, "due times kept in memory");

    public StoreKind Kind { get; }

    /// <summary>For people; without secrets.</summary>
    public string Description { get; }

    public bool IsClustered => Kind == StoreKind.Postgresql;

    /// <summary>The file of SQLite, or null.</summary>
    public string? File => (_connection as SqliteConnectionStringBuilder)?.DataSource;

    /// <param name="text">As on the command line; <c>${NAME}</c> stands for an environment variable.</param>
    /// <exception cref="UserException">Not a store; exit code 2.</exception>
    public static ScheduleStore Parse(string text, Func<string, string?> variable)
    {
        text = Variable().Replace(text, match => variable(match.Groups[1].Value) ?? throw new UserException(
            $"--store: found {match.Value}, which is not set; expected the environment variable "
            + $"{match.Groups[1].Value}. Set it: export {match.Groups[1].Value}=...",
            ExitCodes.Usage));
        if (text == "memory") return Memory;
        if (text.StartsWith("sqlite:", StringComparison.Ordinal) && text.Length > 7) return Sqlite(text[7..]);
        if (text.StartsWith("postgresql:", StringComparison.Ordinal) && text.Length > 11) return Postgresql(text[11..]);
        throw new UserException($"--store: found another word than expected; expected {Expected}.", ExitCodes.Usage);
    }

    /// <summary>Makes the scheduler use this store; it makes its own tables.</summary>
    public void Configure(IQuartzBuilder quartz)
    {
        if (_connection is null)
        {
            quartz.UseInMemoryStore(memory => memory.MisfireThreshold = MisfireThreshold);
            return;
        }

        quartz.UsePersistentStore(store =>
        {
            if (Kind == StoreKind.Sqlite) store.UseSqlite(SqliteFactory.Instance, _connection.ConnectionString);
            else store.UsePostgres(NpgsqlFactory.Instance, _connection.ConnectionString);
            store.ConfigureStore(options =>
            {
                options.SchemaProvisioning = SchemaProvisioning.CreateIfMissing;
                options.StoreJobDataAsStrings = true;
                options.MisfireThreshold = MisfireThreshold;
                options.RecoverFiringsCancelledByShutdown = true;
                options.DbRetryInterval = TimeSpan.FromSeconds(5);
            });
            store.UseSystemTextJsonSerializer();
            if (!IsClustered) return;
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = CheckInEvery;
                cluster.CheckinMisfireThreshold = CheckInEvery;
            });
        });
    }

    private static ScheduleStore Sqlite(string file)
    {
        var path = Path.GetFullPath(file);
        if (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new UserException(
                $"--store: found {path}, which cannot be a file; expected a file in a folder that exists. "
                + "Make the folder, or name another file.",
                ExitCodes.Usage);
        }

        return new ScheduleStore(
            StoreKind.Sqlite, new SqliteConnectionStringBuilder { DataSource = path }, $"due times kept in {path}");
    }

    private static ScheduleStore Postgresql(string text)
    {
        try
        {
            NpgsqlConnectionStringBuilder connection = new(text);
            if (string.IsNullOrEmpty(connection.Host)) throw new ArgumentException("no Host");
            connection.ApplicationName ??= "analytics schedule";
            return new ScheduleStore(
                StoreKind.Postgresql, connection,
                $"due times kept in PostgreSQL, host {connection.Host}, port {connection.Port}, "
                + $"database {connection.Database ?? connection.Username}");
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            // Neither the text nor the driver's words are shown: they may hold the password.
            throw new UserException(
                "--store: found a connection string that cannot be read (not shown: it may hold a password); expected "
                + "key=value pairs with Host, Database and Username, such as "
                + "'postgresql:Host=db;Database=schedule;Username=analytics;Password=${PGPASSWORD}'.",
                ExitCodes.Usage);
        }
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}

internal enum StoreKind
{
    Memory,
    Sqlite,
    Postgresql,
}
