namespace Analytics.Graph.Influence;

/// <summary>A chosen vertex.</summary>
/// <param name="Vertex">Its number.</param>
/// <param name="MarginalSpread">Vertices that it activates beyond those that the seeds before it do, in the mean.
/// </param>
/// <param name="CumulativeSpread">Vertices that the seeds up to this one activate, in the mean.</param>
public readonly record struct InfluenceSeed(int Vertex, double MarginalSpread, double CumulativeSpread);

/// <summary>Chosen seeds and what is known of them.</summary>
/// <param name="Seeds">In the order in which they were chosen, required ones first. The spread of all is shared out
/// among them as the sets that they were chosen by say.</param>
/// <param name="Spread">Unbiased estimate of the spread of all seeds, from sets drawn after they were chosen.</param>
/// <param name="LowerBound">The spread of the seeds is at least this.</param>
/// <param name="UpperBound">No choice of seeds has a larger spread than this.</param>
/// <param name="Ratio">The spread is at least this share of the best possible.</param>
/// <param name="Epsilon">ε that was asked for.</param>
/// <param name="Delta">Probability that one of the bounds or the ratio does not hold.</param>
/// <param name="SelectionSets">Reverse reachable sets drawn to choose by.</param>
/// <param name="ValidationSets">Sets drawn to judge the choice, over all rounds.</param>
/// <param name="SetBytes">Memory of the sets and their index.</param>
public sealed record InfluenceResult(
    IReadOnlyList<InfluenceSeed> Seeds, double Spread, double LowerBound, double UpperBound, double Ratio,
    double Epsilon, double Delta, long SelectionSets, long ValidationSets, long SetBytes);
