using System.Diagnostics;
using System.Text;

namespace Analytics.Tests.EndToEnd;

/// <summary>What a process left.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error);

/// <summary>The built executable as a process of its own, with its own home folder.</summary>
internal sealed class AnalyticsProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "analytics.dll");

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();

    private AnalyticsProcess(string home, string[] arguments, params string[] wrapper)
    {
        string[] words = [.. wrapper, DotnetHost, Program, .. arguments];
        ProcessStartInfo start = new(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        start.Environment.Remove("ANALYTICS_LAKE");
        start.Environment["ANALYTICS_LISTEN"] = "off";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_gate) _error.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    public static string DotnetHost =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    public bool HasExited => _process.HasExited;

    public string Error
    {
        get
        {
            lock (_gate) return _error.ToString();
        }
    }

    public static AnalyticsProcess Start(string home, params string[] arguments) => new(home, arguments);

    public static async Task<Finished> RunAsync(string home, params string[] arguments)
    {
        using AnalyticsProcess process = new(home, arguments);
        return await process.EndAsync();
    }

    /// <summary>As <see cref="RunAsync"/>, started by another program.</summary>
    public static async Task<Finished> RunUnderAsync(string[] wrapper, string home, params string[] arguments)
    {
        using AnalyticsProcess process = new(home, arguments, wrapper);
        return await process.EndAsync();
    }

    /// <summary>Writes a line to standard input and gives the next line of standard output.</summary>
    public async Task<string?> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return await ReadLineAsync();
    }

    public async Task<string?> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>Closes standard input and waits for the end.</summary>
    public async Task<Finished> EndAsync()
    {
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Finished(_process.ExitCode, output, Error);
    }

    /// <summary>Waits until a condition holds; false when the process ended before.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            if (_process.HasExited) return condition();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return true;
    }

    /// <summary>Waits until the run says that a stage has begun.</summary>
    public async Task UntilStartedAsync(string stage) =>
        Assert.True(await UntilAsync(() => Error.Contains($"{stage}: started", StringComparison.Ordinal)), Error);

    /// <summary>SIGKILL: the process cannot do anything about it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}

/// <summary>Tests that start processes and measure time: one after the other, and when nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection : ICollectionFixture<GeneratedLake>
{
    public const string Name = "processes";
}
