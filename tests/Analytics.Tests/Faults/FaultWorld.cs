using System.Diagnostics;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.Faults;

/// <summary>
/// What every case starts from and is held to: exports in several deliveries, the lake after each of them, and the
/// facts and marts after all, made by runs that nothing happened to.
/// </summary>
internal sealed class FaultWorld : IDisposable
{
    private FaultWorld(string root) => Root = root;

    public string Root { get; }

    public string Exports => Path.Combine(Root, "exports");

    /// <summary>The pseudonym key that all cases share, so that their facts can be compared.</summary>
    public string Secret => Path.Combine(Root, "home", "secret");

    /// <summary>Rows of every fact table once everything was delivered.</summary>
    public LakeRows Facts { get; private set; } = null!;

    /// <summary>Rows of every mart of the last snapshot, without run ids and times.</summary>
    public LakeRows Marts { get; private set; } = null!;

    /// <summary>How long a process needs for one run that nobody disturbs.</summary>
    public TimeSpan Undisturbed { get; private set; }

    /// <param name="folder">A folder below which cases may work; removed in the end.</param>
    public static async Task<FaultWorld> CreateAsync(string folder, int seed, CancellationToken cancellation)
    {
        FaultWorld world = new(Directory.CreateDirectory(Path.GetFullPath(folder)).FullName);
        Deliveries.Write(world.Exports, seed);
        using FaultCase home = new(world, "home", 0, 0);
        for (var delivery = 1; delivery <= Deliveries.Count; delivery++)
        {
            home.Deliver(delivery);
            await home.RunAsync(cancellation).ConfigureAwait(false);
            Folders.Copy(home.Lake, world.State(delivery));
        }

        world.Facts = LakeRows.Facts(home.Lake);
        world.Marts = LakeRows.Marts(home.Lake);

        // Twice, because files and code of the first one are cold.
        for (var again = 0; again < 2; again++)
        {
            using FaultCase timed = new(world, "timed", 0, Deliveries.Count - 1);
            timed.Deliver(Deliveries.Count);
            var started = Stopwatch.GetTimestamp();
            using var run = timed.StartRun();
            await run.EndAsync(cancellation).ConfigureAwait(false);
            if (run.ExitCode != 0) throw new InvalidOperationException($"An undisturbed run failed: {run.Error}");
            world.Undisturbed = Stopwatch.GetElapsedTime(started);
        }

        return world;
    }

    /// <summary>The lake after so many deliveries, as its runs left it.</summary>
    public string State(int delivery) => Path.Combine(Root, "states", $"{delivery}");

    /// <summary>Puts that state where a case wants it; its catalog names the new place.</summary>
    public void Restore(int delivery, string lake)
    {
        if (delivery == 0) return;
        Folders.Copy(State(delivery), lake);
        LakeFolder folder = new(lake);
        Catalog.Publish(folder, new SnapshotStore(folder).Newest()!);
    }

    public void Dispose() => Folders.Delete(Root);
}
