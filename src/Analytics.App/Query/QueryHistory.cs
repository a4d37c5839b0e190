using System.Text.Json;
using Analytics.App.Console;

namespace Analytics.App.Query;

/// <summary>
/// What was entered at the prompt, oldest first; one JSON text per line, so that statements of several lines stay
/// whole. Kept in <c>$XDG_STATE_HOME/analytics/query_history</c>, readable by its owner only.
/// </summary>
internal sealed class QueryHistory
{
    public const int Capacity = 1_000;

    private readonly string _file;
    private readonly List<string> _entries = [];

    public QueryHistory(string file)
    {
        _file = file;
        try
        {
            foreach (var line in File.ReadLines(file)) _entries.Add(JsonSerializer.Deserialize<string>(line) ?? "");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            // A history that is absent or damaged is no reason not to answer queries.
        }

        if (_entries.Count > Capacity) Rewrite();
    }

    public IReadOnlyList<string> Entries => _entries;

    /// <summary>Where the user's history lies.</summary>
    public static string FileOf(Terminal terminal)
    {
        var state = terminal.Variable("XDG_STATE_HOME") ?? Path.Combine(
            terminal.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".local",
            "state");
        return Path.Combine(state, "analytics", "query_history");
    }

    /// <summary>Remembers an entry unless it is blank or repeats the last one.</summary>
    public void Add(string entry)
    {
        if (string.IsNullOrWhiteSpace(entry) || (_entries.Count > 0 && _entries[^1] == entry)) return;
        _entries.Add(entry);
        Write(FileMode.Append, [entry]);
    }

    private void Rewrite()
    {
        _entries.RemoveRange(0, _entries.Count - Capacity);
        Write(FileMode.Create, _entries);
    }

    private void Write(FileMode mode, IReadOnlyList<string> entries)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using StreamWriter writer = new(_file, options);
            foreach (var entry in entries) writer.WriteLine(JsonSerializer.Serialize(entry));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // As above: it then lasts as long as the prompt.
        }
    }
}
