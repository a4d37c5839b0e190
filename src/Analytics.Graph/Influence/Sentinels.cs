namespace Analytics.Graph.Influence;

/// <summary>
/// Seeds that are fixed before the others (sentinel sets, Guo et al. 2020). Where influence runs far, a few seeds hit
/// nearly all large sets, and sets that end at them are hundreds of times smaller. No choice is worse for it than the
/// bounds say, because they are taken for the seeds as they are.
/// </summary>
/// <param name="Vertices">In order.</param>
/// <param name="Shares">What part of the sets that all of them hit, those up to each do.</param>
internal sealed record Sentinels(int[] Vertices, double[] Shares)
{
    public static readonly Sentinels None = new([], []);
}
