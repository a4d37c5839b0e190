using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Marts;

/// <summary>The one row from which the SQL steps take what the pipeline file says.</summary>
internal static class ParameterTable
{
    /// <summary>Communities below the smallest cell could not be described without describing persons.</summary>
    /// <exception cref="UserException">No community could be that large.</exception>
    public static int MinSize(PipelineDefinition definition)
    {
        var minSize = Math.Max(definition.Communities.MinSize, definition.Privacy.MinGroup);
        if (minSize <= definition.Communities.MaxSize)
            return minSize;
        throw new UserException(new Problem(
            definition.FilePath,
            0,
            0,
            "communities.max_size",
            Number(definition.Communities.MaxSize),
            $"at least {Number(minSize)}, the larger of communities.min_size and privacy.min_group",
            "Raise it, or lower the other two"));
    }

    public static void Write(DuckDbConnection connection, PipelineDefinition definition, string runId)
    {
        var graph = definition.Graph;
        (string Name, string Type, string Value)[] columns =
        [
            ("run_id", "VARCHAR", MartCatalog.Literal(runId)),
            ("explicit_as_of", "TIMESTAMP", graph.AsOf is { } asOf ? Instant(asOf) : "NULL"),
            ("window_us", "BIGINT", Microseconds(graph.Window)),
            ("half_life_us", "BIGINT", Microseconds(graph.HalfLife)),
            ("retention_us", "BIGINT", Microseconds(definition.Purpose.Retention)),
            ("follow_weight", "DOUBLE", Number(graph.Weights.Follow)),
            ("like_weight", "DOUBLE", Number(graph.Weights.Like)),
            ("reply_weight", "DOUBLE", Number(graph.Weights.Reply)),
            ("mention_weight", "DOUBLE", Number(graph.Weights.Mention)),
            ("repost_weight", "DOUBLE", Number(graph.Weights.Repost)),
            ("quote_weight", "DOUBLE", Number(graph.Weights.Quote)),
            .. definition.Leaders.Weights.Values.Select(
                weight => ($"{weight.Key}_weight", "DOUBLE", Number(weight.Value))),
            ("influence_limit_us", "BIGINT", Microseconds(definition.Leaders.InfluenceLimit)),
            ("leader_topics", "VARCHAR[]", Topics(definition.Leaders.Topics)),
            ("leaders_top", "INTEGER", Number(definition.Leaders.Top)),
            ("replicates", "INTEGER", Number(definition.Leaders.Replicates)),
            ("top_k", "INTEGER", Number(definition.Leaders.TopK)),
            ("min_group", "INTEGER", Number(definition.Privacy.MinGroup)),
            ("max_size", "INTEGER", Number(definition.Communities.MaxSize)),
            ("min_size", "INTEGER", Number(MinSize(definition))),
            ("resolution", "DOUBLE", Number(definition.Communities.Resolution)),
            ("objective", "VARCHAR", MartCatalog.Literal(Objective(definition.Communities.Objective))),
            ("seed", "INTEGER", Number(definition.Communities.Seed)),
        ];
        var values = columns.Select(column => $"CAST({column.Value} AS {column.Type}) AS {column.Name}");
        connection.Execute($"CREATE OR REPLACE TABLE work.parameters AS SELECT {string.Join(", ", values)}");
    }

    /// <summary>As steps/hashtag_uses.sql writes hashtags, so that they meet.</summary>
    private static string Topics(IReadOnlyList<string> topics) => topics.Count == 0
        ? "NULL"
        : "list_sort(list_distinct(["
            + string.Join(", ", topics.Select(topic => $"lower(ltrim({MartCatalog.Literal(topic)}, '#'))")) + "]))";

    private static string Objective(CommunityObjective objective) => objective switch
    {
        CommunityObjective.Modularity => "modularity",
        CommunityObjective.Cpm => "cpm",
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "Not an objective."),
    };

    private static string Instant(DateTimeOffset time) =>
        $"make_timestamp({(time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond})";

    private static string Microseconds(TimeSpan? span) =>
        span is { } value ? Number(value.Ticks / TimeSpan.TicksPerMicrosecond) : "NULL";

    // In quotes, because the engine takes a bare 0.1 for a decimal and would round twice on the way to float64.
    private static string Number(double value) => $"'{value.ToString("R", CultureInfo.InvariantCulture)}'";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
