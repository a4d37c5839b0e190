using System.Numerics;
using Analytics.DuckDb;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.DuckDb;

/// <summary>A value goes in as a parameter, through a column of its type, and comes out the same.</summary>
public sealed class ValueRoundTripTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public ValueRoundTripTests() => _connection = _database.Connect();

    public static TheoryData<string, object> Extremes => new()
    {
        { "BOOLEAN", true },
        { "BOOLEAN", false },
        { "TINYINT", sbyte.MinValue },
        { "SMALLINT", short.MinValue },
        { "INTEGER", int.MinValue },
        { "BIGINT", long.MinValue },
        { "BIGINT", long.MaxValue },
        { "UTINYINT", byte.MaxValue },
        { "USMALLINT", ushort.MaxValue },
        { "UINTEGER", uint.MaxValue },
        { "UBIGINT", ulong.MaxValue },
        { "HUGEINT", Int128.MinValue + 1 },
        { "HUGEINT", Int128.MaxValue },
        { "UHUGEINT", UInt128.MaxValue },
        { "FLOAT", float.Epsilon },
        { "DOUBLE", double.NaN },
        { "DOUBLE", double.NegativeInfinity },
        { "DECIMAL(4,1)", -999.9m },
        { "DECIMAL(9,4)", 99999.9999m },
        { "DECIMAL(18,3)", -123456789012345.678m },
        { "DECIMAL(29,0)", decimal.MaxValue },
        { "DECIMAL(38,10)", 0.0000000001m },
        { "VARCHAR", "" },
        { "VARCHAR", "twelve bytes" },
        { "VARCHAR", "thirteen byte" },
        { "VARCHAR", "Größe 🦆 日本" },
        { "VARCHAR", "zero\0inside" },
        { "BLOB", new byte[] { 0, 255, 128 } },
        { "BLOB", Array.Empty<byte>() },
        { "DATE", new DateOnly(1, 1, 1) },
        { "DATE", new DateOnly(9999, 12, 31) },
        { "TIME", new TimeOnly(23, 59, 59, 999, 999) },
        { "TIMESTAMP", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999, DateTimeKind.Utc) },
        { "TIMESTAMP", new DateTime(9999, 12, 31, 23, 59, 59, 0, DateTimeKind.Utc) },
        { "TIMESTAMP_S", new DateTime(1900, 2, 28, 1, 2, 3, DateTimeKind.Utc) },
        { "TIMESTAMP_MS", new DateTime(1900, 2, 28, 1, 2, 3, 4, DateTimeKind.Utc) },
        { "TIMESTAMP_NS", new DateTime(1969, 2, 28, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        { "TIMESTAMPTZ", new DateTime(2024, 2, 29, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        { "INTERVAL", new TimeSpan(-400, 1, 2, 3, 4, 5) },
        { "UUID", new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f") },
        { "UUID", new Guid("ffffffff-0405-0607-0809-0a0b0c0d0e0f") },
        { "ENUM('like', 'reply')", "reply" },
        { "VARCHAR[]", new[] { "a", "a longer one than twelve", "" } },
        { "BIGINT[]", new long[] { 1, -2, 3 } },
        { "INTEGER[]", Array.Empty<int>() },
        { "INTEGER[]", new int?[] { 1, null, 3 } },
        { "DECIMAL(18,3)[]", new[] { 1.5m, 1000.125m } },
        { "INTEGER[3]", new[] { 1, 2, 3 } },
        { "VARCHAR[][]", new string[][] { ["a"], [], ["b", "c"] } },
    };

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Extremes), DisableDiscoveryEnumeration = true)]
    public void Value_ThroughAColumn_ComesBackEqual(string type, object value)
    {
        _connection.Execute($"CREATE TABLE t (v {type})");
        using var insert = _connection.CreateCommand("INSERT INTO t VALUES (?), (NULL)", value);
        insert.ExecuteNonQuery();

        using var reader = _connection.CreateCommand("SELECT v FROM t").ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal(value, reader.GetValue(0));
        Assert.Equal(reader.GetValue(0).GetType(), value is int?[]? value.GetType() : reader.GetFieldType(0));
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.False(reader.Read());
    }

    [Fact]
    public void Text_Random_ComesBackEqual() => Check(
        "VARCHAR", ArbMap.Default.ArbFor<NonNull<string>>(), text => Printable(text.Get));

    [Fact]
    public void BigInt_Random_ComesBackEqual() => Check("BIGINT", ArbMap.Default.ArbFor<long>(), v => v);

    [Fact]
    public void Double_Random_ComesBackEqual() => Check("DOUBLE", ArbMap.Default.ArbFor<double>(), v => v);

    [Fact]
    public void Uuid_Random_ComesBackEqual() => Check("UUID", ArbMap.Default.ArbFor<Guid>(), v => v);

    [Fact]
    public void HugeInt_Random_ComesBackEqual() => Check(
        "HUGEINT", ArbMap.Default.ArbFor<(long High, ulong Low)>(), v => new Int128((ulong)v.High / 2, v.Low));

    [Fact]
    public void Decimal_Random_ComesBackEqual() => Check(
        "DECIMAL(38,8)",
        ArbMap.Default.ArbFor<decimal>(),
        v => Math.Round(v % 1_000_000_000_000_000_000m, 8));

    [Fact]
    public void Timestamp_Random_ComesBackEqual() => Check(
        "TIMESTAMP", ArbMap.Default.ArbFor<DateTime>(), v => new DateTime(v.Ticks / 10 * 10, DateTimeKind.Utc));

    [Fact]
    public void List_Random_ComesBackEqual() => Check(
        "VARCHAR[]", ArbMap.Default.ArbFor<NonNull<string>[]>(), v => v.Select(e => Printable(e.Get)).ToArray());

    [Fact]
    public void Struct_WithNull_ComesBackEqual()
    {
        var value = new Dictionary<string, object?> { ["name"] = "a", ["count"] = 3L, ["none"] = null };

        var back = _connection.Scalar<Dictionary<string, object?>>(
            "SELECT ?::STRUCT(name VARCHAR, count BIGINT, none DATE)", value);

        Assert.Equal(value, back);
    }

    [Fact]
    public void Map_ComesBackEqual()
    {
        var value = new Dictionary<object, object?> { ["a"] = 1, ["a key longer than twelve"] = null };

        Assert.Equal(value, _connection.Scalar<Dictionary<object, object?>>("SELECT ?::MAP(VARCHAR, INTEGER)", value));
    }

    [Fact]
    public void BigInteger_TooLarge_IsRefused()
    {
        Assert.Equal(
            BigInteger.Pow(2, 100), _connection.Scalar<BigInteger>("SELECT ?::HUGEINT", BigInteger.Pow(2, 100)));
        Assert.Throws<ArgumentException>(() => _connection.Scalar("SELECT ?", BigInteger.Pow(2, 127)));
    }

    [Fact]
    public void Interval_WithMonths_IsNotATimeSpan() =>
        Assert.Contains(
            "months", Assert.Throws<InvalidCastException>(() => _connection.Scalar("SELECT INTERVAL 1 MONTH")).Message);

    [Fact]
    public void Timestamp_LocalParameter_IsStoredInUtc()
    {
        var local = new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Local);

        Assert.Equal(local.ToUniversalTime(), _connection.Scalar<DateTime>("SELECT ?::TIMESTAMP", local));
        Assert.Equal(DateTimeKind.Utc, _connection.Scalar<DateTime>("SELECT ?::TIMESTAMP", local).Kind);
    }

    [Fact]
    public void Timestamp_Infinite_IsTheEndOfTheCalendar() =>
        Assert.Equal(DateTime.MaxValue, _connection.Scalar<DateTime>("SELECT 'infinity'::TIMESTAMP"));

    [Fact]
    public void Enum_With300Members_ReadsTheMember()
    {
        var members = string.Join(", ", Enumerable.Range(0, 300).Select(i => $"'m{i}'"));

        Assert.Equal("m299", _connection.Scalar($"SELECT 'm299'::ENUM({members})"));
    }

    private void Check<TSource, TValue>(string type, Arbitrary<TSource> source, Func<TSource, TValue> shape)
    {
        var values = Gen.Sample(source.Generator, 1000).Select(shape).ToArray();
        _connection.Execute($"CREATE OR REPLACE TABLE t (position INTEGER, v {type})");
        _connection.Execute("BEGIN");
        for (var i = 0; i < values.Length; i++)
            using (var insert = _connection.CreateCommand("INSERT INTO t VALUES (?, ?)", i, values[i]))
                insert.ExecuteNonQuery();
        _connection.Execute("COMMIT");

        using var reader = _connection.CreateCommand("SELECT v FROM t ORDER BY position").ExecuteReader();

        foreach (var value in values)
        {
            Assert.True(reader.Read());
            Assert.Equal(value, reader.GetFieldValue<TValue>(0));
        }
        Assert.False(reader.Read());
    }

    /// <summary>Lone surrogates have no UTF-8.</summary>
    private static string Printable(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
