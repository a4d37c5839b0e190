using Analytics.App.Console;
using Analytics.App.Tables;
using Analytics.DuckDb;
using Analytics.Pipeline;

namespace Analytics.App.Query;

/// <summary>Runs statements against a catalog and writes what they give.</summary>
internal sealed class QuerySession(CatalogConnection catalog, Terminal terminal, TextWriter output, ResultFormat format)
{
    private const string ListTables =
        """
        SELECT name, coalesce(comment, '') AS meaning
        FROM (
            SELECT view_name AS name, comment, temporary FROM duckdb_views() WHERE NOT internal
            UNION ALL
            SELECT table_name, comment, temporary FROM duckdb_tables() WHERE NOT internal
        )
        ORDER BY name
        """;

    private readonly bool _toScreen = terminal.OutIsTerminal && ReferenceEquals(output, terminal.Out);

    /// <summary>Runs one statement; a statement without rows writes nothing.</summary>
    public void Execute(string statement, CancellationToken cancellation)
    {
        using var command = catalog.Connection.CreateCommand(statement);
        command.Streaming = true;
        try
        {
            using var reader = command.ExecuteReader(cancellation);
            if (reader.FieldCount > 0) Write(reader);
        }
        catch (DuckDbException error) when (error.Message.Contains(CatalogConnection.NamedLeaders))
        {
            throw new UserException(
                $"{error.EngineMessage}\n{CatalogConnection.NamedLeaders} is there only with an identity store that "
                + "can be read: set privacy.reveal_leaders in the pipeline file and run it, or give --identities FILE.",
                ExitCodes.Failed,
                error);
        }
    }

    /// <summary>Tables and views with their meaning.</summary>
    public void WriteTables(CancellationToken cancellation) => Execute(ListTables, cancellation);

    /// <summary>Columns of a table or view with type and meaning.</summary>
    public void WriteSchema(string name, CancellationToken cancellation)
    {
        var literal = SqlText.Quote(name.Trim('"'));
        using var known = catalog.Connection.CreateCommand(
            $"SELECT 1 FROM duckdb_columns() WHERE lower(table_name) = lower({literal}) AND NOT internal");
        if (known.ExecuteScalar() is null)
        {
            throw new UserException($"'{name}' is no table here; .tables lists them.", ExitCodes.Failed);
        }

        Execute(
            $"""
            SELECT column_name AS "column", data_type AS type, coalesce(comment, '') AS meaning
            FROM duckdb_columns()
            WHERE lower(table_name) = lower({literal}) AND NOT internal
            ORDER BY column_index
            """,
            cancellation);
    }

    /// <summary>Writes the rows of a query into a Parquet file; the engine does it, in little memory.</summary>
    public static void WriteParquet(
        CatalogConnection catalog,
        string query,
        string file,
        CancellationToken cancellation) =>
        catalog.Connection.Execute(
            $"COPY ({query}\n) TO {SqlText.Quote(file)} (FORMAT parquet, COMPRESSION zstd)", cancellation);

    private void Write(DuckDbDataReader reader)
    {
        Column[] columns = [.. reader.Columns.Select(
            (column, i) => new Column(column.Name, AlignRight: IsNumber(reader.GetFieldType(i))))];
        IResultWriter writer = format switch
        {
            ResultFormat.Table => new TableResultWriter(terminal, output, _toScreen),
            ResultFormat.Csv => new CsvResultWriter(output),
            ResultFormat.Json => new JsonResultWriter(output, onePerLine: false),
            ResultFormat.Ndjson => new JsonResultWriter(output, onePerLine: true),
            _ => throw new InvalidOperationException($"{format} is not written row by row"),
        };
        writer.Write(columns, CatalogConnection.Rows(reader));
        output.Flush();
    }

    private static bool IsNumber(Type type) =>
        type.IsPrimitive && type != typeof(bool) && type != typeof(char)
        || type == typeof(decimal) || type == typeof(Int128) || type == typeof(UInt128);
}
