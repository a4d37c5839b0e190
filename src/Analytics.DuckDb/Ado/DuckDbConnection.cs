using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Analytics.DuckDb.Native;

namespace Analytics.DuckDb;

/// <summary>
/// A connection, with its own transaction and settings. One thread at a time may use it, and one streamed result may be
/// open on it; <see cref="Interrupt"/> and <see cref="Progress"/> may be called from any thread. Made by
/// <see cref="DuckDbDatabase.Connect"/>, or from a connection string:
/// <c>Data Source=file.duckdb;access_mode=READ_ONLY;threads=2</c>.
/// </summary>
public sealed class DuckDbConnection : DbConnection
{
    private ConnectionHandle? _handle;
    private SharedDatabase? _shared;
    private string _connectionString = "";
    private string _path = DuckDbDatabase.InMemory;

    public DuckDbConnection()
    {
    }

    public DuckDbConnection(string connectionString) => ConnectionString = connectionString;

    internal DuckDbConnection(ConnectionHandle handle, string path)
    {
        _handle = handle;
        _path = path;
        _connectionString = $"Data Source={path}";
    }

    /// <summary><c>Data Source</c> is the file, or <c>:memory:</c>; all else is a setting of the engine.</summary>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (State != ConnectionState.Closed)
                throw new InvalidOperationException("The connection is open; close it to change where it leads.");
            _connectionString = value ?? "";
            _path = new DuckDbConnectionString(_connectionString).Path;
        }
    }

    public override string Database => _path is "" or DuckDbDatabase.InMemory
        ? "memory"
        : Path.GetFileNameWithoutExtension(_path);

    public override string DataSource => _path;

    public override string ServerVersion => DuckDbLibrary.ExpectedVersion;

    public override ConnectionState State => _handle is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <summary>
    /// Percentage of the statement under way, or -1 if there is none. It stays at 0 where the engine cannot tell: for
    /// table functions in C#, and for some aggregations. From any thread.
    /// </summary>
    public double Progress => _handle is { IsClosed: false } handle
        ? NativeMethods.duckdb_query_progress(handle).Percentage
        : -1;

    internal ConnectionHandle Handle => _handle
        ?? throw new InvalidOperationException("The connection is closed; call Open first.");

    /// <summary>The transaction begun by <see cref="DbConnection.BeginTransaction()"/> and not yet ended.</summary>
    internal DuckDbTransaction? Transaction { get; set; }

    protected override DbProviderFactory DbProviderFactory => DuckDbProviderFactory.Instance;

    /// <summary>
    /// Opens the database that the connection string names. Connections to one file that may write share one database.
    /// </summary>
    public override void Open()
    {
        if (_handle is not null)
            throw new InvalidOperationException("The connection is already open.");
        var shared = SharedDatabase.Acquire(new DuckDbConnectionString(_connectionString));
        try
        {
            _handle = shared.Database.ConnectHandle();
            _shared = shared;
        }
        catch
        {
            shared.Release();
            throw;
        }
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <summary>Rolls back an open transaction and leaves the database.</summary>
    public override void Close()
    {
        if (_handle is null)
            return;
        Transaction = null;
        _handle.Dispose();
        _handle = null;
        _shared?.Release();
        _shared = null;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <summary>
    /// Stops the statement under way, if any: it ends with an <see cref="OperationCanceledException"/>. A statement
    /// that has not quite begun is not stopped; a token stops it in any case. From any thread.
    /// </summary>
    public void Interrupt()
    {
        if (_handle is { IsClosed: false } handle)
            NativeMethods.duckdb_interrupt(handle);
    }

    /// <summary>Runs one or more statements and drops their rows.</summary>
    /// <returns>Rows changed by the last statement.</returns>
    /// <exception cref="DuckDbException">A statement failed; those before it have taken effect.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public long Execute(string sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        using var running = new RunningStatement(Handle, cancellationToken);
        using var result = StatementRunner.Run(Handle, sql, streaming: false, running);
        return StatementRunner.RowsChanged(result);
    }

    /// <summary>Runs one or more statements; the rows of the last are read chunk by chunk.</summary>
    /// <param name="streaming">
    /// Produce rows while they are read, in little memory; no other statement may run on this connection meanwhile.
    /// </param>
    public DuckDbChunkReader Query(
        string sql, bool streaming = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var running = new RunningStatement(Handle, cancellationToken);
        try
        {
            var result = StatementRunner.Run(Handle, sql, streaming, running);
            return new DuckDbChunkReader(result, running, sql, streaming ? Handle : null);
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>An appender to a table of this connection's database; see <see cref="DuckDbAppender"/>.</summary>
    public DuckDbAppender CreateAppender(string table, string? schema = null) => new(Handle, schema, table);

    /// <summary>
    /// Adds a table function to the database, for all its connections. <paramref name="bind"/> is called with the
    /// arguments each time a statement that uses the function is prepared. A function of the same name and parameters
    /// takes the place of the earlier one. Not inside a transaction that may be rolled back.
    /// </summary>
    public void RegisterTableFunction(
        string name, IReadOnlyList<DuckDbLogicalType> parameters, Func<IReadOnlyList<object?>, ITableSource> bind) =>
        TableFunction.Register(Handle, name, parameters, bind);

    /// <summary>
    /// Adds a scalar function to the database, for all its connections. A function of the same name and types takes the
    /// place of the earlier one. Not inside a transaction that may be rolled back.
    /// </summary>
    /// <param name="volatile">Different results for the same arguments: never folded into a constant.</param>
    /// <param name="specialNulls">The function decides what NULL arguments mean.</param>
    public void RegisterScalarFunction(
        string name,
        IReadOnlyList<DuckDbLogicalType> parameterTypes,
        DuckDbLogicalType returnType,
        ScalarFunction body,
        bool @volatile = false,
        bool specialNulls = false) =>
        ScalarFunctions.Register(
            Handle, new ScalarDefinition(name, parameterTypes, returnType, body, @volatile, specialNulls));

    public new DuckDbCommand CreateCommand() => new() { Connection = this };

    /// <summary>A command for <paramref name="sql"/> with positional parameters.</summary>
    public DuckDbCommand CreateCommand(string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
            command.Parameters.Add(new DuckDbParameter(value));
        return command;
    }

    public new DuckDbTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    public new DuckDbTransaction BeginTransaction(IsolationLevel isolationLevel) =>
        (DuckDbTransaction)BeginDbTransaction(isolationLevel);

    public override void ChangeDatabase(string databaseName) =>
        Execute($"USE \"{databaseName.Replace("\"", "\"\"")}\"");

    /// <summary>The collections <c>MetaDataCollections</c>, <c>Tables</c> (with views) and <c>Columns</c>.</summary>
    public override DataTable GetSchema(string collectionName) => SchemaTable.Of(this, collectionName);

    public override DataTable GetSchema() => GetSchema(DbMetaDataCollectionNames.MetaDataCollections);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        if (isolationLevel is not (IsolationLevel.Unspecified or IsolationLevel.Snapshot))
            throw new NotSupportedException(
                $"The engine isolates by snapshot; {isolationLevel} is not to be had. Ask for Snapshot or none.");
        if (Transaction is not null)
            throw new InvalidOperationException("The connection already has a transaction; they do not nest.");
        Execute("BEGIN TRANSACTION");
        return Transaction = new DuckDbTransaction(this);
    }

    protected override DbCommand CreateDbCommand() => CreateCommand();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }
}
