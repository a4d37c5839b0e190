using System.Text.RegularExpressions;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

/// <summary>Every cell that the data test of small cells looks at, and a fault that it finds.</summary>
public sealed partial class SmallCellFaultTests(AnalysedFacts analysed) : IClassFixture<AnalysedFacts>
{
    private const string File = "tests/small_cells_are_suppressed";

    /// <summary>What leaders show of cells that are differences; 3 is a small one.</summary>
    private static readonly Dictionary<string, string> Leaders = new()
    {
        ["members that only follow"] = "reach = engaged_members + 3",
        ["engaged without repost"] = "reposting_members = engaged_members - 3",
        ["engaged without mention"] = "mentioning_members = engaged_members - 3",
        ["reached without influence"] = "influenced_members = reach - 3",
        ["influenced beyond reach"] = "influenced_members = reach + 3",
        ["audience that does not follow"] = "observed_followers = observed_audience - 3",
        ["followers beyond the audience"] = "observed_followers = observed_audience + 300",
        ["followers that engaged or are outside"] = "observed_followers = reach - engaged_members + 3",
        ["audience outside"] = "observed_audience = reach + 3",
        ["audience not engaged"] = "observed_audience = engaged_members + 3",
        ["flagged or not engaged"] = "credible_engaged = observed_audience - 3",
        ["engaged beyond the audience"] = "credible_engaged = observed_audience + 300",
        ["credible and not engaged"] =
            "flagged_audience = 20, credible_engaged = 100, observed_audience = 123",
        ["flagged and not engaged here"] =
            "flagged_audience = 23, engaged_members = 100, credible_members = 80",
        ["credible and not engaged here"] =
            "flagged_audience = 20, credible_members = 100, observed_audience = 123",
        ["credible members and from nowhere"] = "credible_engaged = 103, neighbour_engaged = 100",
        ["flagged members and from nowhere"] =
            "credible_engaged = 203, neighbour_engaged = 100, engaged_members = 100",
        ["engaged from nowhere"] = "credible_engaged = 203, neighbour_engaged = 100, credible_members = 100",
        ["audience from nowhere"] = "observed_audience = reach + 103, neighbour_engaged = 100",
        ["engaged off topic"] = "topic_attention = engaged_members - 3",
        ["flagged that engaged"] = "credible_members = engaged_members - 3",
        ["engaged from outside"] = "credible_members = 100, credible_engaged = 103",
        ["audience without flags"] = "flagged_audience = observed_audience - 3",
    };

    private static readonly Dictionary<string, string> Others = new()
    {
        ["coordination: members without"] =
            "UPDATE marts.coordination SET accounts = size - 3 FROM marts.communities AS c "
            + "WHERE c.community_id = coordination.community_id",
        ["partners: reach of hidden steps"] = "UPDATE marts.partners SET cumulative_reach = 100 + 3 * step",
        ["partners: engaged with three"] = "UPDATE marts.partner_overlaps SET shared_reach = shared_reach + 3",
        ["partner_sets: reach against top_reach"] = "UPDATE marts.partner_sets SET top_reach = reach - 3",
        ["partner_overlaps: engaged by one alone"] = "UPDATE marts.partner_overlaps SET joint_reach = shared_reach + 3",
        ["topics: members without"] =
            "UPDATE marts.topics SET accounts = size - 3 FROM marts.communities AS c "
            + "WHERE c.community_id = topics.community_id",
        ["topics: figures of a hidden count"] = "UPDATE marts.topics SET accounts = NULL",
        ["stories: members without, by a trend from nothing"] =
            "UPDATE marts.stories SET accounts = NULL, trend = log2(community_size - 2)",
        ["stories: members without"] = "UPDATE marts.stories SET accounts = community_size - 3",
        ["structures: members without"] = OfStructures("domain"),
        ["structures: platforms not shown"] = OfStructures("platform"),
        ["lineage.shared_members"] =
            "INSERT INTO marts.lineage SELECT run_id, 'overlap', 1, 1, 3, 0.5 FROM marts.settings",
        ["bridges.accounts"] = "UPDATE marts.bridges SET other_accounts = 3",
    };

    public static TheoryData<string> Cells =>
        [.. Labels().Matches(SqlFile.Read(File)).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void SmallCells_FaultOfOneCell_IsFoundThere(string cell)
    {
        Assert.Empty(analysed.Facts.Rows(SqlFile.Read(File)));

        analysed.After(
            Fault(cell), facts => Assert.Contains(facts.Rows(SqlFile.Read(File)), row => cell.Equals(row[0])));
    }

    private static string Fault(string cell)
    {
        if (Others.TryGetValue(cell, out var fault)) return fault;
        if (cell.StartsWith("leaders: ", StringComparison.Ordinal))
        {
            var difference = cell["leaders: ".Length..];
            var change = Leaders.TryGetValue(difference, out var known)
                ? known
                : $"audience_{difference["audience without ".Length..]} = observed_audience - 3";
            return $"UPDATE marts.leaders SET {change}";
        }

        var (table, column) = (cell.Split('.')[0], cell.Split('.')[1]);
        return $"UPDATE marts.{table} SET {column} = 3";
    }

    private static string OfStructures(string channel) =>
        $"""
        DELETE FROM marts.structures;
        INSERT INTO marts.structures BY NAME
        SELECT run_id, community_id, '{channel}' AS channel, 'example' AS name, size - 3 AS accounts
        FROM marts.communities
        """;

    [GeneratedRegex("SELECT '([^']+)'")]
    private static partial Regex Labels();
}
