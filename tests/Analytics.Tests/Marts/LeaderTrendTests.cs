using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

/// <summary>Leaders against the snapshots before, from files as a lake keeps them.</summary>
public sealed class LeaderTrendTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Facts _facts = new();

    public void Dispose()
    {
        _facts.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void LeaderTrends_ThreeSnapshots_ComparesWithTheOneBefore()
    {
        Keep(1, (1, 1, 1, 50), (1, 2, 2, 40), (1, 3, 3, 30), (1, 4, 4, 20), (2, 1, 9, 10));
        Keep(2, (1, 1, 2, 44), (1, 2, 1, 41), (1, 3, 3, 31), (1, 4, 4, 21), (1, 5, 5, 11), (2, 1, 9, 10));
        Keep(3, (1, 1, 4, 60), (1, 2, 2, 45), (1, 5, 1, 30), (1, 6, 6, 12), (2, 1, 3, 9), (2, 2, 9, 10));

        Assert.Equal(
            [
                ["rising", 4UL, 1, 4, 60L, 21L, 3L, 1],
                ["stable", 2UL, 2, 1, 45L, 44L, 3L, 1],
                ["fading", 1UL, 5, 2, 30L, 41L, 3L, 1],
                ["new", 6UL, 6, null, 12L, null, 1L, 6],
                ["gone", 5UL, null, 5, null, 11L, 1L, 5],
                ["moved", 3UL, 1, 3, 9L, 31L, 3L, 1],
                ["stable", 9UL, 2, 1, 10L, 10L, 3L, 1],
            ],
            _facts.Rows(
                """
                SELECT trend, account_id, rank, previous_rank, reach, previous_reach, snapshots, best_rank
                FROM leader_trends
                """));
        Assert.Equal(Facts.Day(2), _facts.Value("SELECT first_listed FROM leader_trends WHERE account_id = 5"));
        Assert.Equal(
            [[1, 5L], [2, 6L], [3, 6L]],
            _facts.Rows("SELECT snapshot, count(*) FROM leader_history GROUP BY ALL ORDER BY ALL"));
    }

    [Fact]
    public void LeaderTrends_CatalogOfAnEarlierSnapshot_DoesNotSeeLaterOnes()
    {
        Keep(1, (1, 1, 1, 50));
        Keep(2, (1, 1, 2, 50));
        Keep(3, (1, 1, 3, 50));
        Show(2);

        Assert.Equal(
            [["new", 2UL], ["gone", 1UL]],
            _facts.Rows("SELECT trend, account_id FROM leader_trends ORDER BY rank NULLS LAST"));
    }

    [Fact]
    public void LeaderTrends_FirstSnapshot_HasNoTrend()
    {
        Keep(1, (1, 1, 1, 50));

        Assert.Equal([[null, 1UL, 1L]], _facts.Rows("SELECT trend, account_id, snapshots FROM leader_trends"));
    }

    [Fact]
    public void LeaderTrends_SnapshotWithoutLeaders_IsTheOneBefore()
    {
        Keep(1, (1, 1, 1, 50));
        Keep(2);
        Keep(3, (1, 1, 1, 50));

        Assert.Equal([["new", 2L]], _facts.Rows("SELECT trend, snapshots FROM leader_trends"));
    }

    /// <summary>Writes a snapshot with these leaders and shows it.</summary>
    private void Keep(int snapshot, params (long Community, int Rank, ulong Account, long Reach)[] leaders)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, $"{snapshot:0000}-test")).FullName;
        var values = leaders.Select(leader => $"({leader.Community}, {leader.Rank}, {leader.Account}, {leader.Reach})");
        var rows = leaders.Length == 0 ? "(0, 0, 0, 0)" : string.Join(", ", values);
        Write("leaders", $"FROM (VALUES {rows}) AS given(community_id, rank, account_id, reach) WHERE rank > 0");
        Write("settings", $"FROM (SELECT TIMESTAMP '{Facts.Day(snapshot):yyyy-MM-dd}' AS as_of)");
        Show(snapshot);

        void Write(string table, string given)
        {
            var columns = MartCatalog.Table(table).Columns.Select(column => column.Name switch
            {
                "run_id" => $"'{snapshot:0000}-test' AS run_id",
                "community_id" or "rank" or "account_id" or "reach" or "as_of" =>
                    $"CAST({column.Name} AS {column.Type}) AS {column.Name}",
                _ => $"CAST(NULL AS {column.Type}) AS {column.Quoted}",
            });
            _facts.Connection.Execute(
                $"COPY (SELECT {string.Join(", ", columns)} {given}) TO '{folder}/{table}.parquet' (FORMAT parquet)");
        }
    }

    /// <summary>Makes the views of the catalog of one snapshot.</summary>
    private void Show(int snapshot)
    {
        _facts.Connection.Execute(
            "DROP SCHEMA IF EXISTS shown CASCADE; CREATE SCHEMA shown; SET search_path = 'shown'");
        foreach (var table in MartCatalog.All)
        {
            var columns = table.Columns.Select(column => $"NULL::{column.Type} AS {column.Quoted}");
            _facts.Connection.Execute(
                table.Name is "leaders" or "settings"
                    ? $"CREATE VIEW {table.Name} AS FROM '{_folder.Path}/{snapshot:0000}-test/{table.Name}.parquet'"
                    : $"CREATE VIEW {table.Name} AS SELECT {string.Join(", ", columns)} WHERE false");
        }

        foreach (var statement in AnalystViews.Statements(
            table => $"read_parquet('{_folder.Path}/*/{table}.parquet', union_by_name = true)"))
            _facts.Connection.Execute(statement);
    }
}
