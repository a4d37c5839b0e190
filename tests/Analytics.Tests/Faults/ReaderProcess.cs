using System.Diagnostics;
using System.Text.Json;

namespace Analytics.Tests.Faults;

/// <summary>What the reader saw since it was told to watch.</summary>
internal sealed record Sights(long Looks, long LooksBack, IReadOnlyList<string> Violations)
{
    public static readonly Sights None = new(0, 0, []);

    public static Sights operator +(Sights left, Sights right) =>
        new(left.Looks + right.Looks, left.LooksBack + right.LooksBack, [.. left.Violations, .. right.Violations]);
}

/// <summary>
/// A <see cref="CatalogReader"/> in another process, which looks all the time. It is told what to watch by lines:
/// <c>watch LAKE</c>, and <c>pause</c>, which it answers with what it saw.
/// </summary>
internal sealed class ReaderProcess : IDisposable
{
    /// <summary>The word by which a program knows that it is to be the reader.</summary>
    public const string Word = "catalog-reader";

    private readonly Process _process;

    /// <param name="program">A program of .NET that calls <see cref="Serve"/> when its first word says so.</param>
    public ReaderProcess(string program, params string[] words)
    {
        ProcessStartInfo start = new(RunProcess.DotnetHost, [program, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    public void Watch(string lake) => Say($"watch {lake}");

    /// <summary>Ends the look under way.</summary>
    /// <exception cref="InvalidOperationException">The reader died.</exception>
    public Sights Pause()
    {
        Say("pause");
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The reader died.");
        return JsonSerializer.Deserialize<Sights>(line)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20))) _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the other process does until its input ends.</summary>
    public static int Serve(TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            if (!line.StartsWith("watch ", StringComparison.Ordinal)) continue;
            using CatalogReader reader = new(line["watch ".Length..]);
            using CancellationTokenSource stop = new();
            var looking = Task.Run(() => LookUntil(reader, stop.Token), CancellationToken.None);
            var next = input.ReadLine();
            stop.Cancel();
            looking.GetAwaiter().GetResult();
            if (next is null) break;
            output.WriteLine(JsonSerializer.Serialize(
                new Sights(reader.Looks, reader.LooksBack, [.. reader.Violations.Take(20)])));
            output.Flush();
        }

        return 0;
    }

    /// <summary>Looks at least once more after it was told to stop, so that what was published last was seen.</summary>
    private static void LookUntil(CatalogReader reader, CancellationToken stop)
    {
        var isLast = false;
        while (true)
        {
            if (!reader.Look()) Thread.Sleep(1);
            if (isLast) return;
            isLast = stop.IsCancellationRequested;
        }
    }

    private void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }
}
