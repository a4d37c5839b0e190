using System.Globalization;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Marts;

/// <summary>Makes tables from the SQL files: intermediate ones in the schema work, published ones in marts.</summary>
internal sealed class SqlSteps(DuckDbConnection connection, CancellationToken cancel)
{
    /// <summary>Both schemas, empty.</summary>
    public void Prepare()
    {
        connection.Execute(
            "DROP SCHEMA IF EXISTS work CASCADE; DROP SCHEMA IF EXISTS marts CASCADE; "
            + "CREATE SCHEMA work; CREATE SCHEMA marts", cancel);
    }

    /// <summary>Runs steps/NAME.sql into work.NAME and returns its number of rows.</summary>
    public long Step(string name) => Make("steps", "work", name);

    /// <summary>Runs marts/NAME.sql into marts.NAME and returns its number of rows.</summary>
    public long Mart(string name) => Make("marts", "marts", name);

    /// <summary>The one number that a query returns.</summary>
    public long Number(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private long Make(string folder, string schema, string name)
    {
        connection.Execute($"CREATE TABLE {schema}.{name} AS\n{SqlFile.Read($"{folder}/{name}")}", cancel);
        return Number($"SELECT count(*) FROM {schema}.{name}");
    }
}
