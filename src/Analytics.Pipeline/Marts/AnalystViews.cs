namespace Analytics.Pipeline.Marts;

/// <summary>
/// Views and macros that make the catalog pleasant to ask, from pipelines/sql/views and macros. They name tables
/// without a schema and so belong where the tables of <see cref="MartCatalog"/> are on the search path.
/// </summary>
public static class AnalystViews
{
    private static readonly (string Name, string Parameters)[] Macros =
    [
        ("leader_card", "account"),
        ("why", "account"),
        ("compare", "a, b"),
        ("partner_plan", "community, k := 1000"),
    ];

    // In the order of the view. What comes from a table unchanged means what it means there; the rest is said here.
    private static readonly (string View, (string Column, string Meaning)[] Columns)[] ViewColumns =
    [
        ("acts",
        [
            ("actor_id", "Pseudonym of the account that pays attention."),
            ("target_id", "Pseudonym of the account that gets it."),
            ("weight", "Weighted by kind and age; 1,048,576 units = 1."),
            ("kinds", "Bit of what was seen: 1 follow, 2 like, 4 reply, 8 mention, 16 repost, 32 quote."),
            ("freshness", "Of an interaction: 65,535 now, half after each settings.recent_half_life_us; else 0."),
            ("slot", "Of an interaction: its age in twentieths of settings.recent_half_life_us, rounded down; else 0."),
        ]),
        ("attention",
        [
            ("actor_id", "Pseudonym of the account that pays attention."),
            ("target_id", "Pseudonym of the account that gets it."),
            ("weight", "Sum over what was seen, weighted by kind and age; 1,048,576 units = 1."),
            ("kinds", "Bits of what was seen: 1 follow, 2 like, 4 reply, 8 mention, 16 repost, 32 quote."),
            ("interactions", "How many interactions."),
            ("freshness", "Of the newest interaction: 65,535 now, half after each settings.recent_half_life_us."),
        ]),
        ("communities_now",
        [
            .. ColumnsOf(
                "communities", "community_id", "label", "size", "event", "density", "conductance", "stability",
                "top_hashtags", "top_places", "languages"),
            ("first_leader", "Pseudonym of the leader of rank 1; NULL in a community without leaders."),
            ("first_leader_engaged_share", "The first leader's leaders.engaged_share; NULL where that is, or without."),
        ]),
        ("leader_history",
        [
            ("run_id", "Run that made the snapshot."),
            ("snapshot", "Number of that run, from 1."),
            .. ColumnsOf("settings", "as_of"),
            .. HistoryColumns,
        ]),
        ("leader_trends",
        [
            ("trend",
                "rising, stable, fading: rank against the snapshot before; new or gone: listed in one of the two "
                + "alone; moved: in another community. NULL without a snapshot before."),
            .. ColumnsOf("leaders", "account_id", "community_id"),
            ("previous_community_id", "Community in the snapshot before."),
            .. AndPrevious("rank", "score", "reach", "engaged_share", "influence_credit"),
            ("snapshots", "Kept snapshots in which the leader is listed."),
            ("best_rank", "Best rank in any of them."),
            ("first_listed", "as_of of the first of them (UTC)."),
        ]),
        ("leaders_now",
        [
            .. ColumnsOf("communities", "label", "size"),
            .. ColumnsOf("leaders", "community_id", "rank", "account_id", "tier"),
            ("score", $"{ColumnsOf("leaders", "score")[0].Meaning} Rounded to four places."),
            .. ColumnsOf(
                "leaders", "reach", "engaged_members", "engaged_share", "engagement_rate", "sponsored_share",
                "pagerank", "coreness"),
        ]),
    ];

    private static (string, string)[] HistoryColumns => ColumnsOf(
        "leaders", "community_id", "rank", "account_id", "score", "reach", "engaged_members", "engaged_share",
        "engagement_rate", "sponsored_share", "influence_credit");

    /// <summary>Names of all views, for listings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["acts", .. SqlFile.Names("views").Select(Last)];

    /// <summary>Calls of all macros, such as <c>why(account)</c>.</summary>
    public static IReadOnlyList<string> MacroCalls { get; } =
        [.. Macros.Select(macro => $"{macro.Name}({macro.Parameters})")];

    /// <summary>What each view or macro shows: the comment at the head of its file.</summary>
    public static string Meaning(string name) => Comment(
        name == "acts" ? Acts
        : Names.Contains(name) ? SqlFile.Read($"views/{name}")
        : SqlFile.Read($"macros/{name}"));

    /// <summary>Statements that make them all in the current schema, with comments, in the order they need.</summary>
    /// <param name="kept">Where kept snapshots are read from, as SQL after FROM by table; those of the current schema
    /// alone by default.</param>
    public static IEnumerable<string> Statements(Func<string, string>? kept = null)
    {
        kept ??= table => table;
        foreach (var name in Names)
        {
            var body = name == "acts"
                ? Acts
                : SqlFile.Read($"views/{name}")
                    .Replace("FROM kept_leaders", $"FROM {kept("leaders")}", StringComparison.Ordinal)
                    .Replace("JOIN kept_settings", $"JOIN {kept("settings")}", StringComparison.Ordinal)
                    .Replace("FROM kept_settings", $"FROM {kept("settings")}", StringComparison.Ordinal);
            yield return $"CREATE OR REPLACE VIEW {name} AS\n{body}";
            yield return $"COMMENT ON VIEW {name} IS {MartCatalog.Literal(Meaning(name))}";
            foreach (var (column, meaning) in ViewColumns.Single(view => view.View == name).Columns)
                yield return $"COMMENT ON COLUMN {name}.{column} IS {MartCatalog.Literal(meaning)}";
        }

        foreach (var (name, parameters) in Macros)
        {
            yield return $"CREATE OR REPLACE MACRO {name}({parameters}) AS TABLE\n{SqlFile.Read($"macros/{name}")}";
            yield return $"COMMENT ON MACRO TABLE {name} IS {MartCatalog.Literal(Meaning(name))}";
        }
    }

    // The weights of acts are defined once: analysts see the very step that the run used, on the published settings.
    private static string Acts =>
        SqlFile.Read("steps/acts").Replace("work.settings", "settings", StringComparison.Ordinal);

    private static (string Column, string Meaning)[] ColumnsOf(string table, params string[] names) =>
    [
        .. names.Select(
            name => (name, MartCatalog.Table(table).Columns.Single(column => column.Name == name).Meaning)),
    ];

    private static IEnumerable<(string Column, string Meaning)> AndPrevious(params string[] names) =>
        ColumnsOf("leaders", names).SelectMany(column => new[]
        {
            column, ($"previous_{column.Column}", "The same in the snapshot before."),
        });

    private static string Comment(string sql) => string.Join(
        ' ',
        sql.Split('\n')
            .TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal))
            .Select(line => line[3..]));

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}
