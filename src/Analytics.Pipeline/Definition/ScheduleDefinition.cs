namespace Analytics.Pipeline.Definition;

/// <summary>When the pipeline runs by itself: at the times of a cron expression, or after another pipeline.</summary>
/// <param name="Cron">
/// Five fields as in crontab, or Quartz's six or seven with seconds first; null where <see cref="After"/> is given.
/// </param>
/// <param name="TimeZone">IANA name; UTC unless stated.</param>
/// <param name="Misfire">What happens to a time that passed while nothing was running.</param>
public sealed record ScheduleDefinition(string? Cron, string TimeZone, MisfirePolicy Misfire)
{
    public const int DefaultRetries = 3;

    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Name of the pipeline whose good end starts this one, or null.</summary>
    public string? After { get; init; }

    /// <summary>Longest time by which a run starts late, so that not all start at once.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>A run that takes longer is cancelled; null means no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How often a run is tried again after a fault that may pass.</summary>
    public int Retries { get; init; } = DefaultRetries;

    /// <summary>Wait before the first of them; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = DefaultRetryDelay;

    /// <summary>Where the cron expression, or else the name after <c>after</c>, stands in the file.</summary>
    public FilePlace Place { get; init; }
}

/// <summary>A place in a pipeline file, both from 1.</summary>
public readonly record struct FilePlace(int Line, int Column);

/// <summary>What happens to a scheduled time that was missed.</summary>
public enum MisfirePolicy
{
    /// <summary>One run as soon as possible, however many times were missed.</summary>
    RunOnce,

    /// <summary>Nothing until the next time.</summary>
    Skip,

    /// <summary>One run for each missed time, one after the other.</summary>
    RunAll,
}
