namespace Analytics.Graph.Influence;

/// <summary>
/// Confidence bounds on a probability from the number of successes in independent trials, by Chernoff's bound in its
/// sharp form: <c>P(share ≥ x) ≤ exp(−trials · KL(x ‖ p))</c> for x ≥ p and alike below (Hoeffding 1963, theorem 1).
/// Sharper than the bounds that OPIM-C is published with where seeds hit a large share of the sets, which saves sets.
/// </summary>
internal static class SpreadBounds
{
    private const int Halvings = 60;

    /// <summary>A probability that the true one lies below with probability at most exp(−<paramref name="cost"/>).
    /// </summary>
    public static double Lower(long successes, long trials, double cost) => Bound(successes, trials, cost, 0);

    /// <summary>A probability that the true one lies above with probability at most exp(−<paramref name="cost"/>).
    /// </summary>
    public static double Upper(long successes, long trials, double cost) => Bound(successes, trials, cost, 1);

    /// <summary>Where the bound reaches <paramref name="cost"/> between the observed share and
    /// <paramref name="far"/>, rounded towards the latter.</summary>
    private static double Bound(long successes, long trials, double cost, double far)
    {
        double share = Math.Min(1, (double)successes / trials);
        double near = share;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (near + far) / 2;
            if (trials * Divergence(share, middle) > cost)
                far = middle;
            else
                near = middle;
        }

        return far;
    }

    /// <summary>Kullback–Leibler divergence of Bernoulli trials with probability x from such with p.</summary>
    private static double Divergence(double x, double p) =>
        (x > 0 ? x * Math.Log(x / p) : 0) + (x < 1 ? (1 - x) * Math.Log((1 - x) / (1 - p)) : 0);
}
