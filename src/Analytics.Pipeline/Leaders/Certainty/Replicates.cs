using System.Runtime.InteropServices;
using Analytics.Pipeline.Communities;

namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>
/// Sixteen replicates of the figures that rest on interactions, for all members of one community. Every interaction
/// counts as often as its Poisson number says. What counts once however often it was seen, a slot of time or a member
/// of the audience, keeps its expected count: seen once it counts as often as its interaction, seen n times it counts
/// 1 / (1 − e⁻ⁿ) where any of them is drawn. Without that, whoever is heard once by many would lose a third of them in
/// every replicate, and whoever is heard often by the same would not.
/// </summary>
internal sealed class Replicates(ReplicateSettings settings, LeaderWeights weights)
{
    private const double Damping = 0.85;
    private const int PageRankSteps = 12;

    private static readonly int Steady = LeaderComponents.IndexOf("steady_attention");
    private static readonly int Recent = LeaderComponents.IndexOf("recent_attention");
    private static readonly int PageRank = LeaderComponents.IndexOf("pagerank");
    private static readonly int Reach = LeaderComponents.IndexOf("reach");
    private static readonly int Engaged = LeaderComponents.IndexOf("engaged_share");
    private static readonly int Fresh = LeaderComponents.IndexOf("recent_engaged");

    private static readonly float[] SlotFreshness =
        [.. Enumerable.Range(0, Interaction.Slots)
            .Select(slot => (float)Math.Pow(2, -slot / (double)AttentionMeasures.SlotsPerHalfLife))];

    private static readonly float[] SeenTimes =
        [.. Enumerable.Range(0, 32).Select(n => n == 0 ? 0 : (float)(1 / (1 - Math.Exp(-n))))];

    private readonly PoissonDraws _draws = new();
    private readonly Lanes[][] _figures = [.. LeaderComponents.All.Select(_ => Array.Empty<Lanes>())];
    private readonly Lanes[] _slotDraws = new Lanes[Interaction.Slots];
    private readonly int[] _slotCounts = new int[Interaction.Slots];
    private readonly float[] _slotWeights = new float[Interaction.Slots];
    private readonly List<int> _slots = [];
    private Lanes[] _pairWeights = [];
    private Lanes[] _outgoing = [];
    private Lanes[] _shares = [];

    /// <summary>Places in <see cref="LeaderComponents.All"/> of what is drawn anew; all others are held.</summary>
    public static IReadOnlyList<int> Drawn { get; } = [Steady, Recent, PageRank, Reach, Engaged, Fresh];

    /// <summary>One figure per member, sixteen replicates each; only what weighs anything.</summary>
    public ReadOnlySpan<float> Figures(int component, int members) =>
        MemoryMarshal.Cast<Lanes, float>(_figures[component].AsSpan(0, members));

    /// <summary>Draws one batch of sixteen.</summary>
    /// <param name="part">Number of the batch among all of the run.</param>
    /// <param name="pageRanks">PageRank of each member by all interactions: where the replicates' begin.</param>
    public void Draw(ReceivedAttention received, ulong part, ReadOnlySpan<double> pageRanks)
    {
        _draws.Restart(settings.Seed, part);
        Reserve(received);
        for (var target = 0; target < received.Members; target++) DrawTarget(received, target);
        if (weights.Span[PageRank] != 0) FindPageRanks(received, pageRanks);
    }

    private void Reserve(ReceivedAttention received)
    {
        if (_outgoing.Length < received.Members)
        {
            (_outgoing, _shares) = (new Lanes[received.Members], new Lanes[received.Members]);
            foreach (var component in Drawn) _figures[component] = new Lanes[received.Members];
        }

        if (_pairWeights.Length < received.Pairs) _pairWeights = new Lanes[received.Pairs + (received.Pairs / 4)];
        Array.Clear(_outgoing, 0, received.Members);
    }

    private void DrawTarget(ReceivedAttention received, int target)
    {
        Lanes recent = default, reach = default, engaged = default, fresh = default;
        var followers = 0;
        for (var pair = received.First[target]; pair < received.First[target + 1]; pair++)
        {
            var weight = Lanes.All(0);
            if (received.Follows[pair])
            {
                followers++;
                weight = Lanes.All(settings.FollowUnits);
            }

            var interactions = received.Of(pair);
            if (interactions.Length > 0)
            {
                Lanes drawn = default, paid = default;
                var whole = 0f;
                foreach (var interaction in interactions)
                {
                    var times = Lanes.Of(_draws.Next());
                    var worth = settings.KindWeights[interaction.Kind];
                    var left = worth * settings.SlotDecay[interaction.Slot];
                    drawn += times;
                    paid += times * left;
                    whole += left;
                    recent += times * (worth * SlotFreshness[interaction.Slot]);
                    Note(interaction.Slot, times, worth);
                }

                var seen = Seen(drawn, interactions.Length);
                engaged += seen;
                fresh += seen * (interactions[^1].Freshness / 65535f);
                if (!received.Follows[pair]) reach += seen;
                var units = received.Weights[pair] - (received.Follows[pair] ? settings.FollowUnits : 0);
                if (whole > 0) weight += paid * (units / whole);
            }

            _pairWeights[pair] = weight;
            _outgoing[received.Sources[pair]] += weight;
        }

        var following = Lanes.All(followers * (float)(settings.FollowUnits / AttentionGraph.UnitsPerWeight));
        _figures[Steady][target] = following + TakeSlots();
        _figures[Recent][target] = following + recent;
        _figures[Reach][target] = Lanes.All(followers) + reach;
        _figures[Engaged][target] = engaged;
        _figures[Fresh][target] = fresh;
    }

    private void Note(int slot, Lanes times, float worth)
    {
        if (_slotCounts[slot]++ == 0)
        {
            _slots.Add(slot);
            (_slotDraws[slot], _slotWeights[slot]) = (times, worth);
            return;
        }

        _slotDraws[slot] += times;
        _slotWeights[slot] = Math.Max(_slotWeights[slot], worth);
    }

    /// <summary>
    /// The sum over slots. Slots run out: of S, of which s were used, the number used varies by s (1 − s / S) from
    /// sample to sample, and where the draws vary by more, their distance from what was seen is cut to that.
    /// </summary>
    private Lanes TakeSlots()
    {
        Lanes sum = default;
        var (seen, variance) = (0f, 0f);
        foreach (var slot in _slots)
        {
            var count = _slotCounts[slot];
            sum += Seen(_slotDraws[slot], count) * _slotWeights[slot];
            seen += _slotWeights[slot];
            variance += count == 1 ? 1 : SeenTimes[Math.Min(count, SeenTimes.Length - 1)] - 1;
            _slotCounts[slot] = 0;
        }

        var possible = _slots.Count * Math.Max(0, 1 - (_slots.Count / (float)ReplicateSettings.SlotsPerWindow));
        _slots.Clear();
        if (possible >= variance) return sum;
        var share = MathF.Sqrt(possible / variance);
        return (sum * share) + Lanes.All(seen * (1 - share));
    }

    private static Lanes Seen(Lanes drawn, int count) =>
        count == 1 ? drawn : drawn.WherePositive(count < SeenTimes.Length ? SeenTimes[count] : 1);

    /// <summary>
    /// PageRank of every replicate by steps from that of all interactions. What is asked for are ranks, and those stand
    /// after a dozen steps.
    /// </summary>
    private void FindPageRanks(ReceivedAttention received, ReadOnlySpan<double> pageRanks)
    {
        var members = received.Members;
        var ranks = _figures[PageRank].AsSpan(0, members);
        for (var i = 0; i < members; i++) ranks[i] = Lanes.All((float)pageRanks[i]);
        for (var i = 0; i < members; i++) _outgoing[i] = _outgoing[i].Inverse();
        var (even, damping) = ((float)((1 - Damping) / members), (float)Damping);
        for (var step = 0; step < PageRankSteps; step++)
        {
            Lanes all = default, passedOn = default;
            for (var i = 0; i < members; i++)
            {
                _shares[i] = ranks[i] * _outgoing[i];
                all += ranks[i];
                passedOn += ranks[i] * _outgoing[i].WherePositive(1);
            }

            var everywhere = Lanes.All(even) + ((all + (passedOn * -1)) * (damping / members));
            for (var i = 0; i < members; i++)
            {
                Lanes arriving = default;
                for (var pair = received.First[i]; pair < received.First[i + 1]; pair++)
                    arriving += _shares[received.Sources[pair]] * _pairWeights[pair];
                ranks[i] = everywhere + (arriving * damping);
            }
        }
    }
}
