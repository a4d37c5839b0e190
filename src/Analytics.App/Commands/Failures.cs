using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Analytics.DuckDb;
using Analytics.Pipeline;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Commands;

/// <summary>Tells people why a command did not do what was asked, and the caller's shell by an exit code.</summary>
/// <param name="log">Where lines are JSON, the last one is so too.</param>
internal sealed class Failures(Terminal terminal, bool verbose, LogSettings log)
{
    private const int BrokenPipe = 141;
    private const int BrokenPipeError = 32;

    /// <summary>The arguments make no command.</summary>
    public int Usage(ParseResult parsed)
    {
        // Unknown words come one error each, and an unknown verb as a missing one too; the first word is the mistake.
        if (parsed.UnmatchedTokens.Count > 0) Usage($"Unrecognized command or argument '{parsed.UnmatchedTokens[0]}'.");
        else foreach (var error in parsed.Errors) Usage(error.Message);

        List<string> path = [];
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, at.Command is RootCommand ? "analytics" : at.Command.Name);
        }

        if (log.Format == LogFormat.Text) terminal.Error.WriteLine($"See: {string.Join(' ', path)} --help");
        return ExitCodes.Usage;
    }

    /// <summary>The command began and did not end well.</summary>
    public int Explain(Exception error, Interruption interruption)
    {
        if (interruption.ExitCode is { } signalled)
        {
            FlushQuietly();
            const string stopped = "Stopped. What was not finished does not count; start again when you like.";
            if (log.Format == LogFormat.Json) Logger().CommandStopped(stopped, signalled);
            else terminal.Error.WriteLine(stopped);
            return signalled;
        }

        // Nobody reads the results any more (`analytics query … | head`), which is no mistake.
        if (error is IOException { HResult: BrokenPipeError }) return BrokenPipe;

        FlushQuietly();
        switch (error)
        {
            case UserException mistake:
                return Write(mistake.Message, mistake.ExitCode, mistake.InnerException);
            case DuckDbException refused:
                return Write(refused.EngineMessage, ExitCodes.Failed, refused);
            case OperationCanceledException:
                return Write("the work was cancelled", ExitCodes.Failed, null);
            default:
                var message = error.Message.ReplaceLineEndings(" ");
                var shown = verbose ? message : $"{message} ({error.GetType().Name}; --verbose shows where)";
                return Write(shown, ExitCodes.Failed, error);
        }
    }

    private void Usage(string message) => Write(message, ExitCodes.Usage, null);

    /// <returns>The exit code.</returns>
    private int Write(string message, int exitCode, Exception? cause)
    {
        var shown = verbose ? cause : null;
        if (log.Format == LogFormat.Json)
        {
            Logger().CommandFailed(message, exitCode, shown);
            return exitCode;
        }

        var red = terminal.ErrorIsTerminal && terminal.Variable("NO_COLOR") is null;
        terminal.Error.WriteLine(red ? $"\e[31merror:\e[0m {message}" : $"error: {message}");
        if (shown is not null) terminal.Error.WriteLine(shown);
        return exitCode;
    }

    private ILogger Logger() =>
        new LineLoggerProvider(terminal.Error, TimeProvider.System, log).CreateLogger(nameof(Failures));

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
