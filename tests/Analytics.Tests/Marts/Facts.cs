using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

/// <summary>
/// Facts in memory, written by hand or by a generator, and the marts that the analysis makes of them.
/// </summary>
internal sealed class Facts : IDisposable
{
    public static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DuckDbDatabase _database;
    private ulong _nextPost = 1000;

    public Facts(int threads = 2)
    {
        _database = DuckDbDatabase.Open(
            settings: new Dictionary<string, string>
            {
                ["threads"] = threads.ToString(CultureInfo.InvariantCulture),
            });
        Threads = threads;
        Connection = _database.Connect();
        foreach (var table in MartCatalog.Facts)
            Connection.Execute($"CREATE TABLE main.{table.Name} ({table.ColumnDefinitions})");
    }

    public DuckDbConnection Connection { get; }

    public int Threads { get; }

    public static DateTime Day(double day) => Start.AddDays(day);

    public Facts Follow(
        ulong follower, ulong followee, double day = 0, double? ended = null, string source = "test")
    {
        Insert("follows", follower, followee, Day(day), Day(day), ended is { } end ? Day(end) : null, source);
        return this;
    }

    /// <summary>Everybody follows everybody else.</summary>
    public Facts Clique(params ulong[] accounts)
    {
        foreach (var one in accounts)
        {
            foreach (var other in accounts)
            {
                if (one != other)
                    Follow(one, other);
            }
        }

        return this;
    }

    public Facts Interact(ulong actor, ulong target, string kind, double day, ulong? post = null, double? ended = null)
    {
        Insert("interactions", actor, target, kind, post, Day(day), ended is { } end ? Day(end) : null, "test");
        return this;
    }

    public Facts Post(
        ulong author, double day, string[]? hashtags = null, string[]? links = null, string? place = null,
        bool? sponsored = null, string? disclosure = null, long? likes = null, long? replies = null,
        long? reposts = null, long? quotes = null, string? language = null, long? views = null,
        bool? upFront = null, long? reach = null, double? ended = null)
    {
        Insert(
            "posts", _nextPost++, author, Day(day), language, hashtags, links, place, sponsored, disclosure,
            likes, replies, reposts, quotes, views, reach, null, upFront, null,
            ended is { } end ? Day(end) : null, "test");
        return this;
    }

    public Facts Account(
        ulong account, long? followers = null, double day = 0, string platform = "default", string? place = null,
        string? language = null, long? following = null, long? posts = null, double? created = null)
    {
        Insert(
            "accounts", account, platform, followers, following, posts, created is { } opened ? Day(opened) : null,
            language, place, null, Day(day), "test");
        return this;
    }

    /// <summary>Runs the analysis; afterwards tables are found without a schema, with the analysts' views.</summary>
    public AnalysisSummary Analyse(
        PipelineDefinition? definition = null, string runId = "0001-test", int nextCommunityId = 1)
    {
        Connection.Execute("SET search_path = 'main'");
        var summary = AnalysisStage.Run(
            Connection, definition ?? TestDefinition.Tiny, new AnalysisContext(runId, Threads, nextCommunityId));
        Connection.Execute("SET search_path = 'marts,main'");
        foreach (var statement in AnalystViews.Statements())
            Connection.Execute(statement);
        return summary;
    }

    /// <summary>Makes the marts of the last analysis the previous snapshot, and forgets the facts.</summary>
    public Facts NextSnapshot()
    {
        Connection.Execute(
            """
            CREATE OR REPLACE TABLE main.previous_members AS SELECT community_id, account_id FROM marts.members;
            CREATE OR REPLACE TABLE main.previous_communities AS SELECT community_id FROM marts.communities;
            DELETE FROM follows; DELETE FROM interactions; DELETE FROM posts; DELETE FROM accounts
            """);
        return this;
    }

    /// <summary>All rows of a query, values as the engine's reader gives them.</summary>
    public List<object?[]> Rows(string sql)
    {
        using var command = Connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader[i])]);
        return rows;
    }

    /// <summary>The one value of a query; null for NULL.</summary>
    public object? Value(string sql) => Assert.Single(Assert.Single(Rows(sql)));

    public double Number(string sql) => Convert.ToDouble(Value(sql), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }

    private void Insert(string table, params object?[] values)
    {
        // The binding takes scalars as parameters; lists are written out.
        List<object?> parameters = [];
        List<string> marks = [];
        foreach (var value in values)
        {
            if (value is string[] list)
            {
                marks.Add($"[{string.Join(", ", list.Select(text => $"'{text}'"))}]::VARCHAR[]");
                continue;
            }

            parameters.Add(value);
            marks.Add($"${parameters.Count}");
        }

        using var command = Connection.CreateCommand(
            $"INSERT INTO main.{table} VALUES ({string.Join(", ", marks)})", [.. parameters]);
        command.ExecuteNonQuery();
    }
}
