namespace Analytics.DuckDb;

/// <summary>Settings that every database starts with, because the engine's own defaults reach the network.</summary>
internal static class DuckDbSettings
{
    /// <summary>
    /// Nothing is downloaded, and nothing is loaded but what the library has inside. Given settings win.
    /// </summary>
    private static readonly (string Name, string Value)[] Defaults =
    [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        (TimeZone, "UTC"),
    ];

    /// <summary>Belongs to the ICU extension, which is there only after the database has been opened.</summary>
    public const string TimeZone = "TimeZone";

    /// <summary>Run on every new connection: progress is measured, and never printed by the engine.</summary>
    public static readonly string[] SessionStatements =
    [
        "SET enable_progress_bar = true",
        "SET enable_progress_bar_print = false",
    ];

    public static bool IsTimeZone(string name) => name.Equals(TimeZone, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyDictionary<string, string> WithDefaults(IReadOnlyDictionary<string, string>? settings)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Defaults)
            all[name] = value;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        return all;
    }
}
