using System.CommandLine;
using Analytics.App.Commands.Runs;
using Analytics.App.Console;

namespace Analytics.App.Commands;

/// <summary>The command line: <c>analytics VERB …</c>.</summary>
public static class AnalyticsCommand
{
    private const string Description =
        """
        Finds the opinion leaders of communities of at most 20,000 accounts.
        Results go to standard output, progress and messages to standard error. Exit codes: 0 done, 1 failed,
        2 wrong usage or pipeline file, 3 held by a quality gate, 75 another run holds the lake, 130 SIGINT,
        143 SIGTERM.
        """;

    /// <summary>Parses, runs the verb, and turns whatever happens into an exit code.</summary>
    /// <returns>See <see cref="Pipeline.ExitCodes"/>; 130 and 143 after SIGINT and SIGTERM.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Terminal terminal,
        Interruption interruption)
    {
        LogOptions log = new();
        RootCommand root = new(Description)
        {
            RunCommand.Create(terminal, log),
            QueryCommand.Create(terminal, interruption),
            RunsCommand.Create(terminal, interruption),
            ScheduleCommand.Create(terminal, log),
            InspectCommand.Create(terminal),
            InitCommand.Create(terminal),
            GenerateCommand.Create(terminal),
            ValidateCommand.Create(terminal),
        };
        log.AddTo(root);
        Examples.Add(root, "analytics run pipelines/sample.yaml", "analytics query \"FROM leaders LIMIT 10\"");

        var parsed = root.Parse(arguments);
        var failures = new Failures(terminal, log.IsVerbose(parsed), log.Of(parsed, terminal));
        try
        {
            if (parsed.Errors.Count > 0) return failures.Usage(parsed);
            InvocationConfiguration configuration = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            };
            var code = await parsed.InvokeAsync(configuration, interruption.Token);
            await terminal.Out.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (Exception error)
        {
            return failures.Explain(error, interruption);
        }
    }
}
