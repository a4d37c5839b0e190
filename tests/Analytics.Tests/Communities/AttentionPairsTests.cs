using Analytics.DuckDb;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Communities;

namespace Analytics.Tests.Communities;

public sealed class AttentionPairsTests
{
    private static readonly Action<long> Silent = _ => { };

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(1, 10, 2)]
    [InlineData(5_000, 40, 3)]
    [InlineData(200_000, 3, 4)]
    [InlineData(400_000, 30_000, 2)]
    [InlineData(700_000, 250, 8)]
    public void Of_RandomActs_EqualsTheEnginesGroups(int acts, int accounts, int threads)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        Make(connection, acts, accounts);
        using Workers workers = new(threads);

        var pairs = AttentionPairs.Of(Read(connection), workers, TestContext.Current.CancellationToken);
        connection.Execute("CREATE SCHEMA work");
        EdgeTable.Write(connection, pairs, threads);

        Assert.Equal(0, Number(connection, Differences));
        Assert.Equal(pairs.Count, Number(connection, "SELECT count(*) FROM work.edges"));
        Assert.Equal(pairs.AccountIds.Order(), pairs.AccountIds);
        Assert.Equal(pairs.Count, pairs.Parts.Sum(part => (long)part.Actors.Length));
        AssertOrdered(pairs);
    }

    [Fact]
    public void Of_AnyNumberOfThreads_GivesTheSamePairs()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        Make(connection, 300_000, 5000);
        using Workers one = new(1);
        var expected = Flat(AttentionPairs.Of(Read(connection), one, TestContext.Current.CancellationToken));
        foreach (var threads in new[] { 2, 3, 8 })
        {
            using Workers workers = new(threads);

            var pairs = AttentionPairs.Of(Read(connection), workers, TestContext.Current.CancellationToken);

            Assert.Equal(expected, Flat(pairs));
        }
    }

    [Fact]
    public void Of_WeightsBeyond64Bits_IsAnError()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute(
            "CREATE TABLE acts AS SELECT 1::UBIGINT AS a, 2::UBIGINT AS t, 9223372036854775807 AS w, 1::UTINYINT AS k, "
            + "0::USMALLINT AS f, 0::UTINYINT AS s FROM range(2)");
        using Workers workers = new(1);

        Assert.Throws<OverflowException>(
            () => AttentionPairs.Of(Read(connection), workers, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Write_RecursiveStatement_ReadsAllEdgesInEveryRound()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        Make(connection, 200_000, 300);
        using Workers workers = new(2);
        connection.Execute("CREATE SCHEMA work");

        EdgeTable.Write(
            connection, AttentionPairs.Of(Read(connection), workers, TestContext.Current.CancellationToken), 2);

        Assert.Equal(
            10 * Number(connection, "SELECT count(*) FROM work.edges"),
            Number(connection,
                """
                WITH RECURSIVE rounds(round, edges) AS (
                  SELECT 0, 0
                  UNION ALL
                  SELECT round + 1, (SELECT count(*) FROM work.edges) FROM rounds WHERE round < 10
                )
                SELECT sum(edges)::BIGINT FROM rounds
                """));
    }

    // Ids of every shape: small ones, multiples of powers of two, and those that fill 64 bits.
    private static void Make(DuckDbConnection connection, int acts, int accounts) => connection.Execute(
        $"""
        SELECT setseed(0.5);
        CREATE TABLE ids AS
        SELECT i, CASE i % 3 WHEN 0 THEN i WHEN 1 THEN i << 40 ELSE hash(i) END::UBIGINT AS id
        FROM range({accounts}) AS r(i);
        CREATE TABLE acts AS
        SELECT x.id AS a, y.id AS t, w, k, f, s
        FROM (
          SELECT (random() * random() * {accounts})::INT % {accounts} AS i,
            (random() * {accounts})::INT % {accounts} AS j,
            (random() * 5000000)::BIGINT AS w, (1 << (random() * 5)::INT)::UTINYINT AS k,
            (random() * 65535)::USMALLINT AS f, (random() * 199)::UTINYINT AS s
          FROM range({acts})) AS r
        JOIN ids AS x ON x.i = r.i JOIN ids AS y ON y.i = r.j
        """);

    private static AttentionActs Read(DuckDbConnection connection) =>
        AttentionActs.Read(
            connection, "SELECT a, t, w, k, f, s FROM acts", Silent, TestContext.Current.CancellationToken);

    private const string Differences =
        """
        WITH found AS (
          SELECT s.account_id AS a, t.account_id AS t, weight AS w, kinds AS k, interactions AS n, freshness AS f
          FROM work.edges JOIN work.vertices AS s ON s.vertex = source JOIN work.vertices AS t ON t.vertex = target
        ),
        expected AS (SELECT a, t, sum(w)::BIGINT AS w, bit_or(k)::UTINYINT AS k,
            (count(*) FILTER (k & 62 <> 0))::INT AS n,
            coalesce(max(f) FILTER (k & 62 <> 0), 0) AS f
          FROM acts GROUP BY ALL)
        SELECT (SELECT count(*) FROM (FROM found EXCEPT ALL FROM expected))
          + (SELECT count(*) FROM (FROM expected EXCEPT ALL FROM found))
        """;

    private static void AssertOrdered(AttentionPairs pairs)
    {
        (int, int) last = (-1, -1);
        long position = 0;
        foreach (var part in pairs.Parts)
        {
            for (var i = 0; i < part.Actors.Length; i++, position++)
            {
                Assert.True(last.CompareTo((part.Actors[i], part.Targets[i])) < 0);
                Assert.InRange(position, pairs.Offsets[part.Actors[i]], pairs.Offsets[part.Actors[i] + 1] - 1);
                last = (part.Actors[i], part.Targets[i]);
            }
        }
    }

    private static IEnumerable<(ulong, ulong, long, byte, string)> Flat(AttentionPairs pairs) =>
        pairs.Parts.SelectMany(part => Enumerable.Range(0, part.Actors.Length).Select(i => (
            pairs.AccountIds[part.Actors[i]], pairs.AccountIds[part.Targets[i]], part.Weights[i], part.Kinds[i],
            string.Join(' ', part.Of(i).ToArray()))));

    private static long Number(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        return (long)command.ExecuteScalar()!;
    }
}
