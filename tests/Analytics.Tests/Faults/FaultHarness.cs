using System.Diagnostics;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Faults;

/// <summary>How one case went.</summary>
/// <param name="Stage">What the fault hit; null if it never hit anything.</param>
/// <param name="RowDifferences">Rows of facts that the lake has and the fault-free one has not, and the other way.
/// </param>
/// <param name="Problems">Empty if everything is as documented.</param>
internal sealed record FaultResult(
    int Seed,
    string Fault,
    string? Stage,
    bool IsRecovered,
    long RowDifferences,
    Sights Sights,
    double Seconds,
    IReadOnlyList<string> Problems)
{
    public bool IsGood => Stage is not null && IsRecovered && RowDifferences == 0 && Sights.Looks > 0
        && Sights.Violations.Count == 0 && Problems.Count == 0;
}

/// <summary>
/// Seeded cases: a lake that has grown over some deliveries, a fault that strikes while the next one is read, then
/// ordinary runs until everything was delivered. The seed alone says what happens, but for the speed of the machine.
/// </summary>
internal sealed class FaultHarness(FaultWorld world, ReaderProcess? reader)
{
    private const int Attempts = 8;

    /// <summary>The fault whose turn it is.</summary>
    public static Fault FaultOf(int seed) => Fault.All[seed % Fault.All.Count];

    public Task<FaultResult> RunAsync(int seed, CancellationToken cancellation) =>
        RunAsync(FaultOf(seed), seed, cancellation);

    public async Task<FaultResult> RunAsync(Fault fault, int seed, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        Random random = new(seed);
        for (var attempt = 1; ; attempt++)
        {
            // The last delivery always meets a sound lake.
            var delivered = random.Next(fault.NeedsLake ? 1 : 0, Deliveries.Count - 1);
            using FaultCase hit = new(world, $"case-{seed}", random.Next(), delivered) { Reader = reader };
            hit.Watch();
            var stage = await StrikeAsync(fault, hit, cancellation).ConfigureAwait(false);
            if (stage is null && attempt < Attempts && hit.Problems.Count == 0)
            {
                hit.Pause();
                continue;
            }

            var isRecovered = await RecoverAsync(hit, cancellation).ConfigureAwait(false);
            hit.Pause();
            var differences = isRecovered ? Compare(hit) : 0;
            return new FaultResult(
                seed, fault.Name, stage, isRecovered, differences, hit.Sights,
                Stopwatch.GetElapsedTime(started).TotalSeconds, hit.Problems);
        }
    }

    private static async Task<string?> StrikeAsync(Fault fault, FaultCase hit, CancellationToken cancellation)
    {
        hit.Deliver(hit.Delivered + 1);
        try
        {
            return await fault.StrikeAsync(hit, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            hit.Fail($"while the fault struck: {error}");
            return null;
        }
    }

    /// <summary>Ordinary runs, which need no help.</summary>
    private static async Task<bool> RecoverAsync(FaultCase hit, CancellationToken cancellation)
    {
        try
        {
            for (var delivery = hit.Delivered + 1; delivery <= Deliveries.Count; delivery++)
            {
                hit.Deliver(delivery);
                var summary = await hit.RunAsync(cancellation).ConfigureAwait(false);
                hit.Expect(summary.Status == RunStatus.Done, $"run {summary.RunId}: {summary.Status}");
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            hit.Fail($"the runs after the fault: {error}");
            return false;
        }
    }

    private long Compare(FaultCase hit)
    {
        foreach (var problem in LakeAudit.Problems(hit.Lake)) hit.Fail(problem);
        var facts = LakeRows.Facts(hit.Lake).DifferencesTo(world.Facts);
        foreach (var (table, rows) in facts) hit.Fail($"{table}: {rows} rows differ");
        foreach (var (table, rows) in LakeRows.Marts(hit.Lake).DifferencesTo(world.Marts))
            hit.Fail($"{table}: {rows} rows of the mart differ");
        return facts.Values.Sum();
    }
}
