namespace Analytics.Graph.Centrality;

/// <summary>Parameters of <see cref="PageRank"/>.</summary>
/// <param name="Damping">d, the chance of following an arc; in [0, 1).</param>
/// <param name="Tolerance">Stop when the sum of absolute changes falls below this. Zero does all iterations, as plain
/// power iterations from equal scores.</param>
/// <param name="MaxIterations">Stop after this many at the latest. The change shrinks at least by the factor d each
/// time, so 142 reach 1e-10 at d = 0.85.</param>
/// <param name="Restart">Where a walk begins anew: one weight per vertex, none negative, not all zero; scaled to sum 1.
/// Null for anywhere. Also where walks go on from vertices without outgoing arcs.</param>
public sealed record PageRankOptions(
    double Damping = 0.85, double Tolerance = 1e-10, int MaxIterations = 200, double[]? Restart = null)
{
    internal void Check(int vertices)
    {
        if (!(Damping is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Damping), Damping, "Damping must lie in [0, 1).");
        if (!(Tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must not be negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1);
        if (Restart is null)
            return;
        if (Restart.Length != vertices)
            throw new ArgumentException($"{Restart.Length} weights for {vertices} vertices.", nameof(Restart));
        if (!Restart.All(weight => weight >= 0 && double.IsFinite(weight)) || !Restart.Any(weight => weight > 0))
            throw new ArgumentException("Weights must be finite, not negative, and not all zero.", nameof(Restart));
    }
}
