using System.CommandLine;
using Analytics.App.Console;
using Analytics.DuckDb;
using Analytics.Pipeline;

namespace Analytics.App.Commands;

/// <summary>Tells people why a command did not do what was asked, and the caller's shell by an exit code.</summary>
internal sealed class Failures(Terminal terminal, bool verbose)
{
    private const int BrokenPipe = 141;
    private const int BrokenPipeError = 32;

    /// <summary>The arguments make no command.</summary>
    public int Usage(ParseResult parsed)
    {
        // Unknown words come one error each, and an unknown verb as a missing one too; the first word is the mistake.
        if (parsed.UnmatchedTokens.Count > 0) Write($"Unrecognized command or argument '{parsed.UnmatchedTokens[0]}'.");
        else foreach (var error in parsed.Errors) Write(error.Message);

        List<string> path = [];
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, at.Command is RootCommand ? "analytics" : at.Command.Name);
        }

        terminal.Error.WriteLine($"See: {string.Join(' ', path)} --help");
        return ExitCodes.Usage;
    }

    /// <summary>The command began and did not end well.</summary>
    public int Explain(Exception error, Interruption interruption)
    {
        if (interruption.ExitCode is { } signalled)
        {
            FlushQuietly();
            terminal.Error.WriteLine("Stopped. What was not finished does not count; start again when you like.");
            return signalled;
        }

        // Nobody reads the results any more (`analytics query … | head`), which is no mistake.
        if (error is IOException { HResult: BrokenPipeError }) return BrokenPipe;

        FlushQuietly();
        switch (error)
        {
            case UserException mistake:
                Write(mistake.Message);
                ShowStack(mistake.InnerException);
                return mistake.ExitCode;
            case DuckDbException refused:
                Write(refused.EngineMessage);
                ShowStack(refused);
                return ExitCodes.Failed;
            case OperationCanceledException:
                Write("the work was cancelled");
                return ExitCodes.Failed;
            default:
                var message = error.Message.ReplaceLineEndings(" ");
                Write(verbose ? message : $"{message} ({error.GetType().Name}; --verbose shows where)");
                ShowStack(error);
                return ExitCodes.Failed;
        }
    }

    private void Write(string message)
    {
        var red = terminal.ErrorIsTerminal && terminal.Variable("NO_COLOR") is null;
        terminal.Error.WriteLine(red ? $"\e[31merror:\e[0m {message}" : $"error: {message}");
    }

    private void ShowStack(Exception? error)
    {
        if (verbose && error is not null) terminal.Error.WriteLine(error);
    }

    private void FlushQuietly()
    {
        try
        {
            terminal.Out.Flush();
        }
        catch (IOException)
        {
            // The first error is the one to tell.
        }
    }
}
