using System.CommandLine;
using Analytics.App.Console;
using Analytics.App.Progress;
using Microsoft.Extensions.Logging;

namespace Analytics.App.Commands;

/// <summary>
/// What long-running verbs tell on standard error. Where nobody watches and nothing was said, that is warnings and
/// errors alone; on a terminal it is progress; who asks for a format or for more gets lines.
/// </summary>
internal sealed class LogOptions
{
    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Tell more, and show the stack of unexpected errors",
        Recursive = true,
    };

    private readonly Option<LogFormat?> _format = Choices.Of<LogFormat>(
        "--log-format", "Write a line per stage to standard error",
        "progress on a terminal, warnings alone elsewhere (schedule: text)");

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Tell nothing but warnings and errors; print no summary (with --json it is printed)",
    };

    /// <summary>Makes <c>--verbose</c> an option of every verb.</summary>
    public void AddTo(RootCommand root) => root.Options.Add(_verbose);

    /// <summary>Gives a verb that works for long the options <c>--log-format</c> and <c>--quiet</c>.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_format);
        verb.Options.Add(_quiet);
        verb.Validators.Add(given =>
        {
            if (given.GetValue(_quiet) && given.GetValue(_verbose))
                given.AddError("--quiet: found together with --verbose; expected one of the two.");
        });
    }

    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(_verbose);

    public LogSettings Of(ParseResult parsed, Terminal terminal)
    {
        var (verbose, quiet, format) = (parsed.GetValue(_verbose), parsed.GetValue(_quiet), parsed.GetValue(_format));
        var isTold = format is not null || verbose;
        var minimum = quiet ? LogLevel.Warning
            : verbose ? LogLevel.Debug
            : isTold ? LogLevel.Information
            : LogLevel.Warning;
        return new LogSettings(
            format ?? LogFormat.Text, minimum, terminal.ErrorIsTerminal && !quiet && format is null, quiet);
    }
}
