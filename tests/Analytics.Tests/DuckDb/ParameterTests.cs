using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class ParameterTests : IDisposable
{
    private readonly DuckDbConnection _connection = new("Data Source=:memory:");

    public ParameterTests() => _connection.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Positional_QuestionMarksAndNumbers_AreTakenInOrder()
    {
        Assert.Equal("1-2", _connection.Scalar("SELECT ? || '-' || ?", 1, 2));
        Assert.Equal("2-1-2", _connection.Scalar("SELECT $2 || '-' || $1 || '-' || $2", 1, 2));
    }

    [Fact]
    public void Positional_SeveralStatements_AreDealtOutInOrder()
    {
        using var command = _connection.CreateCommand(
            "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (?), (?); SELECT max(a) * ? FROM t", 3, 4, 10);

        Assert.Equal(40, command.ExecuteScalar());
    }

    [Fact]
    public void Named_AnySignAndOrder_AreFound()
    {
        using var command = _connection.CreateCommand("SELECT $low || $high || $low");
        command.Parameters.Add("$high", "z");
        command.Parameters.Add("low", "a");

        Assert.Equal("aza", command.ExecuteScalar());
    }

    [Fact]
    public void Missing_Throws_AndSaysWhichAndWhatIsThere()
    {
        using var command = _connection.CreateCommand("SELECT $low || $high");
        command.Parameters.Add("low", "a");

        var error = Assert.Throws<ArgumentException>(() => command.ExecuteScalar());

        Assert.Contains("$high", error.Message);
        Assert.Contains("$low", error.Message);
    }

    [Fact]
    public void Null_OfAnyKind_IsNull() =>
        Assert.Equal(2, _connection.Scalar(
            "SELECT (? IS NULL)::INTEGER + (?::VARCHAR IS NULL)::INTEGER", DBNull.Value, null));

    [Fact]
    public void Type_Given_IsSent()
    {
        using var command = _connection.CreateCommand("SELECT typeof(?), typeof(?), typeof(?)");
        command.Parameters.Add(new DuckDbParameter(7) { Type = DuckDbLogicalType.UBigInt });
        command.Parameters.Add(new DuckDbParameter(DateTime.UtcNow) { Type = DuckDbLogicalType.TimestampTz });
        command.Parameters.Add(
            new DuckDbParameter(new List<object?>()) { Type = DuckDbLogicalType.ListOf(DuckDbLogicalType.Varchar) });
        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal("UBIGINT", reader[0]);
        Assert.Equal("TIMESTAMP WITH TIME ZONE", reader[1]);
        Assert.Equal("VARCHAR[]", reader[2]);
    }

    [Fact]
    public void Value_WithoutCounterpart_Throws() =>
        Assert.Throws<ArgumentException>(() => _connection.Scalar("SELECT ?", new Version(1, 2)));

    [Fact]
    public void Collection_LooksUpByName()
    {
        using var command = _connection.CreateCommand("SELECT 1");
        command.Parameters.Add("$a", 1);
        command.Parameters.Add("b", 2);

        Assert.Equal(1, command.Parameters.IndexOf("@B"));
        Assert.Equal(2, command.Parameters["b"].Value);
        command.Parameters.RemoveAt("a");
        Assert.Equal(1, command.Parameters.Count);
        Assert.Throws<ArgumentException>(() => command.Parameters["a"]);
    }
}
