using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

/// <summary>Sources as a pipeline file with no more than the necessary keys gives them.</summary>
internal static class TestSource
{
    /// <param name="columns">`canonical=column of the file`; none means that the file uses the canonical names.</param>
    public static SourceDefinition Of(SourceFormat format, FactKind kind, string path, params string[] columns) => new(
        Name: "source",
        format,
        kind,
        path,
        Platform: "default",
        Columns: columns.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
        Interaction: null,
        ObservedAt: null,
        TimeFormat: "auto",
        Delimiter: null,
        Quote: null,
        Header: null,
        Comment: null,
        NullValues: [],
        Line: 1);

    /// <summary>A platform's export.</summary>
    public static SourceDefinition Of(SourceFormat format, string path) =>
        Of(format, FactKind.Follows, path) with { Kind = null, Platform = ExportFormat.Of(format).Platform };

    public static SourceDefinition Csv(FactKind kind, params string[] columns) =>
        Of(SourceFormat.Csv, kind, "nowhere.csv", columns);

    public static SourceDefinition Ndjson(FactKind kind, params string[] columns) =>
        Of(SourceFormat.Ndjson, kind, "nowhere.ndjson", columns);
}
