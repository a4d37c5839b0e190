namespace Analytics.Graph.Centrality;

/// <summary>How exact <see cref="Betweenness.Sample"/> shall be.</summary>
/// <param name="Epsilon">ε, the largest error of any score divided by the number of pairs of vertices; in (0, 1).
/// </param>
/// <param name="Delta">δ, the probability that some score is further off; in (0, 1).</param>
/// <param name="Seed">Decides all paths.</param>
/// <param name="Lengths">How long arcs are.</param>
public sealed record BetweennessSampling(
    double Epsilon = 0.01, double Delta = 0.01, ulong Seed = 1, ArcLengths Lengths = ArcLengths.Hops)
{
    internal void Check()
    {
        if (!(Epsilon is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "ε must lie in (0, 1).");
        if (!(Delta is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Delta), Delta, "δ must lie in (0, 1).");
    }
}

/// <summary>Estimated scores with what they promise.</summary>
/// <param name="Scores">One per vertex, on the scale of <see cref="Betweenness.Run"/>.</param>
/// <param name="Samples">Number of pairs of which a shortest path was drawn; 0 if the scores are exact.</param>
/// <param name="Error">With probability 1 − δ no score divided by the number of pairs is further off; at most ε.
/// </param>
/// <param name="Delta">δ.</param>
public sealed record SampledBetweenness(double[] Scores, long Samples, double Error, double Delta);
