namespace Analytics.Tests.Faults;

/// <summary>What happens to the disk: it is full, read-only, damaged, or somewhere else.</summary>
internal static class StorageFaults
{
    private const int Attempts = 12;
    private const int LargestRoomKb = 2_000;

    /// <summary>
    /// A disk with a little room left, which a run fills up. The run fails and leaves the lake as it was; once there is
    /// room again, the next one goes through.
    /// </summary>
    public static async Task<string?> DiskFullAsync(FaultCase hit, CancellationToken cancellation)
    {
        hit.Pause();
        var disk = SmallDisk.TryMount(hit.Lake);
        if (disk is not null) hit.Own(disk);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            hit.Reset();
            hit.Watch();
            var before = Tree(hit.Lake);
            var roomKb = hit.Random.Next(LargestRoomKb / (attempt + 1));
            disk?.LeaveRoom(roomKb);
            using var run = disk is null ? StartWithSmallFiles(hit, roomKb / 10) : hit.StartRun();
            await run.EndAsync(cancellation);
            disk?.LeaveRoom(SmallDisk.PlentyKb);
            if (run.ExitCode != 0)
            {
                // Full after the commit, when only the catalog is to come: then the next run writes it.
                if (hit.HasCommitted) return "after the commit";
                hit.Expect(before.SequenceEqual(Tree(hit.Lake)), $"a full disk changed the lake: {run.Error}");
                return run.Stage;
            }

            hit.Pause();
        }

        hit.Watch();
        return null;
    }

    /// <summary>
    /// The lake cannot be written any more: from the start, or its folders of facts and snapshots from some stage on.
    /// </summary>
    public static async Task<string?> ReadOnlyAsync(FaultCase hit, CancellationToken cancellation)
    {
        using var locked = ReadOnlyFolders.Of(
            hit.Random.Next(3) == 0 ? ["."] : ["facts", "snapshots"], hit.Lake);
        var before = Published(hit.Lake);
        using var run = hit.StartRun();
        string stage = "start";
        if (!locked.IsWhole)
        {
            if (!await run.UntilAsync(() => run.Stage != "start", cancellation)) return null;
            if (!await run.AfterAsync(hit.Undisturbed * hit.Random.NextDouble() * 0.4, cancellation)) return null;
            stage = run.Stage;
        }

        locked.Lock();
        await run.EndAsync(cancellation);
        locked.Unlock();
        if (run.ExitCode == 0) return null;
        hit.Expect(before.SequenceEqual(Published(hit.Lake)), $"a read-only folder let the lake change: {run.Error}");
        return locked.IsWhole ? run.Stage : stage;
    }

    public static Task<string?> DamagedFactsAsync(FaultCase hit, CancellationToken cancellation) =>
        DamageAsync(hit, "facts", cancellation);

    public static Task<string?> DamagedMartAsync(FaultCase hit, CancellationToken cancellation) =>
        DamageAsync(hit, "snapshots", cancellation);

    /// <summary>
    /// A Parquet file is damaged before a run or while it works. <c>runs verify</c> finds it; the remedy is
    /// <c>runs repair</c>, and the file from a backup where that says so.
    /// </summary>
    /// <param name="folder">Folder of the lake below which a file is drawn.</param>
    private static async Task<string?> DamageAsync(FaultCase hit, string folder, CancellationToken cancellation)
    {
        var files = Folders.Files(Path.Combine(hit.Lake, folder))
            .Where(file => file.EndsWith(".parquet", StringComparison.Ordinal)).ToList();
        var file = files[hit.Random.Next(files.Count)];
        var sound = await File.ReadAllBytesAsync(file, cancellation);
        hit.Pause();
        var stage = "between runs";
        using (var run = hit.Random.Next(2) == 0 ? hit.StartRun() : null)
        {
            if (run is not null)
            {
                var struck = await run.AfterAsync(hit.Undisturbed * hit.Random.NextDouble(), cancellation);
                stage = struck ? run.Stage : "after a run";
            }

            Damage.Strike(file, sound, hit.Random);
            if (run is not null) await run.EndAsync(cancellation);
        }

        // It may do as it likes: what it makes of a damaged file is found as well, or replaced.
        using (var next = hit.StartRun()) await next.EndAsync(cancellation);
        Mend(hit, file, sound);
        hit.Watch();
        return stage;
    }

    /// <summary>As docs/operations/durability.md says; <paramref name="sound"/> is the backup.</summary>
    private static void Mend(FaultCase hit, string file, byte[] sound)
    {
        var isDamaged = File.Exists(file) && !File.ReadAllBytes(file).SequenceEqual(sound);
        var name = Path.GetRelativePath(hit.Lake, file).Replace('\\', '/');
        var found = LakeAudit.Verify(hit.Lake).Faults;
        hit.Expect(!isDamaged || found.Any(fault => fault.Path == name), $"verify did not find the damage of {name}");
        if (found.Count == 0) return;
        if (LakeAudit.Repair(hit.Lake).Left.Count > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, sound);
            LakeAudit.Repair(hit.Lake);
        }

        hit.Expect(LakeAudit.Verify(hit.Lake).Faults.Count == 0, "there are faults after the repair");
        Folders.Delete(Path.Combine(hit.Lake, "quarantine"));
    }

    /// <summary>The next run writes the catalog anew, whatever became of the old one.</summary>
    public static async Task<string?> DamagedCatalogAsync(FaultCase hit, CancellationToken cancellation)
    {
        var catalog = Path.Combine(hit.Lake, "analytics.duckdb");
        hit.Pause();
        Damage.Strike(catalog, await File.ReadAllBytesAsync(catalog, cancellation), hit.Random);
        using var run = hit.StartRun();
        await run.EndAsync(cancellation);
        hit.Expect(run.ExitCode == 0, $"on a damaged catalog: exit code {run.ExitCode}: {run.Error}");
        hit.Watch();
        return "between runs";
    }

    /// <summary>The next run shows the new place.</summary>
    public static async Task<string?> MovedAsync(FaultCase hit, CancellationToken cancellation)
    {
        hit.Pause();
        var place = hit.Lake + " moved [to] 'there'";
        Directory.Move(hit.Lake, place);
        hit.Lake = place;
        await hit.RunAsync(cancellation);
        hit.Watch();
        return "between runs";
    }

    /// <summary>Where no disk can be mounted, files cannot grow beyond a size.</summary>
    private static RunProcess StartWithSmallFiles(FaultCase hit, int blocks)
    {
        // The runtime maps code through a file in memory, which would count.
        var environment = new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" };
        return hit.StartRun(["bash", "-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"", "run"], environment);
    }

    /// <summary>Names and lengths of what counts in a lake: not the lock, and not what runs work on.</summary>
    /// <summary>Without facts: those moved before the folder was locked are in no manifest, and the next run sweeps
    /// them.</summary>
    private static List<string> Published(string lake) =>
        [.. Tree(lake).Where(file => !file.StartsWith("facts/", StringComparison.Ordinal))];

    private static List<string> Tree(string lake) =>
    [
        .. Folders.Files(lake).Select(file => (Name: Path.GetRelativePath(lake, file), new FileInfo(file).Length))
            .Where(file => file.Name != ".lock" && !file.Name.StartsWith("runs/", StringComparison.Ordinal))
            .Select(file => $"{file.Name} {file.Length}"),
    ];
}
