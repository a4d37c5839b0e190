using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Gates;

/// <summary>
/// Gates on how far the new snapshot is from the published one: communities matched by their stable ids, and their
/// first leaders. Both may change for good reasons, so neither has a limit unless the pipeline sets one.
/// </summary>
/// <param name="connection">Holds the new marts.</param>
/// <param name="pipeline">As it is now.</param>
/// <param name="previous">The published snapshot, or null.</param>
internal sealed class SnapshotGates(
    DuckDbConnection connection, PipelineDefinition pipeline, LakeFolder lake, SnapshotManifest? previous)
{
    private const int CausesNamed = 3;

    private sealed record Community(string Label, long Size);

    /// <param name="residual">Accounts of the new graph that are in no community.</param>
    public IReadOnlyList<GateResult> Judge(long residual)
    {
        var limits = pipeline.Gates;
        if (previous is null)
        {
            const string first = "Nothing is published yet to compare with.";
            return
            [
                GateResult.NotJudged("max_size_change", GateResult.Snapshot, limits.MaxSizeChange, first),
                GateResult.NotJudged("max_leader_turnover", GateResult.Snapshot, limits.MaxLeaderTurnover, first),
            ];
        }

        var (before, now) = (Communities(Published("communities")), Communities("marts.communities"));
        var residualBefore = Number($"SELECT coalesce(sum(residual), 0)::BIGINT FROM {Published("runs")}");
        return [SizeChange(before, residualBefore, now, residual), LeaderTurnover(before, now)];
    }

    private GateResult SizeChange(
        Dictionary<long, Community> before, long residualBefore, Dictionary<long, Community> now, long residual)
    {
        const string gate = "max_size_change";
        var limit = pipeline.Gates.MaxSizeChange;
        var (old, young) = (Shares(before, residualBefore), Shares(now, residual));
        if (old.Count == 0)
        {
            return GateResult.NotJudged(
                gate, GateResult.Snapshot, limit, $"The published run {previous!.RunId} has no accounts.");
        }

        var change = TotalVariation.Between(old, young);
        var result = GateResult.Judge(
            gate, GateResult.Snapshot, change, limit, isMaximum: true,
            Text($"{change:P1} of the accounts would have to be in another community for these to be as large as in ")
            + $"run {previous!.RunId}{Reconfigured()}");
        if (result.Outcome != GateOutcome.Failed) return result;
        var largest = old.Keys.Union(young.Keys)
            .OrderByDescending(id => Math.Abs(young.GetValueOrDefault(id) - old.GetValueOrDefault(id))).ThenBy(id => id)
            .Take(CausesNamed);
        return result with { Causes = [.. largest.Select(id => Name(id) + Sizes(id))] };

        string Name(long id) => id == TotalVariation.Residual
            ? "accounts without community" : $"community {id} ({(now.GetValueOrDefault(id) ?? before[id]).Label})";

        string Sizes(long id) => id == TotalVariation.Residual
            ? Text($": {residualBefore:N0} before, {residual:N0} now")
            : Text($": {before.GetValueOrDefault(id)?.Size ?? 0:N0} accounts before, ")
                + Text($"{now.GetValueOrDefault(id)?.Size ?? 0:N0} now");
    }

    private GateResult LeaderTurnover(Dictionary<long, Community> before, Dictionary<long, Community> now)
    {
        const string gate = "max_leader_turnover";
        var (limit, k) = (pipeline.Gates.MaxLeaderTurnover, pipeline.Leaders.TopK);
        var (old, young) = (Leaders(Published("leaders"), k), Leaders("marts.leaders", k));
        var changes = old.Where(leaders => now.ContainsKey(leaders.Key))
            .Select(leaders => TopListChange.Of(
                leaders.Key, before[leaders.Key].Size, leaders.Value, young.GetValueOrDefault(leaders.Key) ?? []))
            .ToList();
        if (changes.Count == 0)
        {
            return GateResult.NotJudged(
                gate, GateResult.Snapshot, limit,
                $"No community with leaders goes on from the published run {previous!.RunId}.");
        }

        var turnover = TopListChange.Mean(changes);
        var result = GateResult.Judge(
            gate, GateResult.Snapshot, turnover, limit, isMaximum: true,
            Text($"{turnover:P1} of the first {k} leaders of run {previous!.RunId} are among them no more, the mean ")
            + Text($"over {changes.Count:N0} communities weighted by their accounts{Reconfigured()}"));
        if (result.Outcome != GateOutcome.Failed) return result;
        var largest = changes.OrderByDescending(change => change.Share * change.Size)
            .ThenBy(change => change.Community);
        return result with
        {
            Causes = [.. largest.Take(CausesNamed).Select(change =>
                $"community {change.Community} ({now[change.Community].Label}): left {Accounts(change.Left)}; "
                + $"came {Accounts(change.Came)}")],
        };
    }

    /// <summary>A changed pipeline file changes what is measured, and may be the whole reason.</summary>
    private string Reconfigured() =>
        previous!.ConfigHash == pipeline.ConfigHash ? "" : ", and the pipeline file has changed since";

    private string Published(string table)
    {
        var paths = previous!.Marts.Where(file => file.Table == table).Select(file => lake.Absolute(file.Path));
        return $"read_parquet([{ParquetView.Files(paths)}])";
    }

    private Dictionary<long, Community> Communities(string from)
    {
        using var command = connection.CreateCommand($"SELECT community_id::BIGINT, label, size::BIGINT FROM {from}");
        using var rows = command.ExecuteReader();
        Dictionary<long, Community> communities = [];
        while (rows.Read()) communities.Add(rows.GetInt64(0), new Community(rows.GetString(1), rows.GetInt64(2)));
        return communities;
    }

    private Dictionary<long, List<ulong>> Leaders(string from, int k)
    {
        using var command = connection.CreateCommand(
            $"SELECT community_id::BIGINT, account_id FROM {from} WHERE rank <= {k} ORDER BY community_id, rank");
        using var rows = command.ExecuteReader();
        Dictionary<long, List<ulong>> leaders = [];
        while (rows.Read())
        {
            if (!leaders.TryGetValue(rows.GetInt64(0), out var list)) leaders.Add(rows.GetInt64(0), list = []);
            list.Add(rows.GetFieldValue<ulong>(1));
        }

        return leaders;
    }

    private long Number(string sql)
    {
        using var command = connection.CreateCommand(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static Dictionary<long, double> Shares(Dictionary<long, Community> communities, long residual) =>
        TotalVariation.Shares(communities.Select(one => (one.Key, one.Value.Size)), residual);

    private static string Accounts(IReadOnlyList<ulong> accounts) =>
        accounts.Count == 0 ? "nobody" : string.Join(", ", accounts);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
