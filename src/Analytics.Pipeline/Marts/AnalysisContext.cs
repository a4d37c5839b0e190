namespace Analytics.Pipeline.Marts;

/// <summary>What the analysis needs to know about the run that it is part of.</summary>
/// <param name="RunId">Written into every row; must depend on configuration and input alone.</param>
/// <param name="Threads">Threads of the kernels; no result depends on it.</param>
/// <param name="NextCommunityId">
/// First number for communities that are born; above every number that any snapshot of the lake ever used.
/// </param>
/// <param name="KeepWork">Leaves the schema <c>work</c> with all intermediate tables in place.</param>
/// <param name="Progress">Told now and then how far the analysis is; may be called from any thread.</param>
/// <param name="Enter">Told before each stage how much it is about; what it throws ends the analysis.</param>
public sealed record AnalysisContext(
    string RunId,
    int Threads,
    int NextCommunityId = 1,
    Action<AnalysisProgress>? Progress = null,
    bool KeepWork = false,
    Action<AnalysisSize>? Enter = null);

/// <summary>How much a stage is about.</summary>
/// <param name="Stage">One of <see cref="AnalysisStage.Stages"/>.</param>
/// <param name="Vertices">Accounts; 0 before they were counted, as are the others.</param>
/// <param name="Pairs">Ordered pairs of accounts.</param>
/// <param name="Acts">Single acts of attention.</param>
public readonly record struct AnalysisSize(string Stage, long Vertices, long Pairs, long Acts);

/// <summary>How far the analysis is.</summary>
/// <param name="Stage">What it does at the moment, one of <see cref="AnalysisStage.Stages"/>.</param>
/// <param name="Fraction">Done of this stage, from 0 to 1.</param>
/// <param name="Rows">Rows made by this stage so far.</param>
public sealed record AnalysisProgress(string Stage, double Fraction, long Rows);
