namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// A file cannot be brought here, or not now. The message is the program's own and holds nothing secret.
/// </summary>
internal sealed class PullException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again soon may help.</summary>
    public bool IsTransient { get; init; }

    /// <summary>When the server wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether what has come so far belongs to another content than what would come now.</summary>
    public bool PartIsStale { get; init; }

    /// <summary>The same after all attempts.</summary>
    /// <param name="attempts">How often it was asked.</param>
    public PullException GivenUp(int attempts) =>
        attempts == 1 ? this : new PullException($"{Message} (asked {attempts} times)", this);

    /// <summary>A connection that broke, or an answer that never came.</summary>
    public static PullException Broken(string what, Exception? inner = null) =>
        new(what, inner) { IsTransient = true };

    /// <summary>What came is of no use, now or later.</summary>
    public static PullException Useless(string what, Exception? inner = null) =>
        new(what, inner) { PartIsStale = true };

    /// <summary>What was kept of an earlier attempt does not go with this answer: begin again.</summary>
    public static PullException Stale(string what) => new(what) { IsTransient = true, PartIsStale = true };
}
