using Analytics.DuckDb;

namespace Analytics.Pipeline.Resources;

/// <summary>
/// Divides the memory of a run between what a stage has to hold and the engine, stage by stage, and refuses a stage
/// that cannot fit before it begins.
/// </summary>
internal sealed class MemoryPlan(RunResources resources)
{
    // Below this the engine does not get through a sort or an aggregate, however much it spills.
    private const long LeastForEngine = 64_000_000;
    private const long LeastPerThread = 16_000_000;

    private const long MostSortBytes = 768 << 20;
    private const long LeastSortBytes = 48 << 20;

    private long Least => LeastForEngine + (resources.Threads * LeastPerThread);

    /// <summary>What the engine may use while this is held; it spills the rest.</summary>
    public long EngineBytes(MemoryNeed need) =>
        Math.Max(Least, resources.MemoryBytes - MemoryNeeds.Base - need.HeldBytes);

    /// <summary>
    /// Bytes of rows that a table holds before it writes files: always the same where memory allows, else as much as it
    /// allows, which gives more and smaller files of the same rows.
    /// </summary>
    /// <param name="needOf">The need of the ingest by bytes of rows.</param>
    public long SortBytes(Func<long, MemoryNeed> needOf)
    {
        var bytes = MostSortBytes;
        while (bytes > LeastSortBytes && !Fits(needOf(bytes))) bytes /= 2;
        return bytes;
    }

    /// <exception cref="UserException">The stage would not fit.</exception>
    public void Require(string stage, MemoryNeed need, string remedy)
    {
        if (Fits(need)) return;
        throw new UserException(
            $"{stage} needs {Sizes.Text(MemoryNeeds.Base + need.HeldBytes + Least)} of memory for {need.For}; the "
            + $"limit is {Sizes.Text(resources.MemoryBytes)} ({resources.MemorySource}). Raise resources.memory or the "
            + $"limit of the machine or container, {remedy}.");
    }

    /// <summary>Checks the need of a stage and gives the engine what is left.</summary>
    public void Enter(DuckDbConnection connection, string stage, MemoryNeed need, string remedy)
    {
        Require(stage, need, remedy);
        connection.Execute($"SET memory_limit = '{EngineBytes(need) >> 20}MiB'");
    }

    private bool Fits(MemoryNeed need) => MemoryNeeds.Base + need.HeldBytes + Least <= resources.MemoryBytes;
}
