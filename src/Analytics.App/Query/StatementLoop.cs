using Analytics.DuckDb;
using Analytics.Pipeline;

namespace Analytics.App.Query;

/// <summary>
/// Takes lines and runs what they make up: statements that end in a semicolon, and commands that begin with a dot at
/// the beginning of a statement.
/// </summary>
internal sealed class StatementLoop(QuerySession session, TextWriter help)
{
    private const string HelpText =
        """
        SQL runs at the next semicolon; it may span lines.
          .tables         tables and views with their meaning
          .schema NAME    columns of one of them with type and meaning
          .help           this
          .quit           leave (Ctrl-D too)
        """;

    private string _pending = "";

    /// <summary>Whether a statement has begun and not yet ended.</summary>
    public bool IsPending => !SqlText.IsBlank(_pending);

    /// <summary>Whether <c>.quit</c> was given.</summary>
    public bool HasQuit { get; private set; }

    /// <summary>Forgets an unfinished statement.</summary>
    public void Reset() => _pending = "";

    /// <summary>Takes one line.</summary>
    /// <returns>What ran, for the history; empty while a statement is unfinished.</returns>
    /// <exception cref="DuckDbException">A statement failed; those after it on the line are dropped.</exception>
    public IReadOnlyList<string> Take(string line, Action<string, Action<CancellationToken>> run)
    {
        if (!IsPending && line.TrimStart().StartsWith('.'))
        {
            var command = line.Trim().TrimEnd(';');
            run(command, cancellation => Command(command, cancellation));
            return [command];
        }

        _pending = _pending.Length == 0 ? line : _pending + "\n" + line;
        var (statements, rest) = SqlText.Split(_pending);
        _pending = SqlText.IsBlank(rest) && !rest.Contains("/*", StringComparison.Ordinal) ? "" : rest;
        foreach (var statement in statements)
        {
            run(statement + ";", cancellation => session.Execute(statement, cancellation));
        }

        return statements;
    }

    /// <summary>Runs what is left at the end of the input, where a semicolon may lack.</summary>
    public void End(Action<string, Action<CancellationToken>> run)
    {
        if (IsPending) run(_pending, cancellation => session.Execute(_pending, cancellation));
        Reset();
    }

    private void Command(string command, CancellationToken cancellation)
    {
        var words = command.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (words)
        {
            case [".quit" or ".exit"]:
                HasQuit = true;
                break;
            case [".tables"]:
                session.WriteTables(cancellation);
                break;
            case [".schema", var name]:
                session.WriteSchema(name, cancellation);
                break;
            case [".help"]:
                help.WriteLine(HelpText);
                break;
            default:
                throw new UserException(
                    $"'{command}' is no command here; expected .tables, .schema NAME, .help or .quit.",
                    ExitCodes.Failed);
        }
    }
}
