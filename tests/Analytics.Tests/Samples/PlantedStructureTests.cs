namespace Analytics.Tests.Samples;

/// <summary>One sample for all tests of what is planted in it.</summary>
public sealed class PlantedStructureFixture : IDisposable
{
    private readonly SampleFolder _folder = new(o => o with { Accounts = 8_000 });

    public PlantedStructureFixture() => Network = new SampleNetwork(_folder.Path);

    internal SampleNetwork Network { get; }

    internal string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();
}

public sealed class PlantedStructureTests(PlantedStructureFixture fixture) : IClassFixture<PlantedStructureFixture>
{
    private const double Mixing = 0.2;
    private readonly SampleNetwork _network = fixture.Network;

    [Fact]
    public void Follows_InDegree_HasAPowerLawTail()
    {
        var degrees = _network.Follows.CountBy(follow => follow.Followee).Select(pair => (double)pair.Value);
        var tail = degrees.Where(degree => degree >= 30).ToList();

        // Maximum likelihood for a continuous power law from 30 on (Clauset, Shalizi and Newman 2009).
        var exponent = 1 + (tail.Count / tail.Sum(degree => Math.Log(degree / 29.5)));

        Assert.True(tail.Count > 200);
        Assert.InRange(exponent, 1.8, 3.2);
    }

    [Fact]
    public void Communities_Sizes_AreWithinBoundsAndUnequal()
    {
        var members = _network.Profiles.Where(p => !p.IsBot);
        var sizes = members.CountBy(p => p.Community).Select(pair => pair.Value).ToList();

        Assert.Equal(8_000 - 240, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 60, 2_000));
        Assert.True(sizes.Max() > 5 * sizes.Order().ElementAt(sizes.Count / 2), "no community stands out");
    }

    [Fact]
    public void Mixing_FollowsAndInteractions_LeaveTheCommunityAsOftenAsAsked()
    {
        var follows = _network.Follows.Where(f => !Of(f.Follower).IsBot)
            .Average(f => Of(f.Follower).Community == Of(f.Followee).Community ? 0.0 : 1);
        var deeds = _network.Deeds.Where(d => !Of(d.Actor).IsBot)
            .Average(d => Of(d.Actor).Community == Of(d.Target).Community ? 0.0 : 1);

        Assert.InRange(follows, Mixing - 0.05, Mixing + 0.05);
        Assert.InRange(deeds, Mixing - 0.05, Mixing + 0.05);
    }

    [Fact]
    public void Reposts_Time_IsAfterThePost()
    {
        var published = SampleRows.Read(Path.Combine(fixture.Folder, "csv", "posts.csv"))
            .Where(row => row["author"].Length > 0 && SampleRows.Time(row["created_at"]) is not null)
            .DistinctBy(row => row["id"])
            .ToDictionary(row => row["id"], row => (row["author"], SampleRows.Time(row["created_at"])!.Value));

        foreach (var deed in _network.Deeds.Where(deed => deed.Post.Length > 0))
        {
            var (author, at) = published[deed.Post];
            Assert.True(deed.AtMs > at, $"{deed} before its post");
            if (deed.Kind == "repost") Assert.Equal(Of(deed.Target).Id, author);
        }
    }

    [Fact]
    public void Reposts_Way_IsAlongFollowEdges()
    {
        var follows = _network.Follows.ToHashSet();
        Dictionary<string, List<int>> sharers = [];
        var along = 0;
        var reposts = _network.Deeds.Where(d => d.Kind == "repost" && !Of(d.Actor).IsBot).OrderBy(d => d.AtMs).ToList();
        foreach (var repost in reposts)
        {
            var before = sharers.TryGetValue(repost.Post, out var list) ? list : sharers[repost.Post] = [];
            if (before.Append(repost.Target).Any(shown => follows.Contains((repost.Actor, shown)))) along++;
            before.Add(repost.Actor);
        }

        Assert.InRange((double)along / reposts.Count, 0.9, 1);
        // Some travel further than from the author to its followers.
        Assert.Contains(reposts, repost => !follows.Contains((repost.Actor, repost.Target)));
    }

    [Fact]
    public void Leaders_EngagedShare_IsTheHighestOfTheirCommunity()
    {
        var sizes = _network.Profiles.CountBy(p => p.Community).ToDictionary();
        var engaged = _network.Deeds.Where(d => Of(d.Actor).Community == Of(d.Target).Community)
            .Select(d => (d.Actor, d.Target)).Distinct().CountBy(pair => pair.Target).ToDictionary();
        double ShareOf(Profile p) => engaged.GetValueOrDefault(p.Index) / (double)sizes[p.Community];

        foreach (var community in _network.Profiles.Where(p => !p.IsBot).GroupBy(p => p.Community))
        {
            var leaders = community.Where(p => p.IsLeader).ToList();
            Assert.InRange(leaders.Count, 3, 50);
            var leading = leaders.Average(ShareOf);
            Assert.True(leading > 2 * community.Where(p => !p.IsLeader).Average(ShareOf));
            Assert.All(community.Where(p => p.IsCelebrity), p => Assert.True(ShareOf(p) < leading));
        }
    }

    [Fact]
    public void Celebrities_Followers_AreManyMoreThanThoseOfLeaders()
    {
        var followers = _network.Follows.CountBy(follow => follow.Followee).ToDictionary();
        double MeanOf(Func<Profile, bool> which) =>
            _network.Profiles.Where(which).Average(p => followers.GetValueOrDefault(p.Index));

        Assert.True(MeanOf(p => p.IsCelebrity) > 3 * MeanOf(p => p.IsLeader));
        Assert.True(MeanOf(p => p.IsHub) > MeanOf(p => p is { IsHub: false, IsLeader: false, IsCelebrity: false }));
    }

    [Fact]
    public void Bots_Behaviour_IsMassFollowingWithoutPostsInStep()
    {
        var posts = SampleRows.Read(Path.Combine(fixture.Folder, "csv", "posts.csv"))
            .Select(row => row["author"]).ToHashSet();
        var following = _network.Follows.CountBy(follow => follow.Follower).ToDictionary();
        var members = _network.Profiles.Where(p => !p.IsBot).Average(p => following.GetValueOrDefault(p.Index));
        foreach (var bot in _network.Profiles.Where(p => p.IsBot))
        {
            Assert.True(following[bot.Index] > 3 * members);
            Assert.DoesNotContain(bot.Id, posts);
        }

        var bursts = _network.Deeds.Where(d => Of(d.Actor).IsBot).GroupBy(d => (d.Post, d.AtMs)).ToList();
        Assert.True(bursts.Count > 20);
        Assert.True(bursts.Average(burst => burst.Count()) > 10, "bots do not act together");
    }

    [Fact]
    public void Interactions_Hours_HaveDayAndNight()
    {
        var hours = _network.Deeds.CountBy(deed => deed.AtMs / 3_600_000 % 24).ToDictionary();

        Assert.True(hours[19] > 5 * hours[2]);
    }

    private Profile Of(int account) => _network.Profiles[account];
}
