using System.Globalization;
using System.Text.Json;
using Analytics.Tests.Faults;

namespace Analytics.Benchmarks;

/// <summary>All cases of one fault.</summary>
/// <param name="Stages">What the fault hit, and how often.</param>
internal sealed record FaultRow(
    string Bench,
    string Fault,
    int Cases,
    int Struck,
    int Recovered,
    long RowDifferences,
    long Looks,
    long LooksBack,
    int Violations,
    int Failed,
    double Seconds,
    IReadOnlyDictionary<string, int> Stages);

/// <summary>
/// The fault-injection harness of the tests at full size: seeded cases, each fault in turn, with a reader in another
/// process that looks all the time.
/// </summary>
internal static class FaultsBench
{
    private const string Name = "faults";
    private const int WorldSeed = 1;

    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <returns>Exit code: 1 if any case did not go as documented, or a fault never struck.</returns>
    public static async Task<int> MeasureAsync(
        int cases, int firstSeed, string folder, bool json, CancellationToken cancellation)
    {
        using var world = await FaultWorld.CreateAsync(Path.Combine(folder, Name), WorldSeed, cancellation);
        using ReaderProcess reader = new(typeof(FaultsBench).Assembly.Location, "worker", ReaderProcess.Word);
        FaultHarness harness = new(world, reader);
        List<FaultResult> results = [];
        for (var seed = firstSeed; seed < firstSeed + cases; seed++)
        {
            results.Add(await harness.RunAsync(seed, cancellation));
            if (!results[^1].IsGood) Tell(results[^1]);
        }

        if (!json) Console.WriteLine(Text($"{"fault",-24} {"cases",5} {"struck",6} {"recovered",9} {"row diff.",9} ")
            + Text($"{"looks",7} {"back",5} {"violations",10} {"failed",6} {"seconds",7}  hit"));
        foreach (var fault in Fault.All) Add(fault.Name, [.. results.Where(one => one.Fault == fault.Name)], json);
        Add("all", results, json);
        return results.TrueForAll(result => result.IsGood) ? 0 : 1;
    }

    private static void Tell(FaultResult result)
    {
        Console.Error.WriteLine(Text($"seed {result.Seed}, {result.Fault}: {result.Stage ?? "it never struck"}"));
        foreach (var problem in result.Problems.Concat(result.Sights.Violations))
            Console.Error.WriteLine($"  {problem}");
        Console.Error.WriteLine(Text($"  again: ./run.sh bench faults --cases 1 --seed {result.Seed}"));
    }

    private static void Add(string name, IReadOnlyList<FaultResult> cases, bool json)
    {
        if (cases.Count == 0) return;
        var stages = cases.Where(one => one.Stage is not null).GroupBy(one => one.Stage!)
            .OrderByDescending(stage => stage.Count()).ToDictionary(stage => stage.Key, stage => stage.Count());
        FaultRow row = new(
            Name, name, cases.Count, cases.Count(one => one.Stage is not null), cases.Count(one => one.IsRecovered),
            cases.Sum(one => one.RowDifferences), cases.Sum(one => one.Sights.Looks),
            cases.Sum(one => one.Sights.LooksBack), cases.Sum(one => one.Sights.Violations.Count),
            cases.Count(one => !one.IsGood), cases.Sum(one => one.Seconds), stages);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(row, Options));
            return;
        }

        Console.WriteLine(
            Text($"{row.Fault,-24} {row.Cases,5} {row.Struck,6} {row.Recovered,9} {row.RowDifferences,9} ")
            + Text($"{row.Looks,7} {row.LooksBack,5} {row.Violations,10} {row.Failed,6} {row.Seconds,7:F1}  ")
            + string.Join(", ", stages.Select(stage => Text($"{stage.Key} {stage.Value}"))));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
