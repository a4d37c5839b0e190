using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.DuckDb;

namespace Analytics.Benchmarks;

/// <summary>One measured case; <c>ratio</c> is ours / peer's time in the same run, below 1 is faster.</summary>
internal sealed record BenchRow(
    string Bench,
    string Case,
    int Threads,
    double Seconds,
    string? Peer,
    double? PeerSeconds,
    double? Ratio,
    double PeakMb,
    double? PeerPeakMb,
    long Rows,
    double? RatioLow,
    double? RatioHigh)
{
    /// <summary>What was measured, where it is no time; for it to be met it lies between the targets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TargetLow { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TargetHigh { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Met => Value is { } value ? value >= TargetLow && value <= TargetHigh : null;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>Prints rows as a table with the machine above it, or as JSON lines.</summary>
internal sealed class Report(string bench, bool json)
{
    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private bool _hasHead;

    public string Bench { get; } = bench;

    public void Add(BenchRow row)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(row, Options));
            return;
        }

        if (!_hasHead) Head();
        if (row.Value is not null)
        {
            Console.WriteLine(
                Text($"{row.Case,-44} {row.Threads,7} {row.Seconds,9:F2} {row.PeakMb,9:N0}  ")
                + Text($"{row.Value:F3}, {(row.Met == true ? "within" : "MISSES")} ")
                + Text($"{row.TargetLow:F2}–{row.TargetHigh:F2}; {row.Note}"));
            return;
        }

        var peer = row.Peer is null ? "" : Text($"{row.Peer} {row.PeerSeconds:F2} s, {row.PeerPeakMb:N0} MB");
        var ratio = row.Ratio is null ? "" : Text($"{row.Ratio:F2} ({row.RatioLow:F2}–{row.RatioHigh:F2})");
        Console.WriteLine(
            Text($"{row.Case,-44} {row.Threads,7} {row.Seconds,9:F2} {row.PeakMb,9:N0}  {ratio,-18} {peer}"));
    }

    private void Head()
    {
        _hasHead = true;
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        var (cores, engineVersion) = (Environment.ProcessorCount, connection.ServerVersion);
        var processor = Machine.Processor();
        Console.WriteLine(Text($"{processor}, {cores} cores; .NET {Environment.Version}; DuckDB {engineVersion}"));
        Console.WriteLine(Text($"{"case",-44} {"threads",7} {"seconds",9} {"peak MB",9}  {"ratio",-18} peer"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
