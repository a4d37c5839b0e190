using Analytics.DuckDb;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Marts;

namespace Analytics.Pipeline.Runs;

/// <summary>Writes the tables of the schema <c>marts</c> as Parquet, each in the order of its declaration.</summary>
internal static class MartWriter
{
    /// <param name="place">Where <paramref name="folder"/> will be, relative to the lake.</param>
    /// <returns>The files as a manifest names them once they are there.</returns>
    public static IReadOnlyList<ParquetFile> Write(
        DuckDbConnection connection, string folder, string place, CancellationToken cancellation)
    {
        var files = new List<ParquetFile>();
        foreach (var table in MartCatalog.All.Where(table => table.Kind != TableKind.Fact))
        {
            var path = Path.Combine(folder, $"{table.Name}.parquet");
            var columns = string.Join(", ", table.Columns.Select(column => column.Quoted));
            var rows = connection.Execute(
                $"COPY (SELECT {columns} FROM marts.{table.Name} ORDER BY {table.Order}) "
                + $"TO {ParquetView.Literal(path)} (FORMAT parquet, COMPRESSION zstd)",
                cancellation);
            files.Add(Describe(table.Name, path, $"{place}/{table.Name}.parquet", rows));
        }

        return files;
    }

    public static ParquetFile Describe(string table, string path, string pathInLake, long rows) =>
        new(table, pathInLake, rows, new FileInfo(path).Length, Formats.ExportStream.Sha256(path));
}
