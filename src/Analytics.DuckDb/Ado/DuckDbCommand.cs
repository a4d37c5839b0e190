using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Analytics.DuckDb;

/// <summary>
/// One or more statements with parameters. Statements before the last are run for their effect; the last one gives the
/// rows. To be used by one thread at a time, except <see cref="Cancel"/>.
/// </summary>
public sealed class DuckDbCommand : DbCommand
{
    private RunningStatement? _running;

    public DuckDbCommand()
    {
    }

    public DuckDbCommand(string commandText, DuckDbConnection connection)
    {
        CommandText = commandText;
        Connection = connection;
    }

    [AllowNull]
    public override string CommandText { get; set => field = value ?? ""; } = "";

    /// <summary>Seconds until the statement is stopped; 0, the default, for no limit.</summary>
    public override int CommandTimeout { get; set; }

    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException("The engine has no stored procedures; use the SQL text.");
        }
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <summary>Rows are produced while they are read: little memory, and no other statement meanwhile.</summary>
    public bool Streaming { get; set; }

    public new DuckDbConnection? Connection { get; set; }

    public new DuckDbParameterCollection Parameters { get; } = new();

    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (DuckDbConnection?)value;
    }

    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <summary>The connection's transaction is used always; the engine has one per connection.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>
    /// Stops the statement under way, which ends with an <see cref="OperationCanceledException"/>. From any thread.
    /// </summary>
    public override void Cancel() => Volatile.Read(ref _running)?.Cancel();

    public override int ExecuteNonQuery() => ExecuteNonQuery(default);

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteNonQuery(cancellationToken), cancellationToken);

    public override object? ExecuteScalar() => ExecuteScalar(default);

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteScalar(cancellationToken), cancellationToken);

    public new DuckDbDataReader ExecuteReader() => ExecuteReader(default, CommandBehavior.Default);

    /// <summary>The rows of the last statement, whose reading the token can cancel too.</summary>
    public new DuckDbDataReader ExecuteReader(CommandBehavior behavior) => ExecuteReader(default, behavior);

    public DuckDbDataReader ExecuteReader(CancellationToken cancellationToken) =>
        ExecuteReader(cancellationToken, CommandBehavior.Default);

    /// <summary>Statements are checked when they run: this changes nothing.</summary>
    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new DuckDbParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(default, behavior);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(
        CommandBehavior behavior, CancellationToken cancellationToken) =>
        await Task.Run(() => ExecuteReader(cancellationToken, behavior), cancellationToken);

    private int ExecuteNonQuery(CancellationToken cancellationToken)
    {
        using var reader = ExecuteReader(cancellationToken, CommandBehavior.Default, streaming: false);
        return reader.RecordsAffected;
    }

    private object? ExecuteScalar(CancellationToken cancellationToken)
    {
        using var reader = ExecuteReader(cancellationToken, CommandBehavior.Default);
        return reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    }

    private DuckDbDataReader ExecuteReader(CancellationToken cancellationToken, CommandBehavior behavior) =>
        ExecuteReader(cancellationToken, behavior, Streaming);

    private DuckDbDataReader ExecuteReader(
        CancellationToken cancellationToken, CommandBehavior behavior, bool streaming)
    {
        var connection = Connection
            ?? throw new InvalidOperationException("The command has no connection; set Connection first.");
        var running = new RunningStatement(
            connection.Handle, cancellationToken, TimeSpan.FromSeconds(CommandTimeout));
        Volatile.Write(ref _running, running);
        try
        {
            var (result, rowsChanged) = StatementRunner.RunWithParameters(
                connection.Handle, CommandText, Parameters, streaming, running);
            return new DuckDbDataReader(
                new DuckDbChunkReader(result, running, CommandText, streaming ? connection.Handle : null),
                rowsChanged,
                behavior.HasFlag(CommandBehavior.CloseConnection) ? connection : null);
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }
}
