using Analytics.Pipeline.Definition;

namespace Analytics.Benchmarks.Coverage;

/// <summary>
/// Ranks that the members of a community would have if every figure were what the model expects it to be. The community
/// is the one that was found, since intervals hold who belongs to it.
/// </summary>
internal sealed class TrueRanks
{
    private const int Slots = 200;
    private const int SlotsPerHalfLife = 20;
    private const double Damping = 0.85;

    private readonly RateModel _model;
    private readonly (double Share, double Weight)[] _kinds;
    private readonly double _follow;
    private readonly double _decay;
    private readonly int[] _place;
    private readonly int[] _firstFollow;

    public TrueRanks(RateModel model, GraphDefinition graph)
    {
        _model = model;
        var weights = graph.Weights;
        _follow = weights.Follow;
        _kinds = [.. RateModel.Kinds.Select(kind => (kind.Share, kind.Name switch
        {
            "like" => weights.Like,
            "reply" => weights.Reply,
            "mention" => weights.Mention,
            _ => weights.Repost,
        })).OrderByDescending(kind => kind.Item2)];

        // The mean of 2^(−age / half-life) over the window.
        var halfLives = graph.HalfLife is { } halfLife ? RateModel.Days / halfLife.TotalDays : 0;
        _decay = halfLives > 0 ? (1 - Math.Pow(2, -halfLives)) / (halfLives * Math.Log(2)) : 1;
        _place = new int[model.Accounts];
        Array.Fill(_place, -1);
        _firstFollow = new int[model.Accounts + 1];
        foreach (var (follower, _) in model.Follows) _firstFollow[follower + 1]++;
        for (var i = 0; i < model.Accounts; i++) _firstFollow[i + 1] += _firstFollow[i];
    }

    /// <summary>The rank of each member, best 1, equal scores by account.</summary>
    public int[] Of(int[] members)
    {
        for (var i = 0; i < members.Length; i++) _place[members[i]] = i;
        var follows = FollowsInside(members);
        var followers = new double[members.Length];
        foreach (var (_, followee) in follows) followers[followee] += _follow;
        var received = Received(members);
        var steady = new double[members.Length];
        var recent = new double[members.Length];
        var freshness = Enumerable.Range(0, Slots).Average(slot => Math.Pow(2, -slot / (double)SlotsPerHalfLife));
        var worth = _kinds.Sum(kind => kind.Share * kind.Weight);
        for (var i = 0; i < members.Length; i++)
        {
            steady[i] = followers[i] + (Slots * WeightiestOfSlot(received[i] / Slots));
            recent[i] = followers[i] + (received[i] * worth * freshness);
        }

        var pageRank = PageRank(members, follows, worth * _decay);
        var scores = new double[members.Length];
        foreach (var (values, weight) in new[] { (steady, 2.0), (recent, 1.0), (pageRank, 1.0) })
            AddRanks(values, weight, scores);
        foreach (var member in members) _place[member] = -1;
        int[] order = [.. Enumerable.Range(0, members.Length)];
        Array.Sort(order, (one, other) => scores[one] == scores[other]
            ? members[one].CompareTo(members[other])
            : scores[other].CompareTo(scores[one]));
        var ranks = new int[members.Length];
        for (var rank = 0; rank < order.Length; rank++) ranks[order[rank]] = rank + 1;
        return ranks;
    }

    /// <summary>Interactions that each member is expected to get from the others.</summary>
    private double[] Received(int[] members)
    {
        var (groups, all) = GroupSums(members, member => _model.Activity[member]);
        return [.. members.Select(member =>
        {
            var (group, own) = (_model.Group[member], _model.Activity[member]);
            return _model.Pull[member]
                * ((_model.Within[group] * (groups[group] - own)) + (_model.Everywhere * (all - own)));
        })];
    }

    /// <summary>Expected weight of the weightiest interaction of a slot.</summary>
    private double WeightiestOfSlot(double expected)
    {
        var (sum, noneHeavier) = (0.0, 1.0);
        foreach (var (share, weight) in _kinds)
        {
            var none = Math.Exp(-expected * share);
            sum += weight * noneHeavier * (1 - none);
            noneHeavier *= none;
        }

        return sum;
    }

    private double[] PageRank(int[] members, List<(int Follower, int Followee)> follows, double worth)
    {
        var n = members.Length;
        var (pulls, allPull) = GroupSums(members, member => _model.Pull[member]);
        var paid = new double[n];
        for (var i = 0; i < n; i++)
        {
            var (group, own) = (_model.Group[members[i]], _model.Pull[members[i]]);
            paid[i] = worth * _model.Activity[members[i]]
                * ((_model.Within[group] * (pulls[group] - own)) + (_model.Everywhere * (allPull - own)));
        }

        foreach (var (follower, _) in follows) paid[follower] += _follow;
        var rank = Enumerable.Repeat(1.0 / n, n).ToArray();
        for (var step = 0; step < 60; step++)
        {
            var own = new double[n];
            for (var i = 0; i < n; i++) own[i] = rank[i] / paid[i];
            var (groups, all) = GroupSums(members, member => own[_place[member]] * _model.Activity[member]);
            var next = new double[n];
            for (var i = 0; i < n; i++)
            {
                var (group, self) = (_model.Group[members[i]], own[i] * _model.Activity[members[i]]);
                next[i] = worth * _model.Pull[members[i]]
                    * ((_model.Within[group] * (groups[group] - self)) + (_model.Everywhere * (all - self)));
            }

            foreach (var (follower, followee) in follows) next[followee] += _follow * own[follower];
            for (var i = 0; i < n; i++) rank[i] = ((1 - Damping) / n) + (Damping * next[i]);
        }

        return rank;
    }

    private List<(int Follower, int Followee)> FollowsInside(int[] members)
    {
        List<(int, int)> inside = [];
        foreach (var member in members)
        {
            foreach (var (_, followee) in _model.Follows.AsSpan(_firstFollow[member].._firstFollow[member + 1]))
            {
                if (_place[followee] >= 0) inside.Add((_place[member], _place[followee]));
            }
        }

        return inside;
    }

    private (double[] Groups, double All) GroupSums(int[] members, Func<int, double> value)
    {
        var (groups, all) = (new double[_model.Within.Length], 0.0);
        foreach (var member in members)
        {
            groups[_model.Group[member]] += value(member);
            all += value(member);
        }

        return (groups, all);
    }

    private static void AddRanks(double[] values, double weight, double[] scores)
    {
        double[] sorted = [.. values.Order()];
        for (var i = 0; i < values.Length; i++)
        {
            var lower = Array.BinarySearch(sorted, values[i]);
            while (lower > 0 && sorted[lower - 1] == values[i]) lower--;
            scores[i] += weight * lower / (values.Length - 1);
        }
    }
}
