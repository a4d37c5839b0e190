using System.Text;
using Microsoft.Win32.SafeHandles;
using SystemConsole = System.Console;

namespace Analytics.App.Console;

/// <summary>
/// What the program talks to. Results go to <see cref="Out"/>, everything else to <see cref="Error"/>; commands never
/// touch the process's console themselves, so that they can be driven from tests.
/// </summary>
public sealed record Terminal
{
    private const int DefaultWidth = 80;
    private const int OutputBufferBytes = 1 << 16;

    /// <summary>Standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether somebody types.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Whether somebody reads the results as they come.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether progress may redraw lines.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the screen.</summary>
    public Func<int> Width { get; init; } = () => DefaultWidth;

    /// <summary>Waits for a key and does not show it.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = () => SystemConsole.ReadKey(intercept: true);

    /// <summary>An environment variable, or null when unset or empty.</summary>
    public Func<string, string?> Variable { get; init; } = ReadVariable;

    /// <summary>The process's own console.</summary>
    public static Terminal OfProcess()
    {
        var error = new StreamWriter(SystemConsole.OpenStandardError(), Encoding) { AutoFlush = true };
        return new Terminal
        {
            In = SystemConsole.In,
            Out = new StreamWriter(OpenOutput(), Encoding, OutputBufferBytes) { AutoFlush = false },
            Error = error,
            InIsTerminal = !SystemConsole.IsInputRedirected,
            OutIsTerminal = !SystemConsole.IsOutputRedirected,
            ErrorIsTerminal = !SystemConsole.IsErrorRedirected && ReadVariable("TERM") != "dumb",
            Width = WidthOfProcess,
        };
    }

    private static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// The console's own stream hides that the reader of a pipe has gone, and a long query would go on for nobody. A
    /// plain stream over the same handle tells. Not over files: there it would keep a position of its own.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !SystemConsole.IsOutputRedirected) return SystemConsole.OpenStandardOutput();
        try
        {
            FileStream plain = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return plain.CanSeek ? SystemConsole.OpenStandardOutput() : plain;
        }
        catch (Exception cause) when (cause is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return SystemConsole.OpenStandardOutput();
        }
    }

    private static int WidthOfProcess()
    {
        try
        {
            return SystemConsole.WindowWidth is > 0 and var width ? width : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }

    private static string? ReadVariable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
