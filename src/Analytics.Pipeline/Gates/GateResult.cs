namespace Analytics.Pipeline.Gates;

/// <summary>What a gate came to.</summary>
public enum GateOutcome
{
    /// <summary>Within its limit.</summary>
    Passed,

    /// <summary>Beyond it: the run is held.</summary>
    Failed,

    /// <summary>No limit is set, or there is nothing to compare; the explanation says which.</summary>
    NotJudged,
}

/// <summary>One gate of one run, for one source or for the snapshot as a whole.</summary>
/// <param name="Gate">Its key below <c>gates:</c>, or <c>unreadable</c>, which has none.</param>
/// <param name="Subject">The source, or <see cref="Snapshot"/>.</param>
/// <param name="Found">Null where there was nothing to measure.</param>
/// <param name="Limit">In the unit of <paramref name="Found"/>; null where the pipeline sets none.</param>
/// <param name="Explanation">A sentence with the figures behind it.</param>
public sealed record GateResult(
    string Gate, string Subject, double? Found, double? Limit, GateOutcome Outcome, string Explanation)
{
    /// <summary>Subject of gates that look at the snapshot as a whole.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Which files, rows, communities or leaders are behind it, the weightiest first.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>For people, in one line.</summary>
    public override string ToString()
    {
        var name = Gate == "unreadable" ? Gate : $"gates.{Gate}";
        var subject = Subject == Snapshot ? "" : $", source {Subject}";
        return $"{name}{subject}: {Explanation}{string.Concat(Causes.Select(cause => $" [{cause}]"))}";
    }

    internal static GateResult NotJudged(string gate, string subject, double? limit, string why) =>
        new(gate, subject, null, limit, GateOutcome.NotJudged, why);

    /// <summary>Judges by a limit that may not be exceeded, or of which nothing may fall short.</summary>
    internal static GateResult Judge(
        string gate, string subject, double found, double? limit, bool isMaximum, string explanation)
    {
        if (limit is not { } bound)
        {
            return new GateResult(
                gate, subject, found, null, GateOutcome.NotJudged, $"{explanation}; the pipeline sets no limit.");
        }

        var failed = isMaximum ? found > bound : found < bound;
        var expected = FormattableString.Invariant($"; {(isMaximum ? "at most" : "at least")} {bound:P1} expected.");
        var outcome = failed ? GateOutcome.Failed : GateOutcome.Passed;
        return new GateResult(gate, subject, found, bound, outcome, explanation + expected);
    }
}
