namespace Analytics.Graph.Centrality;

/// <summary>Scores with the account of how they were reached.</summary>
/// <param name="Scores">One per vertex, sum 1.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Change">Sum of absolute changes in the last iteration.</param>
public sealed record PageRankResult(double[] Scores, int Iterations, double Change);
