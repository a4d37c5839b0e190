using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Campaigns;

/// <summary>A limit of a brief, which may cost reach.</summary>
/// <param name="Name">The key in the pipeline file.</param>
/// <param name="Without">The brief as it would be without the limit.</param>
/// <param name="Concerns">Whether the limit bars, requires or counts a leader.</param>
internal sealed record PartnerRule(string Name, BriefDefinition Without, Func<Candidate, bool> Concerns)
{
    public static IReadOnlyList<string> Names { get; } =
        ["exclude", "max_sponsored_share", "min_audience_quality", "must_include", "per_community"];

    /// <summary>The limits that a brief sets.</summary>
    public static IEnumerable<PartnerRule> Of(BriefDefinition brief)
    {
        if (brief.Exclude.Count > 0)
        {
            yield return new PartnerRule("exclude", brief with { Exclude = [] },
                leader => brief.Exclude.Contains(leader.AccountId));
        }

        if (brief.MaxSponsoredShare is not null)
        {
            yield return new PartnerRule("max_sponsored_share", brief with { MaxSponsoredShare = null },
                leader => IsTooSponsored(brief, leader) && !brief.MustInclude.Contains(leader.AccountId));
        }

        if (brief.MinAudienceQuality is not null)
        {
            yield return new PartnerRule("min_audience_quality", brief with { MinAudienceQuality = null },
                leader => IsTooDoubtful(brief, leader) && !brief.MustInclude.Contains(leader.AccountId));
        }

        if (brief.MustInclude.Count > 0)
        {
            yield return new PartnerRule("must_include", brief with { MustInclude = [] },
                leader => brief.MustInclude.Contains(leader.AccountId));
        }

        if (brief.PerCommunity is not null)
            yield return new PartnerRule("per_community", brief with { PerCommunity = null }, _ => true);
    }

    /// <summary>Whether a brief lets a leader be chosen at all.</summary>
    public static bool Admits(BriefDefinition brief, Candidate leader) =>
        brief.MustInclude.Contains(leader.AccountId)
        || (!brief.Exclude.Contains(leader.AccountId) && !IsTooSponsored(brief, leader)
            && !IsTooDoubtful(brief, leader));

    // What is not known is not above the limit.
    private static bool IsTooSponsored(BriefDefinition brief, Candidate leader) =>
        leader.SponsoredShare > brief.MaxSponsoredShare;

    // Whoever asks for a quality asks for evidence of it.
    private static bool IsTooDoubtful(BriefDefinition brief, Candidate leader) =>
        brief.MinAudienceQuality is { } least && !(leader.AudienceQuality >= least);
}
