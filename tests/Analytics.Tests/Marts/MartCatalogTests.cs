using System.Text.RegularExpressions;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

public sealed partial class MartCatalogTests
{
    [Fact]
    public void All_EveryTableAndColumn_SaysWhatItMeans()
    {
        foreach (var table in MartCatalog.All)
        {
            Assert.EndsWith(".", table.Meaning);
            Assert.All(table.Columns, column => Assert.EndsWith(".", column.Meaning));
            Assert.Equal(table.Columns.Count, table.Columns.Select(column => column.Name).Distinct().Count());
        }
    }

    [Fact]
    public void All_NoColumn_StatesOrInfersPoliticalOpinionOrUnionMembership()
    {
        foreach (var name in MartCatalog.All.SelectMany(table => table.Columns.Select(column => column.Name)))
            Assert.DoesNotMatch(Sensitive(), name);
    }

    [Fact]
    public void Marts_ClockTimesAndThreads_StandInRunsAlone()
    {
        string[] clock = ["started_at", "finished_at", "threads", "seconds"];
        Assert.All(
            MartCatalog.All.Where(table => table.Name != "runs"),
            table => Assert.DoesNotContain(table.Columns, column => clock.Contains(column.Name)));
    }

    [Fact]
    public void Order_OfEveryMart_IsTotal()
    {
        // The order begins with the key, or the table has so few kinds of columns that it names them all.
        foreach (var table in MartCatalog.Marts.Where(table => table.Key.Count > 0))
        {
            var ordered = table.Order.Split(", ");
            Assert.True(
                table.Key.All(key => ordered.Contains(key)) || ordered.Contains("rank"),
                $"{table.Name}: {table.Order}");
        }
    }

    [Fact]
    public void CommentStatements_OnViews_CanBeReadFromTheCatalog()
    {
        using Facts facts = new();
        facts.Connection.Execute("CREATE SCHEMA catalog; SET search_path = 'catalog'");
        foreach (var table in MartCatalog.All)
        {
            var columns = table.Columns.Select(column => $"NULL::{column.Type} AS {column.Quoted}");
            facts.Connection.Execute($"CREATE VIEW {table.Name} AS SELECT {string.Join(", ", columns)}");
        }

        foreach (var statement in MartCatalog.CommentStatements(MartCatalog.All, views: true))
            facts.Connection.Execute(statement);

        foreach (var table in MartCatalog.All)
        {
            Assert.Equal(table.Meaning, facts.Value(
                $"SELECT comment FROM duckdb_views() WHERE schema_name = 'catalog' AND view_name = '{table.Name}'"));
            Assert.Equal(
                table.Columns.Select(column => column.Meaning),
                facts.Rows(
                    $"""
                    SELECT comment FROM duckdb_columns()
                    WHERE schema_name = 'catalog' AND table_name = '{table.Name}' ORDER BY column_index
                    """).Select(row => row[0]));
        }
    }

    [GeneratedRegex("politic|party|partei|ideolog|union|gewerkschaft|religio|opinion|vote|left|right")]
    private static partial Regex Sensitive();
}
