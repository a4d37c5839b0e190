using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats;

/// <summary>Where the value of a canonical column comes from.</summary>
public enum SlotOrigin
{
    /// <summary>Not delivered.</summary>
    Absent,

    /// <summary>Column <see cref="ColumnSlot.Index"/> of the raw batch.</summary>
    Raw,

    /// <summary>The same text for each record.</summary>
    Constant,

    /// <summary>Column <see cref="ColumnSlot.Index"/> of what the engine computes from the raw batch.</summary>
    Expression,
}

/// <summary>The origin of one canonical column.</summary>
public readonly record struct ColumnSlot(SlotOrigin Origin, int Index, byte[]? Text);

/// <summary>
/// What a file's columns mean: the raw columns to read, the expressions to compute from them, and for each canonical
/// column of the source's kind, in the order of <see cref="CanonicalColumns"/>, where its value comes from.
/// </summary>
public sealed partial class ColumnPlan
{
    private static readonly HashSet<string> TimeColumns = ["at", "last_seen", "ended_at", "created_at", "observed_at"];

    private readonly SourceDefinition _source;
    private readonly IReadOnlyList<string>? _available;
    private readonly List<string> _raw = [];
    private readonly List<string> _expressions = [];

    private ColumnPlan(FactKind kind)
    {
        _source = null!;
        _raw.AddRange(CanonicalColumns.Of(kind).Select(column => column.Name));
        Slots = [.. _raw.Select((_, index) => new ColumnSlot(SlotOrigin.Raw, index, null))];
    }

    private ColumnPlan(SourceDefinition source, IReadOnlyList<string>? available)
    {
        _source = source;
        _available = available;
        var canonical = CanonicalColumns.Of(source.Kind!.Value);
        var mapping = source.Columns.Count > 0 ? source.Columns : Default(source, available, canonical);
        Slots = [.. canonical.Select(column => Slot(column, mapping))];
    }

    private ColumnPlan(ColumnPlan plan)
    {
        _source = plan._source;
        _available = plan._available;
        _raw.AddRange(plan._raw);
        _raw.AddRange(plan._expressions);
        Slots =
        [
            .. plan.Slots.Select(slot => slot.Origin == SlotOrigin.Expression
                ? new ColumnSlot(SlotOrigin.Raw, plan._raw.Count + slot.Index, null)
                : slot),
        ];
    }

    /// <summary>Names (or JSON paths) of the columns to read.</summary>
    public IReadOnlyList<string> RawColumns => _raw;

    /// <summary>SQL expressions over <see cref="RawColumns"/>, all of which are VARCHAR there.</summary>
    public IReadOnlyList<string> Expressions => _expressions;

    public IReadOnlyList<ColumnSlot> Slots { get; }

    /// <param name="available">The file's column names; null when records name their members (NDJSON).</param>
    /// <exception cref="ExportFileException">A mapped or required column is not in the file.</exception>
    public static ColumnPlan Of(SourceDefinition source, IReadOnlyList<string>? available) => new(source, available);

    /// <summary>The plan of batches that hold the canonical columns themselves, in order.</summary>
    public static ColumnPlan Canonical(FactKind kind) => new(kind);

    /// <summary>The same plan for a reader that delivers computed columns behind the raw ones.</summary>
    public ColumnPlan WithExpressionsAsColumns() => new(this);

    /// <summary>SQL that gives <paramref name="name"/> as an identifier.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Dictionary<string, string> Default(
        SourceDefinition source, IReadOnlyList<string>? available, IReadOnlyList<CanonicalColumn> canonical)
    {
        // Files without names hold the required columns in their documented order.
        var nameless = available is ["c1", ..] && !canonical.Any(c => available.Contains(c.Name));
        if (!nameless) return canonical.ToDictionary(c => c.Name, c => c.Name);
        return canonical
            .Where(c => c.Required && !(c.Name == "kind" && source.Interaction is not null))
            .Select((c, i) => (c.Name, Column: $"c{i + 1}"))
            .ToDictionary(c => c.Name, c => c.Column);
    }

    private ColumnSlot Slot(CanonicalColumn column, IReadOnlyDictionary<string, string> mapping)
    {
        if (column.Name == "kind" && _source.Interaction is { } kind)
            return new ColumnSlot(SlotOrigin.Constant, 0, Encoding.UTF8.GetBytes(kind.ToString().ToLowerInvariant()));
        if (!mapping.TryGetValue(column.Name, out var text)) return default;

        var pattern = TimeColumns.Contains(column.Name) && _source.TimeFormat.Contains('%') ? _source.TimeFormat : null;
        if (Find(text) is { } name)
            return pattern is null ? Raw(name) : Expression(Time(Quoted(name), Literal(pattern)));
        if (ConstantText().IsMatch(text))
            return new ColumnSlot(SlotOrigin.Constant, 0, Encoding.UTF8.GetBytes(text[1..^1].Replace("''", "'")));
        if (text.AsSpan().IndexOfAny("('\"|:") >= 0) return Expression(text);

        // Without a mapping the optional columns need not be there.
        if (_source.Columns.Count == 0 && !column.Required) return default;
        throw new ExportFileException(
            $"no column '{text}' for {column.Name}; found {string.Join(", ", _available!.Take(20))}. "
            + $"Map it under columns: in source '{_source.Name}'.")
        {
            // Where the header was forgotten, its names are the ids of the first record.
            Reason = $"no column '{text}' for {column.Name}",
            Line = 1,
        };
    }

    private string? Find(string text)
    {
        if (_available is null) return text.AsSpan().IndexOfAny("('\"|:") >= 0 ? null : text;
        var name = _available.FirstOrDefault(name => name == text)
            ?? _available.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name is not null && _available.Count(other => other == name) > 1)
        {
            throw new ExportFileException(
                $"the column '{name}' is there {_available.Count(other => other == name)} times, expected once. "
                + "Rename the columns in the file, or leave header out and map c1, c2, ….")
            { Line = 1 };
        }

        return name;
    }

    /// <summary>A text that is no time under the pattern stays as it is, so that the cleaner can refuse it.</summary>
    private static string Time(string column, string pattern) =>
        $"coalesce(CAST(try_strptime(trim(CAST({column} AS VARCHAR)), {pattern}) AS VARCHAR), "
        + $"CAST({column} AS VARCHAR))";

    private ColumnSlot Raw(string name) => new(SlotOrigin.Raw, RawIndex(name), null);

    private int RawIndex(string name)
    {
        var index = _raw.IndexOf(name);
        if (index >= 0) return index;
        _raw.Add(name);
        return _raw.Count - 1;
    }

    private ColumnSlot Expression(string sql)
    {
        // Whatever looks like a name and is a column of the file becomes an input; text in quotes is none.
        foreach (Match match in NameInSql().Matches(StringInSql().Replace(sql, " ")))
        {
            var text = match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value;
            if (_available is null ? match.Groups["call"].Length == 0 : Find(text) is not null)
                RawIndex(_available is null ? text : Find(text)!);
        }

        _expressions.Add(sql);
        return new ColumnSlot(SlotOrigin.Expression, _expressions.Count - 1, null);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^'([^']|'')*'$")]
    private static partial Regex ConstantText();

    [GeneratedRegex("'([^']|'')*'")]
    private static partial Regex StringInSql();

    [GeneratedRegex("\"(?<quoted>[^\"]+)\"|(?<plain>[\\p{L}_][\\p{L}\\p{N}_]*)(?<call>\\s*\\()?")]
    private static partial Regex NameInSql();
}
