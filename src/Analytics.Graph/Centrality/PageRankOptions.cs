namespace Analytics.Graph.Centrality;

/// <summary>Parameters of <see cref="PageRank"/>.</summary>
/// <param name="Damping">d, the chance of following an arc; in [0, 1).</param>
/// <param name="Tolerance">Stop when the sum of absolute changes falls below this; zero does all iterations.</param>
/// <param name="MaxIterations">Stop after this many at the latest. The change shrinks at least by the factor d each
/// time, so 142 reach 1e-10 at d = 0.85.</param>
public sealed record PageRankOptions(double Damping = 0.85, double Tolerance = 1e-10, int MaxIterations = 200)
{
    internal void Check()
    {
        if (!(Damping is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Damping), Damping, "Damping must lie in [0, 1).");
        if (!(Tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must not be negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1);
    }
}
