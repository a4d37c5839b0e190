using System.Data;
using System.Data.Common;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class DataReaderTests : IDisposable
{
    private readonly DuckDbConnection _connection = new("Data Source=:memory:");

    public DataReaderTests() => _connection.Open();

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_ManyRows_CountsThemAll(bool streaming)
    {
        using var command = _connection.CreateCommand("FROM range(10000)");
        command.Streaming = streaming;
        using var reader = command.ExecuteReader();
        var rows = 0L;

        Assert.True(reader.HasRows);
        while (reader.Read())
            Assert.Equal(rows++, reader.GetInt64(0));

        Assert.Equal(10_000, rows);
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
        Assert.Equal(-1, reader.RecordsAffected);
    }

    [Fact]
    public void ExecuteNonQuery_SumsRowsChangedByAllStatements()
    {
        using var command = _connection.CreateCommand(
            "CREATE TABLE t (a INTEGER); INSERT INTO t FROM range(5); UPDATE t SET a = 9 WHERE a < 2; DELETE FROM t");

        Assert.Equal(12, command.ExecuteNonQuery());
        Assert.Equal(2, _connection.Execute("INSERT INTO t VALUES (1), (2)"));
    }

    [Fact]
    public void GetFieldValue_Converts_ExactlyOrNotAtAll()
    {
        using var reader = Row("SELECT 7::INTEGER AS i, 1.5::DOUBLE AS d, 'x' AS s, NULL::INTEGER AS n, [1, 2] AS l");

        Assert.Equal(7L, reader.GetInt64(0));
        Assert.Equal((byte)7, reader.GetByte(0));
        Assert.Equal(7m, reader.GetDecimal(0));
        Assert.Equal(1.5m, reader.GetDecimal(1));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(1));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(2));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(3));
        Assert.Throws<InvalidCastException>(() => reader.GetString(0));
        Assert.Null(reader.GetFieldValue<int?>(3));
        Assert.Equal(7, reader.GetFieldValue<int?>(0));
        Assert.Equal([1L, 2L], reader.GetFieldValue<List<long>>(4).Order());
        Assert.Equal('x', reader.GetChar(2));
    }

    [Fact]
    public void GetInt32_TooLarge_Overflows()
    {
        using var reader = Row("SELECT 3000000000");

        Assert.Throws<OverflowException>(() => reader.GetInt32(0));
    }

    [Fact]
    public void Columns_NamesTypesAndSchema_AreDescribed()
    {
        using var reader = Row("SELECT 1::DECIMAL(9,2) AS price, ['a'] AS tags, {'k': 1} AS pair");

        Assert.Equal("DECIMAL(9,2)", reader.GetDataTypeName(0));
        Assert.Equal("VARCHAR[]", reader.GetDataTypeName(1));
        Assert.Equal("STRUCT(\"k\" INTEGER)", reader.GetDataTypeName(2));
        Assert.Equal(typeof(decimal), reader.GetFieldType(0));
        Assert.Equal(typeof(string[]), reader.GetFieldType(1));
        Assert.Equal(1, reader.GetOrdinal("TAGS"));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("nothing"));
        var schema = reader.GetSchemaTable();
        Assert.Equal("price", schema.Rows[0][SchemaTableColumn.ColumnName]);
        Assert.Equal((short)2, schema.Rows[0][SchemaTableColumn.NumericScale]);
    }

    [Fact]
    public void GetBytes_InParts_GivesTheWhole()
    {
        using var reader = Row("SELECT 'abcdef'::BLOB");
        var buffer = new byte[4];

        Assert.Equal(6, reader.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(4, reader.GetBytes(0, 0, buffer, 0, 4));
        Assert.Equal(2, reader.GetBytes(0, 4, buffer, 0, 4));
        Assert.Equal("efcd"u8.ToArray(), buffer);
    }

    [Fact]
    public void Load_IntoADataTable_Works()
    {
        using var command = _connection.CreateCommand("SELECT range AS id, 'x' AS name FROM range(3)");
        using var reader = command.ExecuteReader();
        var table = new DataTable();

        table.Load(reader);

        Assert.Equal(3, table.Rows.Count);
        Assert.Equal(typeof(long), table.Columns["id"]!.DataType);
    }

    [Fact]
    public void GetSchema_Tables_ListsThem()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER); CREATE VIEW v AS FROM t");

        var tables = _connection.GetSchema("Tables").Rows.Cast<DataRow>().Select(r => r["table_name"]);
        var columns = _connection.GetSchema("Columns").Rows.Cast<DataRow>().Select(r => r["column_name"]);

        Assert.Equal(["t", "v"], tables.Order());
        Assert.Equal(["a", "a"], columns);
    }

    [Fact]
    public void GetValue_BeforeRead_SaysSo()
    {
        using var command = _connection.CreateCommand("SELECT 1");
        using var reader = command.ExecuteReader();

        Assert.Contains("Read", Assert.Throws<InvalidOperationException>(() => reader.GetValue(0)).Message);
    }

    [Fact]
    public void Close_WithCloseConnection_ClosesIt()
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using (connection.CreateCommand("SELECT 1").ExecuteReader(CommandBehavior.CloseConnection))
            Assert.Equal(ConnectionState.Open, connection.State);

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void GetValue_TypeWithoutCounterpart_SaysHowToReadIt()
    {
        using var reader = Row("SELECT union_value(a := 1)");

        Assert.Contains("CAST", Assert.Throws<NotSupportedException>(() => reader.GetValue(0)).Message);
    }

    private DuckDbDataReader Row(string sql)
    {
        var reader = _connection.CreateCommand(sql).ExecuteReader();
        Assert.True(reader.Read());
        return reader;
    }
}
