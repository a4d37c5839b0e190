namespace Analytics.Pipeline.Lake;

/// <summary>
/// What a run found out about facts after they were written: files beside its marts, one per fact table of which any
/// row has ended or changed. Facts themselves are only ever added to; views join them with these files.
/// </summary>
public sealed class SettledFacts
{
    /// <summary>Nothing ended, nothing changed.</summary>
    public static readonly SettledFacts None = new(new Dictionary<string, string>());

    private const string Prefix = "settled_";

    private readonly IReadOnlyDictionary<string, string> _paths;

    private SettledFacts(IReadOnlyDictionary<string, string> paths) => _paths = paths;

    /// <summary>The settled files that the marts of a snapshot name.</summary>
    public static SettledFacts Of(LakeFolder lake, SnapshotManifest manifest) =>
        Of(manifest.Marts.Select(file => (file.Table, lake.Absolute(file.Path))));

    /// <param name="files">Tables and paths; those that are not settled are left out.</param>
    public static SettledFacts Of(IEnumerable<(string Table, string Path)> files) => new(
        files.Where(file => file.Table.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(file => file.Table[Prefix.Length..], file => file.Path));

    /// <summary>Name of the file, without ending, that settles a fact table.</summary>
    public static string NameOf(string table) => Prefix + table;

    /// <summary>
    /// The file that settles a fact table, or null. Of follows it holds all rows of the pairs that it names; of other
    /// tables the key of each row that has ended, and when.
    /// </summary>
    public string? PathOf(string table) => _paths.GetValueOrDefault(table);

    /// <summary>The columns that tell rows apart which may end, and whether they may be NULL.</summary>
    internal static IReadOnlyList<(string Column, bool Nullable)> KeyOf(string table) => table switch
    {
        "interactions" =>
            [("actor_id", false), ("target_id", false), ("kind", false), ("post_id", true), ("\"at\"", false)],
        "posts" => [("post_id", false)],
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "not a table whose rows end"),
    };
}
