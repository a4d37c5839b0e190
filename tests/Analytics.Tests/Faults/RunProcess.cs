using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Analytics.Tests.Faults;

/// <summary>A run in a process of its own, of the executable that people start.</summary>
internal sealed class RunProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();

    /// <param name="prefix">What stands before the command, such as <c>prlimit --data=…</c>.</param>
    /// <param name="environment">Added to what this process has.</param>
    public RunProcess(
        string home,
        IEnumerable<string> arguments,
        IReadOnlyList<string>? prefix = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "analytics.dll");
        IReadOnlyList<string> command = [.. prefix ?? [], DotnetHost, program, .. arguments];
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        start.Environment.Remove("ANALYTICS_LAKE");

        // Most of so small a run is the compiling of code that runs once.
        start.Environment["DOTNET_TieredCompilation"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_gate) _error.AppendLine(line.Data);
        };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public static string DotnetHost =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_gate) return _error.ToString();
        }
    }

    /// <summary>The stage that began last, from the log.</summary>
    public string Stage
    {
        get
        {
            var line = Error.Split('\n').LastOrDefault(line => line.Contains(": started", StringComparison.Ordinal));
            return line?.Split(": started")[0].Split(' ')[^1] ?? "start";
        }
    }

    /// <summary>Waits until a condition holds; false when the process ended before.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (_process.HasExited) return condition();
            if (Stopwatch.GetElapsedTime(started) > Limit) throw Late();
            cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return true;
    }

    /// <summary>Waits for a while; false when the process ended before.</summary>
    public async Task<bool> AfterAsync(TimeSpan delay, CancellationToken cancellation)
    {
        await Task.Delay(delay, cancellation).ConfigureAwait(false);
        return !_process.HasExited;
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It hangs; it was killed.</exception>
    public async Task EndAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Late();
        }
    }

    /// <summary>SIGKILL: the process cannot do anything about it.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <param name="name">Such as TERM, without SIG.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private TimeoutException Late()
    {
        Kill();
        return new TimeoutException($"A run was not over after {Limit.TotalSeconds:F0} s: {Error}");
    }
}
