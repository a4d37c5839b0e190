using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>
/// What the engine refused. <see cref="EngineMessage"/> is its own sentence; <see cref="Exception.Message"/> adds the
/// statement, shortened.
/// </summary>
public sealed class DuckDbException : DbException
{
    private const int ShownSqlLength = 400;

    public DuckDbException(string message, string? sql, DuckDbErrorType errorType, Exception? inner = null)
        : base(Describe(message, sql), inner)
    {
        EngineMessage = message;
        Sql = sql;
        ErrorType = errorType;
    }

    /// <summary>The engine's message, without the statement.</summary>
    public string EngineMessage { get; }

    /// <summary>The whole statement, if the error belongs to one.</summary>
    public string? Sql { get; }

    public DuckDbErrorType ErrorType { get; }

    public override bool IsTransient => ErrorType is DuckDbErrorType.Transaction or DuckDbErrorType.Interrupt;

    /// <summary>
    /// The kind that a message names. Preparing gives only text, which begins with the kind: "Binder Error: …".
    /// </summary>
    internal static DuckDbErrorType TypeFromMessage(string message)
    {
        var end = message.IndexOf(" Error:", StringComparison.Ordinal);
        if (end <= 0 || end > 30)
            return DuckDbErrorType.Invalid;
        var name = message[..end];
        if (name == "INTERRUPT")
            return DuckDbErrorType.Interrupt;
        if (name == "TransactionContext")
            return DuckDbErrorType.Transaction;
        return Enum.TryParse<DuckDbErrorType>(name.Replace(" ", ""), ignoreCase: true, out var type)
            ? type
            : DuckDbErrorType.Invalid;
    }

    private static string Describe(string message, string? sql)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return message;
        var shown = sql.Length <= ShownSqlLength ? sql : sql[..ShownSqlLength] + " …";
        return $"{message}{Environment.NewLine}SQL: {shown}";
    }
}
