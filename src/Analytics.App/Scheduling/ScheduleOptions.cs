namespace Analytics.App.Scheduling;

/// <summary>What the command line says about a scheduler.</summary>
/// <param name="Folder">The folder with the pipeline files, absolute.</param>
/// <param name="Store">Where due times are kept.</param>
/// <param name="Threads">Threads of each run.</param>
/// <param name="Parallel">Runs at once, each of another lake.</param>
internal sealed record ScheduleOptions(string Folder, ScheduleStore Store, int Threads, int Parallel)
{
    /// <summary>How often the folder is read.</summary>
    public TimeSpan ReadEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often the store is asked for due times that others put there, and how long a jump of the clock goes unseen.
    /// Not below a second.
    /// </summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);
}
