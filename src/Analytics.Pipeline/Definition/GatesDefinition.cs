namespace Analytics.Pipeline.Definition;

/// <summary>
/// When a run is held instead of published. What has no limit is measured and shown all the same. No result depends on
/// it, so it is no part of the configuration's hash.
/// </summary>
/// <param name="MaxRejectShare">
/// Rejected rows / read rows of a source, from 0 to 1; rows whose two accounts are one do not count as rejected.
/// </param>
public sealed record GatesDefinition(double MaxRejectShare)
{
    public const double DefaultMinRowsShare = 0.1;
    public const int DefaultHistoryRuns = 7;

    /// <summary>
    /// Rows of a source / median of its last <see cref="HistoryRuns"/> runs with new files, at least; 0 for no limit.
    /// </summary>
    public double MinRowsShare { get; init; } = DefaultMinRowsShare;

    /// <summary>The same, at most; more where more files came than usually. Null for no limit.</summary>
    public double? MaxRowsShare { get; init; }

    /// <summary>Runs that make the median.</summary>
    public int HistoryRuns { get; init; } = DefaultHistoryRuns;

    /// <summary>Entries of lists received / claimed by profiles, per source, at least.</summary>
    public double? MinCompleteness { get; init; }

    /// <summary>Total variation distance of accounts over communities from the published snapshot, at most.</summary>
    public double? MaxSizeChange { get; init; }

    /// <summary>Share of the first leaders of the published snapshot that are none any more, at most.</summary>
    public double? MaxLeaderTurnover { get; init; }
}
