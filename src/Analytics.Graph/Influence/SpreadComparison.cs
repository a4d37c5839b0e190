using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>What the seeds of one list activate, one after the other.</summary>
/// <param name="Marginal">For each seed the vertices that it activates beyond those before it, in the mean.</param>
/// <param name="Cumulative">Vertices that the seeds up to each activate, in the mean.</param>
/// <param name="StandardError">Of the spread of all of them.</param>
/// <param name="Sets">Reverse reachable sets that were looked at.</param>
/// <param name="Vertices">In the whole graph.</param>
public sealed record SeedSpread(
    double[] Marginal, double[] Cumulative, double StandardError, int Sets, int Vertices)
{
    /// <summary>Vertices that all seeds together activate in the mean.</summary>
    public double Total => Cumulative.Length == 0 ? 0 : Cumulative[^1];

    /// <summary>The spread is at least this, but for a probability of <paramref name="delta"/>.</summary>
    public double LowerBound(double delta) => Sets == 0
        ? 0
        : Vertices * SpreadBounds.Lower((long)Math.Round(Total / Vertices * Sets), Sets, Math.Log(1 / delta));
}

/// <summary>
/// The spread of several lists of seeds, judged by the same random sets: the first seed of a list that is in a reverse
/// reachable set takes it (Borgs et al. 2014). Unbiased for lists that were not chosen by these sets. Because all lists
/// are judged alike, their differences are far more certain than each by itself, and a list never spreads less than
/// part of it.
/// <para>Nothing is kept of a set but who took it: 9 bytes per vertex and worker, 4 per vertex. Hits are whole numbers,
/// so the result is the same for any number of workers.</para>
/// </summary>
public static class SpreadComparison
{
    /// <param name="cascade">Who activates whom.</param>
    /// <param name="lists">Lists of different seeds; lists may share seeds.</param>
    /// <param name="sets">How many sets to draw; rounded up to whole blocks of 64.</param>
    /// <param name="seed">Decides all sets.</param>
    /// <param name="workers">Threads to use; all by default.</param>
    /// <param name="cancel">Stops between two blocks of sets.</param>
    public static IReadOnlyList<SeedSpread> Run(
        IndependentCascade cascade, IReadOnlyList<int[]> lists, int sets, ulong seed, Workers? workers = null,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sets, 1);
        int n = cascade.VertexCount;
        int[] seeds = [.. lists.SelectMany(list => list).Distinct()];
        foreach (int vertex in seeds)
        {
            if ((uint)vertex >= (uint)n)
                throw new ArgumentException($"Vertex {vertex} is not in 0 … {n - 1}.", nameof(lists));
        }

        if (seeds.Length == 0)
            return [.. lists.Select(_ => new SeedSpread([], [], 0, 0, n))];
        int blocks = (sets + ReverseSets.PerBlock - 1) / ReverseSets.PerBlock;
        Tally[] tallies = new Tally[(workers ?? Workers.All).Count];
        CascadeWalks walks = new(cascade.Incoming, workers ?? Workers.All);
        Orders orders = new(n, seeds, lists);
        walks.Workers.For(blocks, (block, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            Tally tally = tallies[worker] ??= new Tally(orders, lists);
            CascadeWalk walk = walks.Of(worker);
            walk.Random.Restart(seed, (ulong)block);
            for (int i = 0; i < ReverseSets.PerBlock; i++)
            {
                walk.Follow([walk.Random.Below(n)], out ReadOnlySpan<int> set);
                tally.Add(set);
            }
        });
        return [.. lists.Select((list, number) =>
            SpreadOf(list, [.. tallies.OfType<Tally>().Select(tally => tally.Hits[number])],
                blocks * ReverseSets.PerBlock, n))];
    }

    private static SeedSpread SpreadOf(int[] list, long[][] hits, int sets, int vertices)
    {
        double[] marginal = new double[list.Length];
        double[] cumulative = new double[list.Length];
        long sum = 0;
        for (int i = 0; i < list.Length; i++)
        {
            long own = hits.Sum(worker => worker[i]);
            sum += own;
            marginal[i] = (double)vertices * own / sets;
            cumulative[i] = (double)vertices * sum / sets;
        }

        double share = (double)sum / sets;
        return new SeedSpread(
            marginal, cumulative, vertices * Math.Sqrt(share * (1 - share) / sets), sets, vertices);
    }

    /// <summary>The place of every seed in every list.</summary>
    private sealed class Orders
    {
        public Orders(int vertices, int[] seeds, IReadOnlyList<int[]> lists)
        {
            Numbers = new int[vertices];
            for (int i = 0; i < seeds.Length; i++)
                Numbers[seeds[i]] = i + 1;
            PerSeed = new int[seeds.Length][];
            for (int i = 0; i < seeds.Length; i++)
                PerSeed[i] = [.. lists.Select(list => PlaceIn(list, seeds[i]))];
        }

        /// <summary>For every vertex 1 + its number among the seeds, or 0.</summary>
        public int[] Numbers { get; }

        /// <summary>For every seed its place in each list, or the list's length.</summary>
        public int[][] PerSeed { get; }

        private static int PlaceIn(int[] list, int seed) =>
            Array.IndexOf(list, seed) is var place && place >= 0 ? place : list.Length;
    }

    /// <summary>Who took how many sets, as one worker saw it.</summary>
    private sealed class Tally(Orders orders, IReadOnlyList<int[]> lists)
    {
        private readonly int[] _first = new int[lists.Count];

        /// <summary>For each list and seed; the last place counts sets that no seed is in.</summary>
        public long[][] Hits { get; } = [.. lists.Select(list => new long[list.Length + 1])];

        public void Add(ReadOnlySpan<int> set)
        {
            for (int list = 0; list < _first.Length; list++)
                _first[list] = lists[list].Length;
            foreach (int vertex in set)
            {
                int number = orders.Numbers[vertex];
                if (number == 0)
                    continue;
                int[] places = orders.PerSeed[number - 1];
                for (int list = 0; list < _first.Length; list++)
                    _first[list] = Math.Min(_first[list], places[list]);
            }

            for (int list = 0; list < _first.Length; list++)
                Hits[list][_first[list]]++;
        }
    }
}
