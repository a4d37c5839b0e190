using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>What a file or folder seems to be, and how a source has to read it.</summary>
/// <param name="Path">A file, or the folder that is one archive; absolute.</param>
/// <param name="Kind">For tables: what their rows are.</param>
/// <param name="Columns">For tables: canonical column → column of the file, in canonical order.</param>
/// <param name="Interaction">For tables whose rows are all of one kind, according to the name of the file.</param>
/// <param name="Header">False for tables without names of columns; null where the reader finds out.</param>
public sealed record RecognizedExport(
    string Path,
    SourceFormat Format,
    FactKind? Kind = null,
    IReadOnlyList<(string Canonical, string Column)>? Columns = null,
    InteractionKind? Interaction = null,
    bool? Header = null)
{
    /// <summary>Where the format alone does not say it.</summary>
    public string? Platform { get; init; }

    public string FormatName => ExportFormat.Of(Format).Name;

    /// <summary>Equal for exports that one source can read together.</summary>
    public string Reading => string.Join(
        '\n',
        [
            FormatName, Kind, Platform, Interaction, Header,
            .. (Columns ?? []).Select(column => $"{column.Canonical}={column.Column}"),
        ]);
}

/// <summary>A file that is nothing that can be read, and why that is thought.</summary>
/// <param name="Path">Absolute.</param>
public sealed record UnrecognizedFile(string Path, string Reason);
