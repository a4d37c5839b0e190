namespace Analytics.DuckDb;

/// <summary>
/// Databases opened through connection strings. The engine must not open a file twice for writing in one process, so
/// such connections share one database, closed with the last of them. Memory is never shared; neither is a file opened
/// for reading, because it may have been replaced by a new one of the same name.
/// </summary>
internal sealed class SharedDatabase
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, SharedDatabase> Open = [];

    private readonly string? _key;
    private int _users;

    private SharedDatabase(DuckDbDatabase database, string? key)
    {
        Database = database;
        _key = key;
    }

    public DuckDbDatabase Database { get; }

    public static SharedDatabase Acquire(DuckDbConnectionString target)
    {
        if (target.IsInMemory || target.IsReadOnly)
            return new SharedDatabase(DuckDbDatabase.Open(target.Path, target.Settings), null) { _users = 1 };
        var key = Path.GetFullPath(target.Path);
        lock (Gate)
        {
            if (!Open.TryGetValue(key, out var shared))
                Open[key] = shared = new SharedDatabase(DuckDbDatabase.Open(target.Path, target.Settings), key);
            shared._users++;
            return shared;
        }
    }

    public void Release()
    {
        lock (Gate)
        {
            if (--_users > 0)
                return;
            if (_key is not null)
                Open.Remove(_key);
            Database.Dispose();
        }
    }
}
