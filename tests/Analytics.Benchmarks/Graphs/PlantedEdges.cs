using Analytics.Graph.Randomness;

namespace Analytics.Benchmarks.Graphs;

/// <summary>
/// A graph with known communities, made like that of Lancichinetti, Fortunato and Radicchi 2008: power laws for
/// degrees (exponent 2.5) and sizes (1.5, at most 20,000), a share of the ends of every vertex to other communities.
/// Ends are joined at random inside each community, the outer ones at random among all; loops and repeated pairs are
/// dropped. Vertex ids say nothing about communities.
/// </summary>
internal static class PlantedEdges
{
    private const int SmallestCommunity = 50;

    /// <returns>Pairs with the smaller id first, ascending, each as <c>smaller × 2³² + larger</c>.</returns>
    public static (long[] Pairs, int[] Truth) Create(int vertices, double mixing, double meanDegree, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var starts = Communities(vertices, random);
        var order = new int[vertices];
        random.Permutation(order);
        var truth = new int[vertices];
        var highest = Math.Min(1000, vertices / 50.0);
        var lowest = LowestDegree(meanDegree, highest);
        var pairs = new List<long>((int)(vertices * meanDegree * 0.55));
        var (inner, outer) = (new List<int>(), new List<int>());
        for (var c = 0; c + 1 < starts.Count; c++)
        {
            inner.Clear();
            for (var i = starts[c]; i < starts[c + 1]; i++)
            {
                truth[order[i]] = c;
                var degree = Math.Min(
                    PowerLaw(random, 2.5, lowest, highest), (starts[c + 1] - starts[c]) / (1 - mixing) / 2);
                AddEnds(inner, order[i], degree * (1 - mixing), random);
                AddEnds(outer, order[i], degree * mixing, random);
            }

            Join(inner, pairs, random);
        }

        Join(outer, pairs, random);
        pairs.Sort();
        return ([.. Distinct(pairs)], truth);
    }

    private static List<int> Communities(int vertices, Xoshiro256 random)
    {
        var starts = new List<int> { 0 };
        while (starts[^1] < vertices)
        {
            var left = vertices - starts[^1];
            var size = (int)PowerLaw(random, 1.5, SmallestCommunity, Math.Min(20_000, vertices / 10.0));
            starts.Add(left - size < SmallestCommunity ? vertices : starts[^1] + size);
        }

        return starts;
    }

    /// <summary>The lower end of the law that has the wanted mean, by halving.</summary>
    private static double LowestDegree(double mean, double highest)
    {
        var (low, high) = (mean / 10, mean);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            // E[x] of x^-2.5 on [low, high]
            var expected = 3 * (Math.Pow(middle, -0.5) - Math.Pow(highest, -0.5))
                / (Math.Pow(middle, -1.5) - Math.Pow(highest, -1.5));
            (low, high) = expected < mean ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static void AddEnds(List<int> ends, int vertex, double expected, Xoshiro256 random)
    {
        for (var left = expected; left > random.NextDouble(); left--) ends.Add(vertex);
    }

    private static void Join(List<int> ends, List<long> pairs, Xoshiro256 random)
    {
        for (var i = ends.Count - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (ends[i], ends[other]) = (ends[other], ends[i]);
        }

        for (var i = 1; i < ends.Count; i += 2)
        {
            if (ends[i] != ends[i - 1])
                pairs.Add(((long)Math.Min(ends[i], ends[i - 1]) << 32) + Math.Max(ends[i], ends[i - 1]));
        }
    }

    private static IEnumerable<long> Distinct(List<long> sorted)
    {
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1]) yield return sorted[i];
        }
    }

    private static double PowerLaw(Xoshiro256 random, double exponent, double lowest, double highest)
    {
        var power = 1 - exponent;
        var low = Math.Pow(lowest, power);
        return Math.Pow(low + random.NextDouble() * (Math.Pow(highest, power) - low), 1 / power);
    }
}
