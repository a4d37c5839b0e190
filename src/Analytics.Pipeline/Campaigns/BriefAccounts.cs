using System.Globalization;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Campaigns;

/// <summary>Holds the accounts that briefs name against those that the data know.</summary>
internal static class BriefAccounts
{
    /// <summary>Nobody can be made a partner who is not in the data; who is excluded need not be there.</summary>
    /// <param name="accountIds">All accounts of the attention graph, ascending.</param>
    /// <returns>Warnings about accounts that are excluded without need.</returns>
    /// <exception cref="UserException">An account that must be included is unknown.</exception>
    public static IReadOnlyList<string> Check(PipelineDefinition definition, ulong[] accountIds)
    {
        List<Problem> problems = [];
        List<string> warnings = [];
        foreach (var brief in definition.Briefs)
        {
            foreach (var account in brief.MustInclude.Where(IsUnknown))
            {
                problems.Add(new Problem(
                    definition.FilePath, brief.Line, brief.Line == 0 ? 0 : 1, $"briefs ({brief.Name}).must_include",
                    string.Create(CultureInfo.InvariantCulture, $"{account}, which no export names"),
                    "a pseudonym (account_id) as the leaders table shows it", "Correct or remove it"));
            }

            warnings.AddRange(brief.Exclude.Where(IsUnknown).Select(account => string.Create(
                CultureInfo.InvariantCulture, $"brief {brief.Name} excludes {account}, which no export names")));
        }

        return problems.Count > 0 ? throw new UserException(problems) : warnings;

        bool IsUnknown(ulong account) => Array.BinarySearch(accountIds, account) < 0;
    }

    /// <summary>Warnings about accounts that must be included and are no listed leaders this time.</summary>
    public static IReadOnlyList<string> NotListed(PipelineDefinition definition, IReadOnlyList<Candidate> leaders)
    {
        var listed = leaders.Select(leader => leader.AccountId).ToHashSet();
        return
        [
            .. definition.Briefs.SelectMany(brief => brief.MustInclude
                .Where(account => !listed.Contains(account))
                .Select(account => string.Create(
                    CultureInfo.InvariantCulture,
                    $"brief {brief.Name}: {account} must be included but is no listed leader, so it is not; "
                    + $"raise leaders.top or remove it"))),
        ];
    }
}
