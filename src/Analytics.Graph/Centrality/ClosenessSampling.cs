namespace Analytics.Graph.Centrality;

/// <summary>How exact <see cref="Closeness.SampleHarmonic"/> shall be.</summary>
/// <param name="Epsilon">ε, the largest error of any score divided by the number of vertices; in (0, 1).</param>
/// <param name="Delta">δ, the probability that some score is further off; in (0, 1).</param>
/// <param name="Seed">Chooses the sample.</param>
public sealed record ClosenessSampling(double Epsilon = 0.05, double Delta = 0.01, ulong Seed = 1)
{
    internal void Check()
    {
        if (!(Epsilon is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "ε must lie in (0, 1).");
        if (!(Delta is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Delta), Delta, "δ must lie in (0, 1).");
    }

    /// <summary>Hoeffding's bound for numbers in [0, 1], for all vertices at once.</summary>
    internal int SamplesFor(int vertices) =>
        (int)Math.Min(
            int.MaxValue, Math.Ceiling(Math.Log(2.0 * Math.Max(1, vertices) / Delta) / (2 * Epsilon * Epsilon)));
}

/// <summary>Estimated scores with what they promise.</summary>
/// <param name="Scores">One per vertex, on the scale of the exact ones.</param>
/// <param name="Samples">Number of vertices searched from.</param>
/// <param name="Epsilon">Largest error of a score divided by the number of vertices; 0 if all were searched from.
/// </param>
/// <param name="Delta">Probability that some score is further off.</param>
public sealed record SampledCloseness(double[] Scores, int Samples, double Epsilon, double Delta);
