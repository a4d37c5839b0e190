using System.Text;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

public sealed class ColumnarTests : IDisposable
{
    private static readonly DuckDbLogicalType VarcharList = DuckDbLogicalType.ListOf(DuckDbLogicalType.Varchar);

    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public ColumnarTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Query_ManyChunks_GivesEveryRowAndNull(bool streaming)
    {
        using var reader = _connection.Query(
            "SELECT range AS id, CASE WHEN range % 3 > 0 THEN range END AS gap FROM range(100000)", streaming);
        var (rows, nulls) = (0L, 0L);

        while (reader.TryRead(out var chunk))
        {
            using (chunk)
            {
                var ids = chunk[0].Values<long>();
                Assert.Equal(chunk.Count, ids.Length);
                Assert.False(chunk[0].HasNulls);
                Assert.Empty(chunk[0].Validity.ToArray());
                for (var row = 0; row < ids.Length; row++)
                {
                    Assert.Equal(rows++, ids[row]);
                    Assert.Equal(ids[row] % 3 > 0, chunk[1].IsValid(row));
                    nulls += chunk[1].IsValid(row) ? 0 : 1;
                }
            }
        }

        Assert.Equal(100_000, rows);
        Assert.Equal(33_334, nulls);
        Assert.Equal(["id", "gap"], reader.Columns.Select(c => c.Name));
        Assert.All(reader.Columns, c => Assert.Equal(DuckDbLogicalType.BigInt, c.Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Chunk_OutlivesReaderAndConnection(bool streaming)
    {
        var chunks = new List<DataChunk>();
        var connection = _database.Connect();
        connection.Execute(
            "CREATE TABLE t AS SELECT 'a text longer than twelve ' || range AS s, [s, s] AS l FROM range(10000)");
        using (connection)
        using (var reader = connection.Query("SELECT s, l FROM t", streaming))
            while (reader.TryRead(out var chunk))
                chunks.Add(chunk);

        var row = 0;
        foreach (var chunk in chunks)
        {
            using (chunk)
            {
                for (var i = 0; i < chunk.Count; i++, row++)
                {
                    var text = $"a text longer than twelve {row}";
                    Assert.Equal(text, Encoding.UTF8.GetString(chunk[0].GetUtf8(i)));
                    var entry = chunk[1].ListEntries[i];
                    Assert.Equal(2ul, entry.Length);
                    Assert.Equal(text, Encoding.UTF8.GetString(chunk[1].ListChild.GetUtf8((int)entry.Offset + 1)));
                }
            }
        }
        Assert.Equal(10_000, row);
    }

    [Fact]
    public void Query_StreamDisposedEarly_ConnectionGoesOn()
    {
        for (var i = 0; i < 50; i++)
        {
            using (var reader = _connection.Query("FROM range(100000000)", streaming: true))
            {
                Assert.True(reader.TryRead(out var chunk));
                chunk.Dispose();
            }
            Assert.Equal(1, _connection.Scalar("SELECT 1"));
        }
    }

    [Fact]
    public void Dispose_StreamReplacedByAnother_LeavesTheOtherAlone()
    {
        var first = _connection.Query("FROM range(100000000)", streaming: true);
        Assert.True(first.TryRead(out var chunk));
        chunk.Dispose();
        using var second = _connection.Query("FROM range(100000)", streaming: true);

        first.Dispose();

        var rows = 0;
        while (second.TryRead(out chunk))
            using (chunk)
                rows += chunk.Count;
        Assert.Equal(100_000, rows);
    }

    [Fact]
    public void Dispose_StreamFailedInATransaction_DoesNotThrow()
    {
        using var transaction = _connection.BeginTransaction();
        using (var reader = _connection.Query(
            "SELECT CASE WHEN range = 1000000 THEN error('late') ELSE 'x' END FROM range(2000000)", streaming: true))
        {
            Assert.Throws<DuckDbException>(() =>
            {
                while (reader.TryRead(out var chunk))
                    chunk.Dispose();
            });
        }

        transaction.Rollback();
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Query_ConnectionClosedUnderAStream_EndsWithoutHarm()
    {
        var connection = _database.Connect();
        using var reader = connection.Query("FROM range(100000000)", streaming: true);
        Assert.True(reader.TryRead(out var chunk));
        chunk.Dispose();

        connection.Dispose();

        try
        {
            while (reader.TryRead(out chunk))
                chunk.Dispose();
        }
        catch (DuckDbException)
        {
            // Either end is fine: the rows in the buffer are still given, those not yet produced cannot be.
        }
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Append_AllShapes_ReadBackBySql()
    {
        _connection.Execute("CREATE TABLE t (id UBIGINT, name VARCHAR, tags VARCHAR[], kind ENUM('like', 'reply'))");
        using (var appender = _connection.CreateAppender("t"))
        {
            using var chunk = DataChunk.Create(appender.Columns);
            for (var first = 0; first < 10_000; first += 2000)
            {
                FillShapes(chunk, first, 2000);
                appender.Append(chunk);
                chunk.Reset();
            }
        }

        Assert.Equal(
            "10000/49995000/2000/4000/8000/5000",
            _connection.Scalar(
                """
                SELECT concat_ws('/', count(*), sum(id), count(*) FILTER (name IS NULL),
                    count(*) FILTER (len(tags) = 2), sum(len(list_filter(tags, lambda x: x = 'tag number ' || id))),
                    count(*) FILTER (kind = 'reply'))
                FROM t WHERE name IS NULL OR name = 'name number ' || id
                """));
    }

    [Fact]
    public void Append_TypesDiffer_SaysSo()
    {
        _connection.Execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
        using var chunk = DataChunk.Create([VarcharList]);
        chunk.Count = 1;
        using var appender = _connection.CreateAppender("t");

        Assert.Throws<DuckDbException>(() => appender.Append(chunk));
    }

    [Fact]
    public void Append_ConstraintViolated_TableStaysEmptyAndConnectionGoesOn()
    {
        _connection.Execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
        using var chunk = DataChunk.Create([DuckDbLogicalType.BigInt]);
        chunk[0].Values<long>()[..2].Fill(7);
        chunk.Count = 2;
        using (var appender = _connection.CreateAppender("t"))
        {
            appender.Append(chunk);
            Assert.Equal(DuckDbErrorType.Constraint, Assert.Throws<DuckDbException>(appender.Flush).ErrorType);
        }

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void CreateAppender_NoSuchTable_Throws() =>
        Assert.Contains("nowhere", Assert.Throws<DuckDbException>(() => _connection.CreateAppender("nowhere")).Message);

    [Fact]
    public void SetUtf8_NotUtf8_Throws()
    {
        using var chunk = DataChunk.Create([DuckDbLogicalType.Varchar]);

        Assert.Throws<ArgumentException>(() => chunk[0].SetUtf8(0, [0xff, 0xfe]));
    }

    [Fact]
    public void SetUtf8_EveryLengthAroundTheInlineLimit_ComparesEqualInTheEngine()
    {
        _connection.Execute("CREATE TABLE t (s VARCHAR)");
        using (var chunk = DataChunk.Create([DuckDbLogicalType.Varchar]))
        using (var appender = _connection.CreateAppender("t"))
        {
            for (var length = 0; length < 40; length++)
            {
                // Written over a longer text, of which nothing may stay.
                chunk[0].SetUtf8(length, "twelve bytes"u8);
                chunk[0].SetUtf8(length, Encoding.UTF8.GetBytes(new string('x', length)));
            }
            chunk.Count = 40;
            appender.Append(chunk);
        }

        Assert.Equal(40L, _connection.Scalar("SELECT count(*) FROM t JOIN range(40) r ON s = repeat('x', r.range)"));
    }

    [Fact]
    public void SetNull_AndBack_IsSeenThroughEveryCopyOfTheVector()
    {
        using var chunk = DataChunk.Create([DuckDbLogicalType.Integer]);
        var (one, other) = (chunk[0], chunk[0]);

        one.SetNull(70);

        Assert.False(other.IsValid(70));
        Assert.True(other.IsValid(6));
        other.SetValid(70);
        Assert.True(one.IsValid(70));
    }

    [Fact]
    public void SizeBytes_CountsValuesAndLongTexts()
    {
        using var reader = _connection.Query(
            "SELECT range, rpad(range::VARCHAR, 100, 'x'), ['short', rpad(range::VARCHAR, 50, 'x')] FROM range(1000)");
        Assert.True(reader.TryRead(out var chunk));
        using (chunk)
            Assert.InRange(chunk.SizeBytes, 1000 * (8 + 16 + 100 + 16 + 2 * 16 + 50), 1000 * 230);
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        var chunk = DataChunk.Create([DuckDbLogicalType.Integer]);
        chunk.Dispose();
        chunk.Dispose();

        Assert.Throws<ObjectDisposedException>(() => chunk.Count);
        Assert.Throws<ObjectDisposedException>(() => chunk[0].HasNulls);
    }

    private static void FillShapes(DataChunk chunk, int first, int count)
    {
        var ids = chunk[0].Values<ulong>();
        var kinds = chunk[3].Values<byte>();
        var entries = chunk[2].ListEntries;
        var elements = 0;
        for (var row = 0; row < count; row++)
        {
            var id = first + row;
            ids[row] = (ulong)id;
            kinds[row] = (byte)(id % 2);
            if (id % 5 == 0)
                chunk[1].SetNull(row);
            else
                chunk[1].SetUtf8(row, Encoding.UTF8.GetBytes($"name number {id}"));
            var length = id % 5 < 2 ? 2 : id % 5 < 4 ? 1 : 0;
            // Grows step by step, which moves the child more than once.
            chunk[2].SetListSize(elements + length);
            var tags = chunk[2].ListChild;
            if (length > 0)
                tags.SetUtf8(elements, Encoding.UTF8.GetBytes($"tag number {id}"));
            if (length > 1)
                tags.SetUtf8(elements + 1, "short"u8);
            entries[row] = new ListEntry((ulong)elements, (ulong)length);
            elements += length;
        }
        chunk.Count = count;
    }
}
