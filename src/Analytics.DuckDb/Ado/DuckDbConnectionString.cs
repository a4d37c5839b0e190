using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>A connection string taken apart: the file, and settings under the engine's own names.</summary>
internal sealed class DuckDbConnectionString
{
    private static readonly string[] PathKeys = ["data source", "datasource", "filename"];

    public DuckDbConnectionString(string text)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = text };
        var settings = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string key in builder.Keys)
        {
            var value = (string)builder[key];
            if (PathKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
                Path = value;
            else
                settings[key] = value;
        }
        Settings = settings;
    }

    public string Path { get; } = DuckDbDatabase.InMemory;

    public IReadOnlyDictionary<string, string> Settings { get; }

    public bool IsInMemory => Path is "" or DuckDbDatabase.InMemory;

    public bool IsReadOnly => Settings.TryGetValue("access_mode", out var mode)
        && mode.Equals("READ_ONLY", StringComparison.OrdinalIgnoreCase);
}
