using System.Globalization;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Marts;

/// <summary>A query that must return nothing: what it returns are the offending rows.</summary>
/// <param name="Name">What must hold, in words.</param>
/// <param name="Sql">The query; tables without a schema.</param>
public sealed record DataTest(string Name, string Sql)
{
    /// <summary>Where each row is judged alone: its table, and what is true of offending rows. Else null.</summary>
    internal (string Table, string Condition)? Row { get; init; }
}

/// <summary>A data test that found something.</summary>
/// <param name="Test">The test.</param>
/// <param name="Rows">Number of offending rows.</param>
/// <param name="First">The first of them: <c>column=value</c> of their keys and of what is wrong.</param>
public sealed record DataTestFailure(DataTest Test, long Rows, IReadOnlyList<string> First)
{
    /// <summary>For people, in one line.</summary>
    public override string ToString()
    {
        var first = string.Join("; ", First);
        return FormattableString.Invariant($"{Test.Name} ({Rows:N0} {(Rows == 1 ? "row" : "rows")}: {first})");
    }
}

/// <summary>
/// What must be true of published tables: keys are unique, values present, known, in range and, where they name a row
/// of another table, to be found there, as <see cref="MartCatalog"/> declares, and whatever pipelines/sql/tests says
/// about tables together.
/// </summary>
public static class DataTests
{
    private const int RowsShown = 3;
    private const int ColumnsShown = 6;

    /// <summary>The files of pipelines/sql/tests, over all marts.</summary>
    public static IReadOnlyList<DataTest> AcrossTables { get; } = Files("tests");

    /// <summary>The files of pipelines/sql/checks: as tests, but slow, and on facts as well.</summary>
    public static IReadOnlyList<DataTest> Checks { get; } = Files("checks");

    /// <summary>What the declaration of a table demands.</summary>
    public static IEnumerable<DataTest> OfTable(MartTable table)
    {
        if (table.Key.Count > 0)
        {
            var key = string.Join(", ", table.Key);
            yield return new DataTest(
                $"{table.Name}: ({key}) is unique",
                $"SELECT {key}, count(*) AS times FROM {table.Name} GROUP BY {key} HAVING count(*) > 1");
        }

        foreach (var test in OfRows(table)) yield return test;
        foreach (var column in table.Columns)
        {
            if (column.References is not { } other) continue;
            yield return new DataTest(
                $"{table.Name}: {column.Name} names a row of {other.Table}",
                $"SELECT {Shown(table, column)} FROM {table.Name} AS one WHERE {column.Quoted} IS NOT NULL "
                + $"AND NOT EXISTS (FROM {other.Table} AS other WHERE other.{other.Column} = one.{column.Quoted})");
        }
    }

    /// <summary>What it demands of each row alone: one look at the table answers them all.</summary>
    public static IEnumerable<DataTest> OfRows(MartTable table)
    {
        foreach (var column in table.Columns)
        {
            if (!column.Nullable)
                yield return Where(column, $"{column.Name} is never NULL", $"{column.Quoted} IS NULL");
            if (column.Values.Count > 0)
            {
                var known = string.Join(", ", column.Values.Select(MartCatalog.Literal));
                yield return Where(column, $"{column.Name} is one of {known}", $"{column.Quoted} NOT IN ({known})");
            }

            if (column.Range is { } range)
            {
                var (low, high) = (Text(range.Low), Text(range.High));
                yield return Where(
                    column, $"{column.Name} lies in [{low}, {high}]",
                    $"{column.Quoted} NOT BETWEEN {low}::DOUBLE AND {high}::DOUBLE OR isnan({column.Quoted}::DOUBLE)");
            }
        }

        DataTest Where(MartColumn column, string name, string condition) => new(
            $"{table.Name}: {name}", $"SELECT {Shown(table, column)} FROM {table.Name} WHERE {condition}")
        {
            Row = (table.Name, condition),
        };
    }

    /// <summary>Runs tests on the tables that the connection's search path finds; empty when all is well.</summary>
    public static IReadOnlyList<DataTestFailure> Run(
        DuckDbConnection connection, IEnumerable<DataTest> tests, CancellationToken cancel = default)
    {
        List<DataTestFailure> failures = [];
        foreach (var group in tests.GroupBy(test => test.Row?.Table ?? test.Name))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var alone in group.Where(test => test.Row is null))
                Add(alone, Counts(connection, $"SELECT count(*) FROM (\n{alone.Sql}\n)")[0]);
            var together = group.Where(test => test.Row is not null).ToList();
            if (together.Count == 0) continue;
            var counts = string.Join(", ", together.Select(test => $"count(*) FILTER ({test.Row!.Value.Condition})"));
            var rows = Counts(connection, $"SELECT {counts} FROM {group.Key}");
            for (var i = 0; i < together.Count; i++) Add(together[i], rows[i]);
        }

        return failures;

        void Add(DataTest test, long rows)
        {
            if (rows > 0) failures.Add(new DataTestFailure(test, rows, First(connection, test)));
        }
    }

    private static List<long> Counts(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        using var row = command.ExecuteReader();
        row.Read();
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetInt64)];
    }

    private static List<string> First(DuckDbConnection connection, DataTest test)
    {
        using var command = connection.CreateCommand(
            $"SELECT columns(*)::VARCHAR FROM (\n{test.Sql}\n) ORDER BY ALL LIMIT {RowsShown}");
        using var rows = command.ExecuteReader();
        List<string> first = [];
        while (rows.Read())
        {
            first.Add(string.Join(", ", Enumerable.Range(0, Math.Min(ColumnsShown, rows.FieldCount)).Select(
                i => $"{rows.GetName(i)}={(rows.IsDBNull(i) ? "NULL" : rows.GetString(i))}")));
        }

        return first;
    }

    /// <summary>What tells the row apart, then the column; rows without a key are told by what orders them.</summary>
    private static string Shown(MartTable table, MartColumn column)
    {
        IEnumerable<string> names = table.Key.Count > 0 ? table.Key : table.Order.Split(", ");
        return string.Join(", ", names.Append(column.Quoted).Distinct());
    }

    private static IReadOnlyList<DataTest> Files(string folder) =>
        [.. SqlFile.Names(folder).Select(name => new DataTest(
            name[(folder.Length + 1)..].Replace('_', ' '), SqlFile.Read(name)))];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
