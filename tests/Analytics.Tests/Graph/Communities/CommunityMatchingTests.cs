using Analytics.Graph.Communities;
using Analytics.Graph.Randomness;

namespace Analytics.Tests.Graph.Communities;

public class CommunityMatchingTests
{
    [Fact]
    public void Match_SameMembersOtherNumbers_ContinuesEveryId()
    {
        CommunityMembership before = Of((7, [1, 2, 3]), (9, [4, 5]));
        CommunityMatches matches = CommunityMatching.Match(before, Of((0, [5, 4]), (1, [3, 1, 2])), 10);
        Assert.Equal(
            [new(0, 9, CommunityEvent.Continue, 9, 1), new(1, 7, CommunityEvent.Continue, 7, 1)], matches.Current);
        Assert.Empty(matches.Deaths);
        Assert.Equal(10, matches.NextFreeId);
    }

    [Fact]
    public void Match_NothingBefore_GivesNewIdsInOrder()
    {
        CommunityMatches matches = CommunityMatching.Match(Of(), Of((0, [1]), (1, [2])), 5);
        Assert.Equal(
            [new(0, 5, CommunityEvent.Birth, null, 0), new(1, 6, CommunityEvent.Birth, null, 0)], matches.Current);
        Assert.Equal(7, matches.NextFreeId);
    }

    [Fact]
    public void Match_CommunityGone_DiesAndItsIdIsNotUsedAgain()
    {
        CommunityMatches matches = CommunityMatching.Match(Of((0, [1, 2])), Of((0, [8, 9])), 1);
        Assert.Equal([new(0, 1, CommunityEvent.Birth, null, 0)], matches.Current);
        Assert.Equal([new(0, null)], matches.Deaths);
    }

    [Fact]
    public void Match_CommunityFallsApart_LargerPartKeepsTheId()
    {
        CommunityMembership before = Of((3, [1, 2, 3, 4, 5, 6, 7]));
        CommunityMatches matches = CommunityMatching.Match(before, Of((0, [1, 2, 3]), (1, [4, 5, 6, 7])), 20);
        Assert.Equal(
            [new(0, 20, CommunityEvent.Split, 3, 3.0 / 7), new(1, 3, CommunityEvent.Split, 3, 4.0 / 7)],
            matches.Current);
        Assert.Empty(matches.Deaths);
        Assert.Equal(21, matches.NextFreeId);
    }

    [Fact]
    public void Match_CommunitiesGrowTogether_LargerOneKeepsTheIdAndTheOtherEnds()
    {
        CommunityMembership before = Of((1, [1, 2, 3]), (2, [4, 5, 6, 7]));
        CommunityMatches matches = CommunityMatching.Match(before, Of((0, [1, 2, 3, 4, 5, 6, 7])), 3);
        Assert.Equal([new(0, 2, CommunityEvent.Merge, 2, 4.0 / 7)], matches.Current);
        Assert.Equal([new(1, 2)], matches.Deaths);
    }

    [Fact]
    public void Match_ThresholdBetweenSizes_DecidesBetweenContinueAndBirth()
    {
        CommunityMembership before = Of((0, [1, 2, 3, 4]));
        CommunityMembership now = Of((0, [1, 2, 8, 9]));
        Assert.Equal(CommunityEvent.Continue, CommunityMatching.Match(before, now, 1, 1.0 / 3).Current[0].Event);
        Assert.Equal(CommunityEvent.Birth, CommunityMatching.Match(before, now, 1, 0.34).Current[0].Event);
    }

    [Fact]
    public void Match_ResidualMembers_BelongToNoCommunity()
    {
        CommunityMembership before = new([1, 2, 3, 4], [0, 0, -1, -1]);
        CommunityMembership now = new([1, 2, 3, 4], [-1, -1, 0, 0]);
        CommunityMatches matches = CommunityMatching.Match(before, now, 1);
        Assert.Equal([new(0, 1, CommunityEvent.Birth, null, 0)], matches.Current);
        Assert.Equal([new(0, null)], matches.Deaths);
    }

    [Fact]
    public void Match_EqualClaims_SmallerIdAndLabelWin()
    {
        CommunityMembership before = Of((4, [1, 2]), (6, [3, 4]));
        CommunityMatches matches = CommunityMatching.Match(before, Of((0, [1, 3]), (1, [2, 4])), 7);
        Assert.Equal([4, 6], matches.Current.Select(m => m.StableId));
        Assert.All(matches.Current, match => Assert.Equal(CommunityEvent.Merge, match.Event));
    }

    [Fact]
    public void Match_RandomMemberships_FollowsTheDefinition()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            Xoshiro256 random = new(seed);
            CommunityMembership before = Random(random, id => 3 * id + 1);
            CommunityMembership now = Random(random, id => id);
            CheckAgainstSets(before, now, CommunityMatching.Match(before, now, 100));
        }
    }

    private static void CheckAgainstSets(
        CommunityMembership before, CommunityMembership now, CommunityMatches matches)
    {
        Dictionary<int, HashSet<ulong>> old = Sets(before);
        Dictionary<int, HashSet<ulong>> current = Sets(now);
        Assert.Equal(matches.Current.Count, matches.Current.Select(m => m.StableId).Distinct().Count());
        foreach (CommunityMatch match in matches.Current.Where(m => current.ContainsKey(m.Label)))
        {
            int[] sources = [.. old.Keys.Where(p => Jaccard(old[p], current[match.Label]) >= 0.3)];
            int siblings = sources.Length == 1
                ? current.Values.Count(c => Jaccard(old[sources[0]], c) >= 0.3)
                : 0;
            CommunityEvent expected = (sources.Length, siblings) switch
            {
                (0, _) => CommunityEvent.Birth,
                (1, 1) => CommunityEvent.Continue,
                (1, _) => CommunityEvent.Split,
                _ => CommunityEvent.Merge,
            };
            Assert.Equal(expected, match.Event);
            Assert.True(match.StableId >= 100 || sources.Contains(match.StableId));
            double best = sources.Select(p => Jaccard(old[p], current[match.Label])).DefaultIfEmpty().Max();
            Assert.Equal(best, match.Jaccard);
        }

        IEnumerable<int> ended = old.Keys.Except(matches.Current.Select(m => m.StableId)).Order();
        Assert.Equal(ended, matches.Deaths.Select(d => d.PreviousId));
    }

    [Fact]
    public void Match_FaultyInput_IsRefused()
    {
        CommunityMembership one = Of((4, [1, 2]));
        Assert.Throws<ArgumentException>(() => CommunityMatching.Match(one, one, nextFreeId: 4));
        Assert.Throws<ArgumentException>(() => CommunityMatching.Match(one, new([1, 1], [0, 0]), 5));
        Assert.Throws<ArgumentException>(() => CommunityMatching.Match(one, new([1, 2], [0]), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CommunityMatching.Match(one, one, 5, threshold: 0));
    }

    private static CommunityMembership Of(params (int Label, ulong[] Members)[] communities) => new(
        [.. communities.SelectMany(c => c.Members)],
        [.. communities.SelectMany(c => c.Members.Select(_ => c.Label))]);

    private static CommunityMembership Random(Xoshiro256 random, Func<int, int> name)
    {
        ulong[] members = [.. Enumerable.Range(0, 30).Where(_ => random.Below(5) > 0).Select(v => (ulong)v * 1000)];
        int blocks = 2 + random.Below(6);
        return new CommunityMembership(
            members,
            [.. members.Select(m => random.Below(10) == 0
                ? -1
                : name(random.Below(4) == 0 ? random.Below(blocks) : (int)(m / 1000) * blocks / 30))]);
    }

    private static Dictionary<int, HashSet<ulong>> Sets(CommunityMembership membership) =>
        membership.MemberIds.Zip(membership.Labels).Where(m => m.Second >= 0)
            .GroupBy(m => m.Second, m => m.First).ToDictionary(g => g.Key, g => g.ToHashSet());

    private static double Jaccard(HashSet<ulong> a, HashSet<ulong> b)
    {
        int common = a.Count(b.Contains);
        return common / ((double)a.Count + b.Count - common);
    }
}
