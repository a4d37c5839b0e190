using Analytics.Graph.Csr;
using Analytics.Graph.Influence;
using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Campaigns;

/// <summary>
/// Where partners are chosen: the leaders of one community and its members, or for a campaign all leaders and all
/// accounts. Accounts have numbers of their own here, in the order of vertices.
/// </summary>
internal sealed class PlanArea
{
    private readonly CsrGraph _attention;
    private readonly CsrGraph? _learned;
    private readonly Dictionary<(CascadeProbabilities, double?), IndependentCascade> _cascades = [];

    private PlanArea(
        long? communityId, IReadOnlyList<Candidate> candidates, CsrGraph attention, CsrGraph? learned, int[] vertices,
        int[][] audiences)
    {
        (CommunityId, Candidates, Vertices) = (communityId, candidates, vertices);
        (_attention, _learned) = (attention, learned);
        Audiences = audiences;
        var offsets = new long[audiences.Length + 1];
        for (var i = 0; i < audiences.Length; i++) offsets[i + 1] = offsets[i] + audiences[i].Length;
        Coverage = new CoverageSets(offsets, [.. audiences.SelectMany(audience => audience)], Population);
    }

    /// <summary>Null for a campaign.</summary>
    public long? CommunityId { get; }

    /// <summary>Accounts that can be covered or activated.</summary>
    public int Population => _attention.VertexCount;

    /// <summary>Best first; communities apart.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>The number of each candidate among the accounts of the area.</summary>
    public int[] Vertices { get; }

    /// <summary>The accounts of the area that each candidate engaged, ascending.</summary>
    public int[][] Audiences { get; }

    /// <summary>The same as sets.</summary>
    public CoverageSets Coverage { get; }

    /// <summary>A community: audience and attention inside it alone.</summary>
    /// <param name="attention">Cuts the community out of the attention graph.</param>
    /// <param name="learned">Cuts it out of that with learned probabilities, if briefs need them.</param>
    public static PlanArea OfCommunity(
        IReadOnlyList<Candidate> candidates, CommunityMembers members, InducedSubgraph attention,
        InducedSubgraph? learned, CancellationToken cancel)
    {
        var id = candidates[0].CommunityId;
        return new PlanArea(
            id,
            candidates,
            attention.Take(members.Of(id), cancel: cancel),
            learned?.Take(members.Of(id), cancel: cancel),
            [.. candidates.Select(candidate => members.Places[candidate.Vertex])],
            [.. candidates.Select(candidate => candidate.Audience
                .Where(vertex => members.CommunityIds[vertex] == id)
                .Select(vertex => members.Places[vertex]).ToArray())]);
    }

    /// <summary>All leaders and all accounts of the data.</summary>
    public static PlanArea OfCampaign(
        IReadOnlyList<Candidate> candidates, CsrGraph attention, CsrGraph? learned = null) => new(
        null,
        candidates,
        attention,
        learned,
        [.. candidates.Select(candidate => candidate.Vertex)],
        [.. candidates.Select(candidate => candidate.Audience)]);

    /// <summary>How influence runs here for a brief.</summary>
    public IndependentCascade Cascade(BriefDefinition brief)
    {
        var key = (brief.Probabilities, brief.Probability);
        if (_cascades.TryGetValue(key, out var cascade)) return cascade;
        cascade = brief.Probabilities switch
        {
            CascadeProbabilities.WeightedCascade =>
                IndependentCascade.WeightedCascade(_attention, ArcMeaning.Attention),
            CascadeProbabilities.Learned => IndependentCascade.FromWeights(
                _learned ?? throw new InvalidOperationException("Nothing was learned."), ArcMeaning.Attention),
            CascadeProbabilities.Constant => IndependentCascade.Constant(
                _attention, brief.Probability ?? BriefDefinition.DefaultProbability, ArcMeaning.Attention),
            _ => throw new ArgumentOutOfRangeException(nameof(brief), brief.Probabilities, "Not known."),
        };
        _cascades.Add(key, cascade);
        return cascade;
    }

    /// <summary>How many accounts of the area at least one of these candidates engaged, after each of them.</summary>
    public long[] ReachOf(IReadOnlyList<int> candidates)
    {
        HashSet<int> covered = [];
        var reach = new long[candidates.Count];
        for (var i = 0; i < reach.Length; i++)
        {
            covered.UnionWith(Audiences[candidates[i]]);
            reach[i] = covered.Count;
        }

        return reach;
    }
}
