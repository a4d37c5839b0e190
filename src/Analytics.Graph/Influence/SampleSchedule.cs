namespace Analytics.Graph.Influence;

/// <summary>
/// How many sets each round has. The first and the last follow OPIM-C: with the last, the greedy choice is good enough
/// with probability 1 − δ/3 whatever the bounds say. The other two thirds of δ are divided among the two bounds of
/// every round.
/// </summary>
internal sealed class SampleSchedule
{
    private readonly double _first;
    private readonly double _last;

    private SampleSchedule(double first, double last, double delta)
    {
        (_first, _last, Delta) = (first, Math.Max(first, last), delta);
        Rounds = (int)Math.Ceiling(2 * Math.Log2(_last / _first)) + 1;
        Cost = Math.Log(3 * Rounds / delta);
    }

    public double Delta { get; }

    public int Rounds { get; }

    /// <summary>A bound fails with probability exp(−cost).</summary>
    public double Cost { get; }

    public static SampleSchedule For(int vertices, int seeds, InfluenceOptions options)
    {
        double delta = options.Delta ?? 1.0 / Math.Max(2, vertices);
        const double Greedy = 1 - 1 / Math.E;
        double some = Math.Sqrt(Math.Log(6 / delta));
        double choices = Math.Sqrt(Greedy * (LogChoices(vertices, seeds) + Math.Log(6 / delta)));
        double first = 2 * Math.Pow(Greedy * some + choices, 2);
        return new SampleSchedule(
            first, first * vertices / (seeds * options.Epsilon * options.Epsilon), delta);
    }

    public int SetsIn(int round) => (int)Math.Min(
        int.MaxValue - ReverseSets.PerBlock, Math.Ceiling(Math.Min(_last, _first * Math.Pow(2, round / 2.0))));

    /// <summary>The logarithm of the number of ways to choose k of n.</summary>
    private static double LogChoices(int n, int k)
    {
        double sum = 0;
        for (int i = 1; i <= Math.Min(k, n - k); i++)
            sum += Math.Log((n - i + 1.0) / i);
        return sum;
    }
}
