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
    }

    public FactSchema Schema { get; }

    /// <summary>Month in front, source at the end.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    public DuckDbLogicalType[] Types { get; }

    /// <summary>Memory that a chunk counts for.</summary>
    public long ChunkBytes { get; }
}
