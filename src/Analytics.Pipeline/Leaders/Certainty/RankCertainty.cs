using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;

namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>
/// How sure the ranks of leaders are: the whole ranking is made again from replicates of the interactions (Poisson
/// bootstrap), and each leader's rank is looked up in all of them. Components that do not rest on interactions between
/// members are held, and so is who belongs to the community.
/// <para>Replicates are cut into batches of sixteen, each a random sequence of its own, so the result does not depend
/// on the number of threads.</para>
/// </summary>
internal sealed class RankCertainty
{
    private readonly MemberMeasures _measures;
    private readonly LeaderScores _scores;
    private readonly LeaderWeights _weights;
    private readonly ReplicateSettings _settings;
    private readonly int[][] _leaders;
    private readonly int[][] _ranks;

    private RankCertainty(
        MemberMeasures measures, LeaderScores scores, LeaderWeights weights, ReplicateSettings settings,
        int[][] leaders)
    {
        (_measures, _scores, _weights, _settings, _leaders) = (measures, scores, weights, settings, leaders);
        _ranks = [.. leaders.Select(own => new int[own.Length * settings.Count])];
    }

    /// <summary>Draws all replicates.</summary>
    /// <param name="leaders">The members listed for each community.</param>
    public static RankCertainty Of(
        AttentionPairs pairs, MemberMeasures measures, LeaderScores scores, LeaderWeights weights,
        ReplicateSettings settings, int[][] leaders, Workers workers, Action<double> progress,
        CancellationToken cancel)
    {
        RankCertainty certainty = new(measures, scores, weights, settings, leaders);
        var memberOfVertex = new int[pairs.AccountIds.Length];
        Array.Fill(memberOfVertex, -1);
        for (var member = 0; member < measures.Vertices.Length; member++)
            memberOfVertex[measures.Vertices[member]] = member;
        var batches = (settings.Count + Lanes.Count - 1) / Lanes.Count;
        var own = new Worker?[workers.Count];
        var done = 0;
        workers.For(batches * leaders.Length, (task, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            var ranking = own[worker] ??= new Worker(certainty, pairs, memberOfVertex);
            ranking.Do(task / batches, task % batches);
            progress((double)Interlocked.Increment(ref done) / (batches * leaders.Length));
        });
        return certainty;
    }

    /// <summary>
    /// The ranks between which at least 90 % of the replicates lie, and the share of replicates in which the leader is
    /// among the first k.
    /// </summary>
    /// <param name="leader">Place in the list of the community.</param>
    public (int Low, int High, double TopK) Of(int community, int leader)
    {
        var ranks = _ranks[community].AsSpan(leader * _settings.Count, _settings.Count).ToArray();
        var top = 0;
        foreach (var rank in ranks)
        {
            if (rank <= _settings.TopK) top++;
        }

        Array.Sort(ranks);
        var tail = Math.Max(1, (int)Math.Ceiling(0.05 * ranks.Length)) - 1;
        return (ranks[tail], ranks[^(tail + 1)], (double)top / ranks.Length);
    }

    /// <summary>What one thread needs; its memory serves community after community.</summary>
    private sealed class Worker(RankCertainty certainty, AttentionPairs pairs, int[] memberOfVertex)
    {
        private readonly ReceivedAttention _received = new(pairs, certainty._measures, memberOfVertex);
        private readonly Replicates _replicates = new(certainty._settings, certainty._weights);
        private readonly FloatRanks _floatRanks = new();
        private readonly List<(float Score, ulong Account)> _above = [];
        private int _community = -1;
        private float[] _held = [];
        private float[] _total = [];
        private float[] _sums = [];

        public void Do(int community, int batch)
        {
            var leaders = certainty._leaders[community];
            if (leaders.Length == 0) return;
            var range = certainty._measures.Starts[community]..certainty._measures.Starts[community + 1];
            if (_community != community)
            {
                _received.Gather(community);
                Hold(range);
                _community = community;
            }

            var pageRank = certainty._measures.Values[LeaderComponents.IndexOf("pagerank")].AsSpan(range);
            var part = ((ulong)community << 16) | (uint)batch;
            _replicates.Draw(_received, part, pageRank);
            var count = Math.Min(Lanes.Count, certainty._settings.Count - (batch * Lanes.Count));
            for (var lane = 0; lane < count; lane++)
            {
                Score(lane);
                RankLeaders(community, leaders, range.Start.Value, (batch * Lanes.Count) + lane);
            }
        }

        /// <summary>What held components add to the score of each member, and what all known ones weigh.</summary>
        private void Hold(Range range)
        {
            var n = range.End.Value - range.Start.Value;
            if (_held.Length < n) (_held, _total, _sums) = (new float[n], new float[n], new float[n]);
            Array.Clear(_held, 0, n);
            Array.Clear(_total, 0, n);
            for (var component = 0; component < LeaderComponents.All.Count; component++)
            {
                var weight = (float)certainty._weights.Span[component];
                if (weight == 0) continue;
                var percentiles = certainty._scores.Percentiles[component].AsSpan(range);
                var drawn = Replicates.Drawn.Contains(component);
                for (var i = 0; i < n; i++)
                {
                    if (double.IsNaN(percentiles[i])) continue;
                    _total[i] += Math.Abs(weight);
                    if (!drawn) _held[i] += (float)percentiles[i] * weight;
                }
            }
        }

        private void Score(int lane)
        {
            var n = _received.Members;
            var sums = _sums.AsSpan(0, n);
            _held.AsSpan(0, n).CopyTo(sums);
            foreach (var component in Replicates.Drawn)
            {
                var weight = (float)certainty._weights.Span[component];
                if (weight != 0)
                    _floatRanks.AddTo(sums, _replicates.Figures(component, n)[lane..], Lanes.Count, weight);
            }

            for (var i = 0; i < n; i++) sums[i] = _total[i] > 0 ? sums[i] / _total[i] : float.NaN;
        }

        /// <summary>The rank of each leader among all members that may lead, equal scores by account.</summary>
        private void RankLeaders(int community, int[] leaders, int start, int replicate)
        {
            var lowest = float.PositiveInfinity;
            foreach (var leader in leaders) lowest = Math.Min(lowest, _sums[leader - start]);
            _above.Clear();
            for (var i = 0; i < _received.Members; i++)
            {
                if (_sums[i] >= lowest && certainty._measures.IsPublic[start + i])
                    _above.Add((-_sums[i], certainty._measures.Accounts[start + i]));
            }

            _above.Sort();
            for (var i = 0; i < leaders.Length; i++)
            {
                var own = (-_sums[leaders[i] - start], certainty._measures.Accounts[leaders[i]]);
                certainty._ranks[community][(i * certainty._settings.Count) + replicate] =
                    _above.BinarySearch(own) + 1;
            }
        }
    }
}
