using Analytics.App.Console;
using Analytics.DuckDb;
using Analytics.Pipeline;
using SystemConsole = System.Console;

namespace Analytics.App.Query;

/// <summary>The interactive side of <c>query</c>: a mistake ends nothing, Ctrl-C stops one statement.</summary>
internal sealed class Prompt(
    StatementLoop loop,
    LineEditor editor,
    QueryHistory history,
    Terminal terminal,
    Interruption interruption)
{
    private const string First = "analytics> ";
    private const string Further = "       ...> ";

    /// <summary>Until <c>.quit</c>, the end of input or SIGTERM.</summary>
    public void Run()
    {
        terminal.Error.WriteLine("SQL ends with a semicolon. .tables lists what is there, .help more, .quit leaves.");
        while (!loop.HasQuit)
        {
            interruption.Token.ThrowIfCancellationRequested();
            var (outcome, line) = ReadLine(loop.IsPending ? Further : First);
            if (outcome == LineOutcome.Ended) return;
            if (outcome == LineOutcome.Cancelled) loop.Reset();
            else Take(line);
        }
    }

    private void Take(string line)
    {
        try
        {
            loop.Take(line, RunOne);
        }
        catch (DuckDbException error)
        {
            Fail(error.EngineMessage);
        }
        catch (UserException error)
        {
            Fail(error.Message);
        }
        catch (OperationCanceledException) when (!interruption.Token.IsCancellationRequested)
        {
            Fail("stopped");
        }
    }

    private void RunOne(string text, Action<CancellationToken> statement)
    {
        history.Add(text);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        using var redirection = interruption.Redirect(stop.Cancel);
        statement(stop.Token);
    }

    private void Fail(string message)
    {
        terminal.Out.Flush();
        terminal.Error.WriteLine($"error: {message}");
    }

    /// <summary>While a line is edited Ctrl-C is a key; while a statement runs it is a signal.</summary>
    private (LineOutcome Outcome, string Text) ReadLine(string prompt)
    {
        var isProcess = terminal.InIsTerminal && !SystemConsole.IsInputRedirected;
        if (isProcess) SystemConsole.TreatControlCAsInput = true;
        try
        {
            return interruption.WaitFor(() => editor.ReadLine(prompt));
        }
        finally
        {
            if (isProcess) SystemConsole.TreatControlCAsInput = false;
        }
    }
}
