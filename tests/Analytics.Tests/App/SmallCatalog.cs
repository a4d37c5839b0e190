using Analytics.DuckDb;

namespace Analytics.Tests.App;

/// <summary>A lake with a catalog of two tables, as far as queries can tell.</summary>
internal static class SmallCatalog
{
    /// <summary>Makes <c>lake/analytics.duckdb</c> and <c>identities.parquet</c> below the folder.</summary>
    public static string Create(string folder)
    {
        var lake = Path.Combine(folder, "lake");
        Directory.CreateDirectory(lake);
        using var database = DuckDbDatabase.Open(Path.Combine(lake, "analytics.duckdb"));
        using var connection = database.Connect();
        connection.Execute(
            """
            CREATE TABLE marts AS
            SELECT * FROM (VALUES
                (1::BIGINT, 1, 18446744073709551615::UBIGINT, 0.875, TIMESTAMP '2026-01-02 03:04:05', ['a', 'b, c']),
                (1, 2, 42, NULL, NULL, NULL)) AS t(community_id, rank, account_id, score, "at", tags);
            CREATE VIEW leaders AS FROM marts;
            COMMENT ON VIEW leaders IS 'Opinion leaders';
            COMMENT ON COLUMN leaders.rank IS '1 leads';
            CREATE VIEW notes AS SELECT 'say "hi", ' || chr(10) || 'you' AS text, '' AS empty, NULL AS missing;
            """);
        connection.Execute(
            $"""
            COPY (SELECT 42::UBIGINT AS account_id, 'x' AS platform, 'anna' AS handle)
            TO '{Path.Combine(folder, "identities.parquet")}' (FORMAT parquet)
            """);
        return lake;
    }
}
