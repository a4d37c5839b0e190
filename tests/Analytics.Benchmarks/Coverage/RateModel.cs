using Analytics.Graph.Randomness;

namespace Analytics.Benchmarks.Coverage;

/// <summary>One interaction of a sample.</summary>
internal readonly record struct Draw(int Actor, int Target, byte Kind, long Microsecond);

/// <summary>
/// A model from which samples can be drawn again and again. Accounts lie in planted groups of 500 to 10,000. Who
/// follows whom stands still; interactions of each ordered pair are a Poisson process whose rate is activity of the one
/// × pull of the other × what their groups have in common. Numbers of accounts start at 0.
/// <para>Rates are products, so what anybody is expected to receive from a set of accounts follows from sums over the
/// groups, and no pair needs to be kept: 60 bytes an account and 8 a follow.</para>
/// </summary>
internal sealed class RateModel
{
    /// <summary>Days of the observed window.</summary>
    public const int Days = 100;

    public const int FollowsPerAccount = 10;

    /// <summary>Kinds of interactions and the share of each.</summary>
    public static readonly (string Name, double Share)[] Kinds =
        [("like", 0.55), ("reply", 0.15), ("mention", 0.10), ("repost", 0.20)];

    /// <summary>Share of follows and interactions that may lead anywhere.</summary>
    private const double Mixing = 0.1;

    private readonly double[] _activitySums;
    private readonly double[] _pullSums;
    private readonly double[] _fameSums;
    private readonly int[] _starts;

    /// <param name="interactionsPerAccount">In the mean; activity and pull spread them unevenly.</param>
    public RateModel(int accounts, int interactionsPerAccount, ulong seed)
    {
        InteractionsPerAccount = interactionsPerAccount;
        Xoshiro256 random = new(seed);
        (_starts, Group) = Groups(accounts, random);
        (Activity, Pull) = (new double[accounts], new double[accounts]);
        var fame = new double[accounts];
        for (var i = 0; i < accounts; i++)
        {
            (Activity[i], Pull[i]) = (Math.Exp(0.7 * Normal(random)), Math.Exp(1.2 * Normal(random)));
            fame[i] = Math.Sqrt(Pull[i]) * Math.Exp(0.8 * Normal(random));
        }

        (_activitySums, _pullSums, _fameSums) = (Sums(Activity), Sums(Pull), Sums(fame));
        Follows = DrawFollows(random);
        Everywhere = Mixing * InteractionsPerAccount * accounts / (_activitySums[^1] * _pullSums[^1]);
        Within = new double[_starts.Length - 1];
        for (var group = 0; group < Within.Length; group++)
        {
            var (start, end) = (_starts[group], _starts[group + 1]);
            Within[group] = (1 - Mixing) * InteractionsPerAccount * (end - start)
                / ((_activitySums[end] - _activitySums[start]) * (_pullSums[end] - _pullSums[start]));
        }
    }

    public int Accounts => Group.Length;

    public int InteractionsPerAccount { get; }

    /// <summary>Planted group of each account.</summary>
    public int[] Group { get; }

    public double[] Activity { get; }

    public double[] Pull { get; }

    /// <summary>Interactions of a pair in the window = activity × pull × this, and for two of one group …</summary>
    public double Everywhere { get; }

    /// <summary>… also × this, by group.</summary>
    public double[] Within { get; }

    /// <summary>Who follows whom, each pair once, in order.</summary>
    public (int Follower, int Followee)[] Follows { get; }

    /// <summary>One sample of the interactions.</summary>
    public IEnumerable<Draw> Sample(ulong seed)
    {
        Xoshiro256 random = new(seed);

        // Of a Poisson number so large nothing is lost by drawing it from the normal distribution.
        var mean = (double)InteractionsPerAccount * Accounts;
        for (var left = (long)Math.Round(mean + (Math.Sqrt(mean) * Normal(random))); left > 0; left--)
        {
            var (actor, target) = Pair(random, _activitySums, _pullSums);

            // A pair of the same is no interaction; the others keep their rates.
            if (actor == target) continue;
            var at = (long)(random.NextDouble() * Days * TimeSpan.MicrosecondsPerDay);
            yield return new Draw(actor, target, Kind(random.NextDouble()), at);
        }
    }

    private static byte Kind(double uniform)
    {
        byte kind = 0;
        while (kind < Kinds.Length - 1 && uniform >= Kinds[kind].Share) uniform -= Kinds[kind++].Share;
        return kind;
    }

    private (int Follower, int Followee)[] DrawFollows(Xoshiro256 random)
    {
        var follows = new (int, int)[FollowsPerAccount * Accounts];
        for (var i = 0; i < follows.Length; i++)
        {
            do follows[i] = Pair(random, _activitySums, _fameSums);
            while (follows[i].Item1 == follows[i].Item2);
        }

        Array.Sort(follows);
        return [.. follows.Distinct()];
    }

    private (int Actor, int Target) Pair(Xoshiro256 random, double[] actors, double[] targets)
    {
        var (start, end) = (0, Accounts);
        if (random.NextDouble() >= Mixing)
        {
            var group = Group[random.Below(Accounts)];
            (start, end) = (_starts[group], _starts[group + 1]);
        }

        return (Pick(random, actors, start, end), Pick(random, targets, start, end));
    }

    private static int Pick(Xoshiro256 random, double[] sums, int start, int end)
    {
        var wanted = sums[start] + (random.NextDouble() * (sums[end] - sums[start]));
        var found = Array.BinarySearch(sums, start, end - start, wanted);
        return Math.Clamp(found >= 0 ? found : ~found - 1, start, end - 1);
    }

    private static (int[] Starts, int[] Group) Groups(int accounts, Xoshiro256 random)
    {
        List<int> starts = [0];
        while (starts[^1] < accounts)
        {
            var next = starts[^1] + (int)(500 * Math.Pow(20, random.NextDouble()));
            starts.Add(accounts - next < 500 ? accounts : next);
        }

        var group = new int[accounts];
        for (var i = 0; i + 1 < starts.Count; i++) Array.Fill(group, i, starts[i], starts[i + 1] - starts[i]);
        return ([.. starts], group);
    }

    private static double[] Sums(double[] values)
    {
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++) sums[i + 1] = sums[i] + values[i];
        return sums;
    }

    private static double Normal(Xoshiro256 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
