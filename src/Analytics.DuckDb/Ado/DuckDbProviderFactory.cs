using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>The provider for code that knows only System.Data.Common.</summary>
public sealed class DuckDbProviderFactory : DbProviderFactory
{
    public static readonly DuckDbProviderFactory Instance = new();

    private DuckDbProviderFactory()
    {
    }

    public override DbConnection CreateConnection() => new DuckDbConnection();

    public override DbCommand CreateCommand() => new DuckDbCommand();

    public override DbParameter CreateParameter() => new DuckDbParameter();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new();
}
