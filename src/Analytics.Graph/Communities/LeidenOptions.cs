namespace Analytics.Graph.Communities;

/// <summary>The quality function that communities maximise.</summary>
public enum Objective
{
    /// <summary>Modularity with a resolution (Newman and Girvan 2004; Reichardt and Bornholdt 2006).</summary>
    Modularity,

    /// <summary>The constant Potts model (Traag, Van Dooren and Nesterov 2011); the resolution is a density in units
    /// of arc weight.</summary>
    ConstantPotts,
}

/// <summary>How <see cref="Leiden"/> searches.</summary>
public sealed record LeidenOptions
{
    /// <summary>Repeat until an iteration moves no vertex and no community is better in pieces.</summary>
    public const int UntilStable = -1;

    /// <summary>The quality function.</summary>
    public Objective Objective { get; init; } = Objective.Modularity;

    /// <summary>γ: higher gives more and smaller communities. Positive.</summary>
    public double Resolution { get; init; } = 1.0;

    /// <summary>Number of iterations, each starting from the last one's result, or <see cref="UntilStable"/>. Every
    /// other one keeps together what was refined into one part at the lowest level, which takes a fraction of the time;
    /// after the last all vertices may move once more.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>Seed of the visiting orders and of the random merges in the refinement.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// θ of the paper: a merge in the refinement is chosen with probability ∝ exp(gain / θ), the gain measured in mean
    /// arc weights so that the unit of the weights does not matter. Zero takes the best merge always.
    /// </summary>
    public double Randomness { get; init; } = 0.01;

    /// <summary>No move makes a community larger than this many vertices. In the end, vertices of full communities are
    /// exchanged.</summary>
    public int MaxSize { get; init; } = int.MaxValue;

    internal void Check()
    {
        if (!(Resolution > 0) || double.IsInfinity(Resolution))
            throw new ArgumentOutOfRangeException(nameof(Resolution), Resolution, "The resolution must be positive.");
        if (Iterations is < 1 and not UntilStable)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Iterations), Iterations, $"Iterations must be at least 1, or {UntilStable} for until stable.");
        }

        if (!(Randomness >= 0) || double.IsInfinity(Randomness))
            throw new ArgumentOutOfRangeException(nameof(Randomness), Randomness, "θ must not be negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSize, 1);
    }
}
