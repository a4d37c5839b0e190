namespace Analytics.Graph.Influence;

/// <summary>A chosen candidate.</summary>
/// <param name="Candidate">Its number.</param>
/// <param name="MarginalGain">Weight of the elements that it adds to those chosen before it.</param>
/// <param name="CumulativeGain">Weight of all elements covered so far, each once.</param>
public readonly record struct CoveragePick(int Candidate, double MarginalGain, double CumulativeGain);
