using Analytics.Graph.Influence;
using Analytics.Graph.Randomness;

namespace Analytics.Tests.Graph.Influence;

/// <summary>Maximum coverage within constraints, against every choice that they allow.</summary>
public class ConstrainedCoverageTests
{
    [Fact]
    public void Run_RandomConstraints_KeepsThemAndTheGuarantee() => ForAll((sets, constraints, k) =>
    {
        int[] picks = [.. MaximumCoverage.Run(Of(sets), k, constraints: constraints).Select(pick => pick.Candidate)];
        int required = constraints.Required!.Count;

        Assert.True(IsAllowed(picks, constraints, k));
        Assert.Equal(constraints.Required.Order(), picks[..required].Order());
        double promise = constraints.Groups is null ? 1 - 1 / Math.E : 0.5;
        Assert.True(Covered(sets, picks) >= promise * Best(sets, constraints, k) - 1e-9);
    });

    [Fact]
    public void Bound_RandomConstraints_IsNeverBelowTheBest()
    {
        int exact = 0;
        int all = 0;
        ForAll((sets, constraints, k) =>
        {
            int[] picks = [.. MaximumCoverage.Run(Of(sets), k, constraints: constraints).Select(p => p.Candidate)];
            long bound = CoverageBound.Of(Of(sets), picks, k, constraints);
            int best = Best(sets, constraints, k);
            Assert.True(bound >= best);
            exact += bound == best ? 1 : 0;
            all++;
        });
        Assert.True(exact > all / 2, $"{exact} of {all} bounds were reached");
    }

    [Fact]
    public void Run_RequiredThatAddNothing_AreChosenFirst()
    {
        int[][] sets = [[0, 1, 2], [0], [], [3, 4]];
        Assert.Equal(
            [new(1, 1, 1), new(2, 0, 1), new(0, 2, 3)],
            MaximumCoverage.Run(Of(sets), 3, constraints: new([3], [2, 1])));
    }

    [Fact]
    public void Run_FullGroup_IsPassedOver()
    {
        int[][] sets = [[0, 1, 2], [3, 4], [5]];
        Assert.Equal(
            [new(0, 3, 3), new(2, 1, 4)],
            MaximumCoverage.Run(Of(sets), 3, constraints: new(Groups: [7, 7, -1], MostPerGroup: 1)));
    }

    [Fact]
    public void Run_FaultyConstraints_AreRefused()
    {
        foreach (SeedConstraints faulty in (SeedConstraints[])[new([3]), new([1], [1]), new(Required: [0, 1, 2])])
            Assert.Throws<ArgumentException>(() => MaximumCoverage.Run(Of([[0], [1], [2]]), 2, constraints: faulty));
    }

    private static void ForAll(Action<int[][], SeedConstraints, int> check)
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            Xoshiro256 random = new(seed);
            int candidates = 2 + random.Below(7);
            int[][] sets = [.. Enumerable.Range(0, candidates).Select(_ =>
                (int[])[.. Enumerable.Range(0, random.Below(9)).Select(_ => random.Below(20))])];
            int[] order = new int[candidates];
            random.Permutation(order);
            int[] required = order[..random.Below(2)];
            int[] excluded = order[^random.Below(2)..];
            int[]? groups = random.Below(2) == 0
                ? null
                : [.. Enumerable.Range(0, candidates).Select(_ => random.Below(3) - 1)];
            SeedConstraints constraints = new(
                excluded, required, groups, groups is null ? int.MaxValue : 1 + random.Below(2));
            for (int k = Math.Max(1, required.Length); k <= 4; k++)
                check(sets, constraints, k);
        }
    }

    private static int Best(int[][] sets, SeedConstraints constraints, int k) => Enumerable.Range(0, 1 << sets.Length)
        .Select(choice => (int[])[.. Enumerable.Range(0, sets.Length).Where(i => (choice >> i & 1) == 1)])
        .Where(picks => IsAllowed(picks, constraints, k) && constraints.Required!.All(picks.Contains))
        .Max(picks => Covered(sets, picks));

    private static bool IsAllowed(int[] picks, SeedConstraints constraints, int k) =>
        picks.Length <= k && !picks.Intersect(constraints.Excluded!).Any()
        && (constraints.Groups is not { } groups || picks.Where(pick => groups[pick] >= 0)
            .GroupBy(pick => groups[pick]).All(group => group.Count() <= constraints.MostPerGroup));

    private static int Covered(int[][] sets, int[] picks) => picks.SelectMany(pick => sets[pick]).Distinct().Count();

    private static CoverageSets Of(int[][] sets)
    {
        long[] offsets = new long[sets.Length + 1];
        for (int i = 0; i < sets.Length; i++)
            offsets[i + 1] = offsets[i] + sets[i].Length;
        return new CoverageSets(offsets, [.. sets.SelectMany(set => set)], 20);
    }
}
