namespace Analytics.Tests.Faults;

/// <summary>Something that happens to a run or to the lake.</summary>
/// <param name="Name">As the table and the docs name it.</param>
/// <param name="StrikeAsync">
/// Makes it happen while the next delivery is to be read, and then what a person has to do according to the docs. Gives
/// the stage that it hit, or null if it came too late and hit nothing.
/// </param>
internal sealed record Fault(string Name, Func<FaultCase, CancellationToken, Task<string?>> StrikeAsync)
{
    /// <summary>Whether there must have been a run before.</summary>
    public bool NeedsLake { get; init; }

    /// <summary>In the order in which cases take turns.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("kill -9, any moment", ProcessFaults.KillAsync),
        new("SIGTERM", (hit, cancellation) => ProcessFaults.SignalAsync(hit, "TERM", 143, cancellation)),
        new("clock jumps", InputFaults.ClockJumpsAsync),
        new("disk full", StorageFaults.DiskFullAsync),
        new("kill -9 while committing", ProcessFaults.KillCommitAsync),
        new("damaged export", InputFaults.DamagedExportAsync),
        new("two runs at once", (hit, cancellation) => ProcessFaults.ConcurrentAsync(hit, 2, cancellation)),
        new("damaged fact file", StorageFaults.DamagedFactsAsync) { NeedsLake = true },
        new("SIGINT", (hit, cancellation) => ProcessFaults.SignalAsync(hit, "INT", 130, cancellation)),
        new("failing source", InputFaults.FailingSourceAsync),
        new("lock file deleted", ProcessFaults.LockDeletedAsync),
        new("read-only lake", StorageFaults.ReadOnlyAsync) { NeedsLake = true },
        new("out of memory", ProcessFaults.OutOfMemoryAsync),
        new("damaged mart", StorageFaults.DamagedMartAsync) { NeedsLake = true },
        new("stopped process", ProcessFaults.StoppedAsync),
        new("time zone changes", ProcessFaults.TimeZoneAsync),
        new("damaged catalog", StorageFaults.DamagedCatalogAsync) { NeedsLake = true },
        new("lake moved", StorageFaults.MovedAsync) { NeedsLake = true },
        new("five runs at once", (hit, cancellation) => ProcessFaults.ConcurrentAsync(hit, 5, cancellation)),
    ];
}
