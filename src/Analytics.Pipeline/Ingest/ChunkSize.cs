using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>Memory that a chunk holds, as far as it can be told from the types: the measure of back-pressure.</summary>
internal static class ChunkSize
{
    // Texts and lists: the 16-byte views, and a guess for what they point to.
    private const int TextBytes = 40;
    private const int ListBytes = 80;

    public static long Of(IReadOnlyList<ColumnDefinition> columns)
    {
        long width = 0;
        foreach (var column in columns)
        {
            width += column.Type.Kind switch
            {
                DuckDbKind.Boolean or DuckDbKind.Enum => 1,
                DuckDbKind.Integer => 4,
                DuckDbKind.Varchar => TextBytes,
                DuckDbKind.List => ListBytes,
                _ => 8,
            };
        }

        // A vector has room for all rows, however many are in use.
        return width * DataChunk.Capacity + 256 * columns.Count;
    }
}
