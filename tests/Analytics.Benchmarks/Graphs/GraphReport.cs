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
        _file.WriteLine(JsonSerializer.Serialize(head, Options));
        if (_json) return;
        Console.WriteLine($"{head.Machine}, {head.Cores} cores; .NET {head.Runtime}; analytics {head.Version}");
        Console.WriteLine(
            $"{"graph",-14} {"kernel",-28} {"threads",7} {"seconds",10} {"spread",-19} {"peak MB",8} {"own MB",7}  "
            + "note");
    }

    /// <summary>Where the lines are kept.</summary>
    public string Path { get; }

    /// <summary>A row of ours alone, or beside a peer's of the same kernel.</summary>
    /// <param name="graph">Name of the graph.</param>
    /// <param name="threads">Threads that were given to both.</param>
    public void Add(string graph, int threads, GraphFigures ours, GraphFigures? peer = null)
    {
        Write(new
        {
            Bench = "graph",
            Case = $"{ours.Kernel}, {graph}",
            Threads = threads,
            Seconds = ours.Median,
            peer?.Peer,
            PeerSeconds = peer?.Median,
            Ratio = ours.Median / peer?.Median,
            ours.PeakMb,
            ours.OwnMb,
            PeerPeakMb = peer?.PeakMb,
            Low = ours.Seconds.Min(),
            High = ours.Seconds.Max(),
            Runs = ours.Seconds,
            PeerRuns = peer?.Seconds,
            ours.Note,
            PeerNote = peer?.Note,
        });
        if (_json) return;
        var shown = peer ?? ours;
        var spread = Text($"{shown.Seconds.Min():F4}–{shown.Seconds.Max():F4}");
        var note = peer is null
            ? ours.Note
            : Text($"{peer.Peer}: ours takes {ours.Median / peer.Median:F3} ×; {peer.Note}");
        var kernel = peer is null ? ours.Kernel : "  peer";
        var head = Text($"{graph,-14} {kernel,-28} {threads,7}");
        var memory = Text($"{shown.PeakMb,8:N0} {shown.OwnMb,7:N0}");
        Console.WriteLine(Text($"{head} {shown.Median,10:F4} {spread,-19} {memory}  {note}"));
    }

    public void Dispose() => _file.Dispose();

    private void Write<T>(T line)
    {
        var text = JsonSerializer.Serialize(line, Options);
        _file.WriteLine(text);
        if (_json) Console.WriteLine(text);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
