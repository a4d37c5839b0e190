using System.Data;
using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>Describes results and databases the way that System.Data tools expect.</summary>
internal static class SchemaTable
{
    private static readonly string[] Collections = [DbMetaDataCollectionNames.MetaDataCollections, "Tables", "Columns"];

    public static DataTable Of(DuckDbConnection connection, string collection)
    {
        var known = Collections.FirstOrDefault(c => c.Equals(collection, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no collection '{collection}'; there are {string.Join(", ", Collections)}.");
        var table = new DataTable(known);
        if (known == DbMetaDataCollectionNames.MetaDataCollections)
        {
            table.Columns.Add(DbMetaDataColumnNames.CollectionName, typeof(string));
            foreach (var name in Collections)
                table.Rows.Add(name);
            return table;
        }
        using var command = connection.CreateCommand(
            $"FROM information_schema.{known.ToLowerInvariant()} ORDER BY ALL");
        using var reader = command.ExecuteReader();
        table.Load(reader);
        return table;
    }

    public static DataTable Of(IReadOnlyList<ColumnDefinition> columns)
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        for (var i = 0; i < columns.Count; i++)
        {
            var type = columns[i].Type;
            table.Rows.Add(
                columns[i].Name, i, -1, ClrTypes.Of(type), type.Name, (short)type.Width, (short)type.Scale, true);
        }
        return table;
    }
}
