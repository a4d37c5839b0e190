using Analytics.DuckDb;
using Analytics.Pipeline.Privacy;

namespace Analytics.Pipeline.Runs;

/// <summary>All communities with their first leaders, for what a run prints: who prints them counts and cuts.</summary>
internal static class CommunityReports
{
    private const int Leaders = 5;

    public static IReadOnlyList<CommunityReport> Read(
        DuckDbConnection connection, IReadOnlyDictionary<ulong, Identity> handles)
    {
        var leaders = new Dictionary<long, List<LeaderLine>>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT community_id, rank, account_id, score, reach, engaged_share, tier FROM marts.leaders "
                + $"WHERE rank <= {Leaders} ORDER BY community_id, rank";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var account = rows.GetFieldValue<ulong>(2);
                var line = new LeaderLine(
                    Convert.ToInt32(rows.GetValue(1)), account, handles.GetValueOrDefault(account)?.Handle,
                    rows.GetDouble(3), Convert.ToInt64(rows.GetValue(4)), rows.IsDBNull(5) ? null : rows.GetDouble(5),
                    rows.GetString(6));
                var community = Convert.ToInt64(rows.GetValue(0));
                if (!leaders.TryGetValue(community, out var list)) leaders.Add(community, list = []);
                list.Add(line);
            }
        }

        var reports = new List<CommunityReport>();
        using var all = connection.CreateCommand();
        all.CommandText =
            "SELECT community_id, label, size, event FROM marts.communities "
            + "ORDER BY size DESC, community_id";
        using var found = all.ExecuteReader();
        while (found.Read())
        {
            var id = Convert.ToInt64(found.GetValue(0));
            reports.Add(new CommunityReport(
                id, found.GetString(1), Convert.ToInt32(found.GetValue(2)), found.GetString(3),
                leaders.GetValueOrDefault(id) ?? []));
        }

        return reports;
    }
}
