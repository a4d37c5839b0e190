using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>A fact table as one run writes it.</summary>
internal sealed class FactTable
{
    public FactTable(FactSchema schema, DuckDbLogicalType sources)
    {
        Schema = schema;
        Columns = schema.Travelling(sources);
        Types = [.. Columns.Select(column => column.Type)];
        ChunkBytes = ChunkSize.Of(Columns);
        Layout = RowLayout.Of(schema, Columns);
    }

    public FactSchema Schema { get; }

    /// <summary>Month in front, source at the end.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    public DuckDbLogicalType[] Types { get; }

    /// <summary>How rows are sorted; null if the table has columns of other than fixed width.</summary>
    public RowLayout? Layout { get; }

    /// <summary>
    /// What the writing statement is told beyond the compression. Sorted pseudonyms and times hardly repeat, so a
    /// dictionary of them costs time and space; texts repeat.
    /// </summary>
    public string WriteOptions => WriteOptionsOf(Schema);

    /// <summary>The same for a table that another than a run's ingest writes.</summary>
    public static string WriteOptionsOf(FactSchema schema) => IsFixedWidth(schema) ? ", DICTIONARY_SIZE_LIMIT 1" : "";

    /// <summary>Whether the table has a <see cref="Layout"/>, whatever sources it comes from.</summary>
    public static bool IsFixedWidth(FactSchema schema) => schema.Columns.All(
        column => column.Type.Kind is not (DuckDbKind.Varchar or DuckDbKind.List or DuckDbKind.Boolean));

    /// <summary>Memory that a chunk counts for.</summary>
    public long ChunkBytes { get; }
}
