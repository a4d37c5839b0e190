using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

/// <summary>Short ways to ask one thing of a connection.</summary>
internal static class Rows
{
    public static object? Scalar(this DuckDbConnection connection, string sql, params object?[] parameters)
    {
        using var command = connection.CreateCommand(sql, parameters);
        return command.ExecuteScalar();
    }

    public static T Scalar<T>(this DuckDbConnection connection, string sql, params object?[] parameters)
    {
        using var command = connection.CreateCommand(sql, parameters);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader.GetFieldValue<T>(0);
    }
}
