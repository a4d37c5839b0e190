using Spectre.Console;

namespace Analytics.App.Console;

/// <summary>Spectre's view of one of the terminal's writers.</summary>
internal static class Screen
{
    /// <summary>Draws with colours unless NO_COLOR is set.</summary>
    public static IAnsiConsole Of(TextWriter writer, Terminal terminal)
    {
        var colours = terminal.Variable("NO_COLOR") is null ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            ColorSystem = colours,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = terminal.Width();
        return console;
    }
}
