namespace Analytics.Pipeline.Marts;

/// <summary>One column of a table, and what must be true of every value in it.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Type">The engine's type, spelt as <c>DESCRIBE</c> prints it.</param>
/// <param name="Meaning">What a value says, with unit; the comment in the catalog and the text of the docs.</param>
public sealed record MartColumn(string Name, string Type, string Meaning)
{
    /// <summary>Whether a value may be missing; the meaning says when.</summary>
    public bool Nullable { get; init; }

    /// <summary>
    /// Whether files of older versions lack it; its values are NULL there. Such a column is nullable.
    /// </summary>
    public bool AddedLater { get; init; }

    /// <summary>
    /// Whether no file of facts holds it: it tells what later deliveries made of the row. Such a column is nullable.
    /// </summary>
    public bool IsSettled { get; init; }

    /// <summary>The only values there are, or none to allow any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Smallest and largest value, both included, or null.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>The table and its column in which every value is to be found, or null.</summary>
    public (string Table, string Column)? References { get; init; }

    /// <summary>The name as SQL needs it: <c>at</c> is a word of the language.</summary>
    public string Quoted => Name == "at" ? "\"at\"" : Name;

    /// <summary>The same, naming a row of another table of the snapshot.</summary>
    /// <param name="column">There; the same name unless given.</param>
    internal MartColumn To(string table, string? column = null) => this with { References = (table, column ?? Name) };

    internal static MartColumn Required(string name, string type, string meaning) => new(name, type, meaning);

    internal static MartColumn Optional(string name, string type, string meaning) =>
        new(name, type, meaning) { Nullable = true };

    internal static MartColumn Choice(string name, string meaning, params string[] values) =>
        new(name, "VARCHAR", meaning) { Values = values };

    /// <summary>A DOUBLE between 0 and 1.</summary>
    internal static MartColumn Share(string name, string meaning, bool nullable = false) =>
        new(name, "DOUBLE", meaning) { Range = (0, 1), Nullable = nullable };

    /// <summary>A DOUBLE that is never negative.</summary>
    internal static MartColumn Amount(string name, string meaning) =>
        new(name, "DOUBLE", meaning) { Range = (0, double.MaxValue) };

    /// <summary>A whole number of rows or accounts, never negative.</summary>
    internal static MartColumn Count(string name, string meaning, string type = "BIGINT", bool nullable = false) =>
        new(name, type, meaning) { Range = (0, long.MaxValue), Nullable = nullable };
}
