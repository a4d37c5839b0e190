using Analytics.App.Commands;
using Analytics.App.Console;

namespace Analytics.Tests.App;

/// <summary>Runs the command line in this process and keeps what it wrote.</summary>
internal sealed class AppRun : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    // Tests that start schedulers at the same time must not meet at one port.
    private readonly Dictionary<string, string> _variables = new() { ["ANALYTICS_LISTEN"] = "off" };

    public AppRun() => Folder = Directory.CreateTempSubdirectory("analytics-app-").FullName;

    public string Folder { get; }

    public Interruption Interruption { get; } = Interruption.Simulated(_ => { });

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string Input { get; init; } = "";

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public int Width { get; init; } = 100;

    public Func<ConsoleKeyInfo> ReadKey { get; init; } = () => throw new InvalidOperationException("no keys");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public AppRun Set(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    /// <summary>The exit code.</summary>
    public Task<int> RunAsync(params string[] arguments)
    {
        Terminal terminal = new()
        {
            In = new StringReader(Input),
            Out = _output,
            Error = _error,
            InIsTerminal = InIsTerminal,
            OutIsTerminal = OutIsTerminal,
            Width = () => Width,
            ReadKey = ReadKey,
            Variable = _variables.GetValueOrDefault,
        };
        return AnalyticsCommand.RunAsync(arguments, terminal, Interruption);
    }

    public void Dispose()
    {
        Interruption.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
