namespace Analytics.Pipeline.Marts;

/// <summary>What the analysis found, for the record of the run.</summary>
public sealed record AnalysisSummary
{
    /// <summary>Accounts in the attention graph.</summary>
    public required long Vertices { get; init; }

    /// <summary>Ordered pairs of accounts with attention.</summary>
    public required long Edges { get; init; }

    /// <summary>Communities published.</summary>
    public required long Communities { get; init; }

    /// <summary>Accounts in them.</summary>
    public required long Members { get; init; }

    /// <summary>Accounts in the largest community.</summary>
    public required long LargestCommunity { get; init; }

    /// <summary>Accounts of the graph that are in no community, because theirs would be too small.</summary>
    public long Residual => Vertices - Members;

    /// <summary>Communities of the previous snapshot that nothing goes on from.</summary>
    public required IReadOnlyList<long> Deaths { get; init; }

    /// <summary>Number of communities per event: birth, continue, merge, split.</summary>
    public required IReadOnlyDictionary<string, long> Events { get; init; }

    /// <summary>Leaders listed.</summary>
    public required long Leaders { get; init; }

    /// <summary>First number that the next run may give to a new community.</summary>
    public required int NextCommunityId { get; init; }

    /// <summary>Time per stage, in the order of the stages.</summary>
    public required IReadOnlyList<StageTime> Timings { get; init; }

    /// <summary>Time of the larger steps within the stages, in the order in which they were done.</summary>
    public required IReadOnlyList<StepTime> Steps { get; init; }

    /// <summary>What the user should know: briefs that name accounts in vain.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How long a stage took.</summary>
/// <param name="PeakBytes">Highest resident memory of the process until its end.</param>
public sealed record StageTime(string Stage, TimeSpan Elapsed, long PeakBytes);

/// <summary>How long a step of a stage took.</summary>
/// <param name="PeakBytes">Highest resident memory of the process until its end.</param>
public sealed record StepTime(string Stage, string Step, TimeSpan Elapsed, long PeakBytes);
