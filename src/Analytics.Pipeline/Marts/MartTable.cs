namespace Analytics.Pipeline.Marts;

/// <summary>Which part of the pipeline makes a table.</summary>
public enum TableKind
{
    /// <summary>Cleaned input, written by the ingest.</summary>
    Fact,

    /// <summary>Result of the analysis: a function of facts, pipeline file and seed alone.</summary>
    Mart,

    /// <summary>Account of the run itself, written at its end.</summary>
    Record,
}

/// <summary>One published table.</summary>
/// <param name="Name">Name of the table, its view in the catalog and its Parquet file.</param>
/// <param name="Kind">Who makes it.</param>
/// <param name="Meaning">What one row is.</param>
/// <param name="Key">Columns that together are unique; empty where rows may repeat.</param>
/// <param name="Order">The total order of rows in the file, as the text after <c>ORDER BY</c>.</param>
/// <param name="Columns">All columns in the order of the file.</param>
public sealed record MartTable(
    string Name,
    TableKind Kind,
    string Meaning,
    IReadOnlyList<string> Key,
    string Order,
    IReadOnlyList<MartColumn> Columns)
{
    /// <summary>The columns as a definition: <c>run_id VARCHAR, …</c>, for <c>CREATE TABLE</c>.</summary>
    public string ColumnDefinitions => string.Join(", ", Columns.Select(column => $"{column.Quoted} {column.Type}"));
}
