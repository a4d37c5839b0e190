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
        ("partner_plan", "community"),
    ];

    /// <summary>Names of all views, for listings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["attention", .. SqlFile.Names("views").Select(Last)];

    /// <summary>Calls of all macros, such as <c>why(account)</c>.</summary>
    public static IReadOnlyList<string> MacroCalls { get; } =
        [.. Macros.Select(macro => $"{macro.Name}({macro.Parameters})")];

    /// <summary>What each view or macro shows: the comment at the head of its file.</summary>
    public static string Meaning(string name) => Comment(
        name == "attention" ? Attention
        : Names.Contains(name) ? SqlFile.Read($"views/{name}")
        : SqlFile.Read($"macros/{name}"));

    /// <summary>Statements that make them all in the current schema, with comments, in the order they need.</summary>
    public static IEnumerable<string> Statements()
    {
        foreach (var name in Names)
        {
            var body = name == "attention" ? Attention : SqlFile.Read($"views/{name}");
            yield return $"CREATE OR REPLACE VIEW {name} AS\n{body}";
            yield return $"COMMENT ON VIEW {name} IS {MartCatalog.Literal(Meaning(name))}";
        }

        foreach (var (name, parameters) in Macros)
        {
            yield return $"CREATE OR REPLACE MACRO {name}({parameters}) AS TABLE\n{SqlFile.Read($"macros/{name}")}";
            yield return $"COMMENT ON MACRO TABLE {name} IS {MartCatalog.Literal(Meaning(name))}";
        }
    }

    // The weights of edges are defined once: analysts see the very step that the run used, on the published settings.
    private static string Attention =>
        SqlFile.Read("steps/attention").Replace("work.settings", "settings", StringComparison.Ordinal);

    private static string Comment(string sql) => string.Join(
        ' ',
        sql.Split('\n')
            .TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal))
            .Select(line => line[3..]));

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}
