using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders.Certainty;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Leaders;

/// <summary>
/// The tables that scoring writes: work.ranks with the leaders under the weights of the pipeline file, work.rankings
/// with those of every profile, work.member_scores with the score of every member.
/// </summary>
internal static class RankTables
{
    private static readonly string ContributionColumns =
        string.Join(", ", LeaderComponents.All.Select(component => $"{component.Name}_contribution DOUBLE"));

    private static readonly string PercentileColumns =
        string.Join(", ", LeaderComponents.All.Select(component => $"{component.Name}_percentile DOUBLE"));

    /// <param name="certainty">How sure the ranks are; null where nobody asked.</param>
    public static void Write(
        DuckDbConnection connection, MemberMeasures measures, LeaderScores scores, LeadersDefinition definition,
        double[] all, int[][] leaders, RankCertainty? certainty)
    {
        connection.Execute(
            $"""
            CREATE TABLE work.ranks (
              vertex INTEGER, rank INTEGER, rank_low INTEGER, rank_high INTEGER, top_k_probability DOUBLE, score DOUBLE,
              {ContributionColumns}, {PercentileColumns});
            CREATE TABLE work.rankings (
              profile VARCHAR, vertex INTEGER, community_id BIGINT, rank INTEGER, score DOUBLE, {ContributionColumns});
            CREATE TABLE work.member_scores (vertex INTEGER, community_id BIGINT, score DOUBLE);
            CREATE TABLE work.profile_weights (profile VARCHAR, component VARCHAR, weight DOUBLE)
            """);
        WriteRanks(connection, measures, scores, definition.Weights, all, leaders, certainty);
        WriteMembers(connection, measures, all);
        foreach (var profile in definition.AllProfiles)
        {
            WriteWeights(connection, profile);
            WriteProfile(connection, measures, scores, profile, definition.Top);
        }
    }

    private static void WriteWeights(DuckDbConnection connection, LeaderProfile profile)
    {
        using RowAppender rows = new(connection, "work", "profile_weights");
        foreach (var (component, weight) in profile.Weights.Values)
        {
            var row = rows.Next();
            rows[0].SetUtf8(row, Encoding.UTF8.GetBytes(profile.Name));
            rows[1].SetUtf8(row, Encoding.UTF8.GetBytes(component));
            rows[2].Values<double>()[row] = weight;
        }

        rows.Complete();
    }

    private static void WriteRanks(
        DuckDbConnection connection, MemberMeasures measures, LeaderScores scores, LeaderWeights weights,
        double[] all, int[][] leaders, RankCertainty? certainty)
    {
        using RowAppender rows = new(connection, "work", "ranks");
        for (var community = 0; community < measures.Communities.Length; community++)
        {
            for (var i = 0; i < leaders[community].Length; i++)
            {
                var leader = leaders[community][i];
                var row = rows.Next();
                rows[0].Values<int>()[row] = measures.Vertices[leader];
                rows[1].Values<int>()[row] = i + 1;
                WriteCertainty(rows, row, certainty?.Of(community, i));
                rows[5].Values<double>()[row] = all[leader];
                WriteContributions(rows, row, 6, scores, weights, leader);
                var first = 6 + scores.Percentiles.Length;
                for (var component = 0; component < scores.Percentiles.Length; component++)
                    Set(rows[first + component], row, scores.Percentiles[component][leader]);
            }
        }

        rows.Complete();
    }

    private static void WriteCertainty(RowAppender rows, int row, (int Low, int High, double TopK)? certainty)
    {
        if (certainty is { } known)
        {
            (rows[2].Values<int>()[row], rows[3].Values<int>()[row]) = (known.Low, known.High);
            rows[4].Values<double>()[row] = known.TopK;
            return;
        }

        for (var column = 2; column <= 4; column++)
            rows[column].SetNull(row);
    }

    private static void WriteProfile(
        DuckDbConnection connection, MemberMeasures measures, LeaderScores scores, LeaderProfile profile, int top)
    {
        using RowAppender rows = new(connection, "work", "rankings");
        var name = Encoding.UTF8.GetBytes(profile.Name);
        var all = profile.Name == LeadersDefinition.MainProfile
            ? scores.Score(profile.Weights)
            : scores.ScoreForTask(profile.Weights);
        for (var community = 0; community < measures.Communities.Length; community++)
        {
            var leaders = scores.Leaders(community, all, top);
            for (var i = 0; i < leaders.Length; i++)
            {
                var row = rows.Next();
                rows[0].SetUtf8(row, name);
                rows[1].Values<int>()[row] = measures.Vertices[leaders[i]];
                rows[2].Values<long>()[row] = measures.Communities[community];
                rows[3].Values<int>()[row] = i + 1;
                rows[4].Values<double>()[row] = all[leaders[i]];
                WriteContributions(rows, row, 5, scores, profile.Weights, leaders[i]);
            }
        }

        rows.Complete();
    }

    private static void WriteMembers(DuckDbConnection connection, MemberMeasures measures, double[] all)
    {
        using RowAppender rows = new(connection, "work", "member_scores");
        for (var community = 0; community < measures.Communities.Length; community++)
        {
            for (var i = measures.Starts[community]; i < measures.Starts[community + 1]; i++)
            {
                var row = rows.Next();
                rows[0].Values<int>()[row] = measures.Vertices[i];
                rows[1].Values<long>()[row] = measures.Communities[community];
                Set(rows[2], row, all[i]);
            }
        }

        rows.Complete();
    }

    private static void WriteContributions(
        RowAppender rows, int row, int first, LeaderScores scores, LeaderWeights weights, int member)
    {
        var total = scores.TotalWeight(weights, member);
        for (var component = 0; component < scores.Percentiles.Length; component++)
        {
            Set(
                rows[first + component], row,
                scores.Percentiles[component][member] * weights.Span[component] / total);
        }
    }

    private static void Set(Vector column, int row, double value)
    {
        column.Values<double>()[row] = value;
        if (double.IsNaN(value))
            column.SetNull(row);
    }
}
