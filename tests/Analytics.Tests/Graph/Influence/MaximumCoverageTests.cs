using Analytics.Graph.Influence;
using Analytics.Graph.Randomness;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Influence;

public class MaximumCoverageTests
{
    [Fact]
    public void Run_RandomSets_IsThePlainGreedyChoice() => ForAllSets((sets, weights) =>
    {
        IReadOnlyList<CoveragePick> picks = MaximumCoverage.Run(Of(sets, weights.Length), sets.Length, weights);
        HashSet<int> covered = [];
        foreach (CoveragePick pick in picks)
        {
            double[] gains = [.. sets.Select(set => set.Except(covered).Sum(e => weights[e]))];
            Assert.Equal(gains.Max(), pick.MarginalGain, 1e-9);
            Assert.Equal(Array.IndexOf(gains, gains.Max()), pick.Candidate);
            covered.UnionWith(sets[pick.Candidate]);
            Assert.Equal(covered.Sum(e => weights[e]), pick.CumulativeGain, 1e-9);
        }

        Assert.Equal(sets.SelectMany(s => s).Distinct().Sum(e => weights[e]), picks.Sum(p => p.MarginalGain), 1e-9);
    });

    [Fact]
    public void Run_RandomSets_CoversTheGuaranteedShareOfTheBest() => ForAllSets((sets, weights) =>
    {
        for (int k = 1; k <= 4; k++)
        {
            double best = Textbook.BestCoverage(sets, [.. weights.Select(w => (double)w)], k);
            double reached = MaximumCoverage.Run(Of(sets, weights.Length), k, weights)
                .Select(p => p.CumulativeGain).LastOrDefault();
            Assert.InRange(reached, (1 - 1 / Math.E) * best - 1e-9, best + 1e-9);
        }
    });

    [Fact]
    public void Run_EqualCandidates_PicksTheSmallest()
    {
        int[][] sets = [[0, 1], [2, 3], [0, 1], [2, 3, 0]];
        IReadOnlyList<CoveragePick> picks = MaximumCoverage.Run(Of(sets, 4), 4);
        Assert.Equal([new(3, 3, 3), new(0, 1, 4)], picks);
    }

    [Fact]
    public void Run_RepeatedElements_CountOnce()
    {
        int[][] sets = [[0, 0, 0], [1, 2]];
        Assert.Equal([new(1, 2, 2), new(0, 1, 3)], MaximumCoverage.Run(Of(sets, 3), 2));
    }

    [Fact]
    public void Run_NothingToCover_PicksNobody()
    {
        Assert.Empty(MaximumCoverage.Run(Of([], 0), 5));
        Assert.Empty(MaximumCoverage.Run(Of([[], []], 3), 5));
        Assert.Empty(MaximumCoverage.Run(Of([[0]], 1), 0));
        Assert.Empty(MaximumCoverage.Run(Of([[0]], 1), 1, [0f]));
    }

    [Fact]
    public void OfTargets_ReversedGraph_CoversThosePointingToACandidate()
    {
        var graph = RandomGraph.Build([(0, 5, 1f), (1, 5, 1f), (2, 4, 1f), (1, 4, 1f), (3, 4, 1f)], 6);
        CoverageSets sets = CoverageSets.OfTargets(graph.Reverse(), [5, 4]);
        Assert.Equal([new(1, 3, 3), new(0, 1, 4)], MaximumCoverage.Run(sets, 2));
    }

    [Fact]
    public void Run_FaultyInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new CoverageSets([], [], 0));
        Assert.Throws<ArgumentException>(() => new CoverageSets([0, 2], [0], 1));
        Assert.Throws<ArgumentException>(() => new CoverageSets([0, 2, 1], [0], 1));
        Assert.Throws<ArgumentException>(() => new CoverageSets([0, 1], [1], 1));
        Assert.Throws<ArgumentException>(() => MaximumCoverage.Run(Of([[0]], 1), 1, [1f, 2f]));
        Assert.Throws<ArgumentException>(() => MaximumCoverage.Run(Of([[0]], 1), 1, [float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaximumCoverage.Run(Of([[0]], 1), -1));
    }

    private static CoverageSets Of(int[][] sets, int elementCount)
    {
        long[] offsets = new long[sets.Length + 1];
        for (int i = 0; i < sets.Length; i++)
            offsets[i + 1] = offsets[i] + sets[i].Length;
        return new CoverageSets(offsets, [.. sets.SelectMany(set => set)], elementCount);
    }

    private static void ForAllSets(Action<int[][], float[]> check)
    {
        for (ulong seed = 0; seed < 150; seed++)
        {
            Xoshiro256 random = new(seed);
            int elements = 1 + random.Below(25);
            int[][] sets = [.. Enumerable.Range(0, 1 + random.Below(9)).Select(_ =>
                (int[])[.. Enumerable.Range(0, random.Below(9)).Select(_ => random.Below(elements))])];
            check(sets, [.. Enumerable.Range(0, elements).Select(_ => (float)random.Below(5))]);
        }
    }
}
