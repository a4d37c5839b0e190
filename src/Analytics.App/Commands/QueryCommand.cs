using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Query;
using Analytics.Pipeline;

namespace Analytics.App.Commands;

/// <summary><c>analytics query</c>: SQL over the newest snapshot.</summary>
internal sealed class QueryCommand(Terminal terminal, Interruption interruption)
{
    private readonly Argument<string?> _sql = new("sql")
    {
        Description = "SQL, or a file with SQL; without it a prompt, or statements from standard input",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "SQL|FILE",
    };

    private readonly Option<string?> _lake = SharedOptions.ExistingLake();

    private readonly Option<string?> _catalog = new("--catalog")
    {
        Description = "A catalog file to read instead of the lake's own",
        HelpName = "FILE",
    };

    private readonly Option<string?> _held = new("--held")
    {
        Description = "A run that a quality gate held back, instead of the published one: its id, or 'latest'",
        HelpName = "ID",
    };

    private readonly Option<string?> _identities = new("--identities")
    {
        Description = "Identity store behind leaders_named; the one that the lake names unless given",
        HelpName = "FILE",
    };

    private readonly Option<ResultFormat?> _format =
        Choices.Of("--format", "How results are written", unlessGiven: ResultFormat.Table);

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write there instead of standard output; the file appears when it is complete",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = SharedOptions.Json("The same as --format json");

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        QueryCommand query = new(terminal, interruption);
        Command command = new("query", "Answer SQL from the newest snapshot, once or at a prompt.")
        {
            query._sql, query._lake, query._catalog, query._held, query._identities, query._format, query._output,
            query._json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => query.Run(parsed, cancellation)));
        Examples.Add(
            command,
            "analytics query \"SELECT label, size FROM communities ORDER BY size DESC\"",
            "analytics query pipelines/sql/examples/reach.sql --format csv --output reach.csv",
            "echo 'FROM leaders LIMIT 3' | analytics query --json",
            "analytics query --lake lake");
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var format = parsed.GetValue(_json) ? ResultFormat.Json : parsed.GetValue(_format) ?? ResultFormat.Table;
        var output = parsed.GetValue(_output);
        var lake = SharedOptions.LakeOf(parsed.GetValue(_lake), terminal);
        using var catalog = parsed.GetValue(_held) is { } held
            ? CatalogConnection.OpenHeld(lake, held, parsed.GetValue(_identities))
            : CatalogConnection.Open(lake, parsed.GetValue(_catalog), parsed.GetValue(_identities));

        var argument = parsed.GetValue(_sql);
        if (argument is null && terminal.InIsTerminal && output is null && format != ResultFormat.Parquet)
        {
            QueryHistory history = new(QueryHistory.FileOf(terminal));
            StatementLoop loop = new(new QuerySession(catalog, terminal, terminal.Out, format), terminal.Error);
            new Prompt(loop, new LineEditor(terminal, history), history, terminal, interruption).Run();
            return ExitCodes.Done;
        }

        if (format == ResultFormat.Parquet)
        {
            var sql = argument is null ? interruption.WaitFor(terminal.In.ReadToEnd) : SqlOf(argument);
            WriteParquet(catalog, sql, output, cancellation);
            return ExitCodes.Done;
        }

        using ResultFile? file = output is null ? null : new ResultFile(output);
        QuerySession session = new(catalog, terminal, file?.Writer ?? terminal.Out, format);
        if (argument is not null) RunAll(session, SqlOf(argument), cancellation);
        else RunPiped(session, cancellation);
        file?.Commit();
        return ExitCodes.Done;
    }

    private static void RunAll(QuerySession session, string sql, CancellationToken cancellation)
    {
        var statements = SqlText.All(sql);
        if (statements.Count == 0)
        {
            throw new UserException("found no SQL; expected a statement or a file with some.", ExitCodes.Usage);
        }

        foreach (var statement in statements) session.Execute(statement, cancellation);
    }

    private void RunPiped(QuerySession session, CancellationToken cancellation)
    {
        StatementLoop loop = new(session, terminal.Error);
        while (!loop.HasQuit && interruption.WaitFor(terminal.In.ReadLine) is { } line) loop.Take(line, Run);
        loop.End(Run);

        void Run(string text, Action<CancellationToken> statement) => statement(cancellation);
    }

    private void WriteParquet(CatalogConnection catalog, string sql, string? output, CancellationToken cancellation)
    {
        if (output is null)
        {
            throw new UserException(
                "found no place for a Parquet file; expected one. Add --output FILE.", ExitCodes.Usage);
        }

        if (SqlText.All(sql) is not [var query])
        {
            throw new UserException("--format parquet takes exactly one query.", ExitCodes.Usage);
        }

        using ResultFile file = new(output);
        QuerySession.WriteParquet(catalog, query, file.TemporaryPath, cancellation);
        file.Commit();
    }

    /// <summary>A text that names a file is that file's content; no SQL statement is also a path in practice.</summary>
    private static string SqlOf(string argument)
    {
        if (File.Exists(argument)) return File.ReadAllText(argument);
        var looksLikePath = argument.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) && !argument.Contains(' ');
        if (!looksLikePath) return argument;
        throw new UserException($"{argument}: found no such file; expected SQL or a file with SQL.", ExitCodes.Usage);
    }
}
