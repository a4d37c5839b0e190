using System.Globalization;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Marts;

/// <summary>A query that must return nothing: what it returns are the offending rows.</summary>
/// <param name="Name">What must hold, in words.</param>
/// <param name="Sql">The query; tables without a schema.</param>
public sealed record DataTest(string Name, string Sql);

/// <summary>A data test that found something.</summary>
/// <param name="Test">The test.</param>
/// <param name="Rows">Number of offending rows.</param>
public sealed record DataTestFailure(DataTest Test, long Rows);

/// <summary>
/// What must be true of published tables: keys are unique, values present, known and in range, as
/// <see cref="MartCatalog"/> declares, and whatever pipelines/sql/tests says about tables together.
/// </summary>
public static class DataTests
{
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
                $"SELECT {key} FROM {table.Name} GROUP BY {key} HAVING count(*) > 1");
        }

        foreach (var column in table.Columns)
        {
            if (!column.Nullable)
                yield return Where($"{column.Name} is never NULL", $"{column.Quoted} IS NULL");
            if (column.Values.Count > 0)
            {
                var known = string.Join(", ", column.Values.Select(MartCatalog.Literal));
                yield return Where($"{column.Name} is one of {known}", $"{column.Quoted} NOT IN ({known})");
            }

            if (column.Range is { } range)
            {
                var (low, high) = (Text(range.Low), Text(range.High));
                yield return Where(
                    $"{column.Name} lies in [{low}, {high}]",
                    $"{column.Quoted} NOT BETWEEN {low}::DOUBLE AND {high}::DOUBLE OR isnan({column.Quoted}::DOUBLE)");
            }
        }

        DataTest Where(string name, string condition) =>
            new($"{table.Name}: {name}", $"SELECT * FROM {table.Name} WHERE {condition}");
    }

    /// <summary>Runs tests on the tables that the connection's search path finds; empty when all is well.</summary>
    public static IReadOnlyList<DataTestFailure> Run(
        DuckDbConnection connection, IEnumerable<DataTest> tests, CancellationToken cancel = default)
    {
        List<DataTestFailure> failures = [];
        foreach (var test in tests)
        {
            cancel.ThrowIfCancellationRequested();
            using var command = connection.CreateCommand($"SELECT count(*) FROM (\n{test.Sql}\n)");
            var rows = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
            if (rows > 0)
                failures.Add(new DataTestFailure(test, rows));
        }

        return failures;
    }

    private static IReadOnlyList<DataTest> Files(string folder) =>
        [.. SqlFile.Names(folder).Select(name => new DataTest(
            name[(folder.Length + 1)..].Replace('_', ' '), SqlFile.Read(name)))];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
