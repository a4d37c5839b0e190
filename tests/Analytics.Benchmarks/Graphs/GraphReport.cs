using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Graph.Csr;

namespace Analytics.Benchmarks.Graphs;

/// <summary>A table for people or JSON lines, and always a file of JSON lines that begins with the machine.</summary>
internal sealed class GraphReport : IDisposable
{
    private static readonly JsonSerializerOptions Options =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

    private readonly StreamWriter _file;
    private readonly bool _json;

    public GraphReport(string folder, bool json)
    {
        _json = json;
        Path = System.IO.Path.Combine(
            folder, string.Create(CultureInfo.InvariantCulture, $"graph-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}.jsonl"));
        _file = new StreamWriter(Path) { AutoFlush = true };
        var head = new
        {
            Machine = Machine.Processor(),
            Cores = Environment.ProcessorCount,
            Runtime = Environment.Version.ToString(),
            Version = typeof(CsrGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion,
        };
        Write(head);
        if (_json) return;
        Console.WriteLine($"{head.Machine}, {head.Cores} cores; .NET {head.Runtime}; analytics {head.Version}");
        Console.WriteLine(
            $"{"graph",-14} {"kernel",-28} {"threads",7} {"seconds",10} {"spread",-19} {"peak MB",8}  note");
    }

    /// <summary>Where the lines are kept.</summary>
    public string Path { get; }

    /// <param name="graph">Name of the graph.</param>
    /// <param name="threads">Threads that were given.</param>
    /// <param name="figures">Ours or a peer's.</param>
    /// <param name="ours">Our median on the same row, for a peer's figures.</param>
    public void Add(string graph, int threads, GraphFigures figures, double? ours = null)
    {
        var (low, high) = (figures.Seconds.Min(), figures.Seconds.Max());
        Write(new
        {
            Graph = graph,
            figures.Kernel,
            figures.Peer,
            Threads = threads,
            figures.Median,
            Low = low,
            High = high,
            figures.Seconds,
            figures.PeakMb,
            Ratio = ours / figures.Median,
            figures.Note,
        });
        if (_json) return;
        var spread = string.Create(CultureInfo.InvariantCulture, $"{low:F4}–{high:F4}");
        var ratio = string.Create(CultureInfo.InvariantCulture, $"{ours / figures.Median:F3}");
        var note = figures.Peer is null ? figures.Note : $"{figures.Peer}: ours takes {ratio} ×; {figures.Note}";
        var kernel = figures.Peer is null ? figures.Kernel : "  peer";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{graph,-14} {kernel,-28} {threads,7} {figures.Median,10:F4} {spread,-19} {figures.PeakMb,8:N0}  {note}"));
    }

    public void Dispose() => _file.Dispose();

    private void Write<T>(T line)
    {
        var text = JsonSerializer.Serialize(line, Options);
        _file.WriteLine(text);
        if (_json) Console.WriteLine(text);
    }
}
