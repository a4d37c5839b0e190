using System.Data;
using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>Describes the columns of a result the way that System.Data tools expect.</summary>
internal static class SchemaTable
{
    public static DataTable Of(IReadOnlyList<ColumnDefinition> columns)
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        for (var i = 0; i < columns.Count; i++)
        {
            var type = columns[i].Type;
            table.Rows.Add(
                columns[i].Name, i, ClrTypes.Of(type), type.Name, (short)type.Width, (short)type.Scale, true);
        }
        return table;
    }
}
