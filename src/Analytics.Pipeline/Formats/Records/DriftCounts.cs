using System.Text;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>How an export differs from what its reader knows.</summary>
public enum DriftKind
{
    /// <summary>A key that the reader has never heard of.</summary>
    UnknownKey,

    /// <summary>A key that should be there and is not.</summary>
    MissingKey,

    /// <summary>A record or file that the reader knows and no fact table has a place for.</summary>
    Ignored,
}

/// <summary>One difference and how often it came.</summary>
/// <param name="Key">Path of the key, or what was ignored. Never a value.</param>
public readonly record struct Drift(DriftKind Kind, string Key, long Count);

/// <summary>One difference as it is counted.</summary>
/// <param name="Parent">Path of the object with a point behind it, or all of the key.</param>
internal sealed record DriftEntry(DriftKind Kind, string Parent, string Name, long Count);

/// <summary>
/// Counts how an export differs from what its reader knows. Keys are names of a format and not of people, as only
/// objects of a fixed shape are looked into; should a platform use handles as keys after all, then a key is told by
/// name only if it is built like a member's, and no more than <see cref="MostKeys"/> are told apart. Not thread-safe.
/// </summary>
public sealed class DriftCounts
{
    public const int MostKeys = 256;

    private const string Other = "(other)";

    private readonly List<Entry> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>All differences, sorted.</summary>
    public IReadOnlyList<Drift> All =>
    [
        .. _entries
            .GroupBy(entry => (entry.Kind, Key: entry.Parent + Encoding.UTF8.GetString(entry.Name)))
            .Select(group => new Drift(group.Key.Kind, group.Key.Key, group.Sum(entry => entry.Count)))
            .OrderBy(drift => drift.Kind).ThenBy(drift => drift.Key, StringComparer.Ordinal),
    ];

    /// <summary>All differences in the order in which they first came.</summary>
    internal IEnumerable<DriftEntry> Entries => _entries.Select(entry =>
        new DriftEntry(entry.Kind, entry.Parent, Encoding.UTF8.GetString(entry.Name), entry.Count));

    /// <param name="parent">Path of the object with a point behind it, or nothing; one of few texts.</param>
    public void Unknown(string parent, ReadOnlySpan<byte> name, long count = 1) =>
        Add(DriftKind.UnknownKey, parent, IsBuiltLikeAName(name) ? name : "(other)"u8, count);

    public void Missing(string key, long count = 1) => Add(DriftKind.MissingKey, key, default, count);

    public void Ignored(string what) => Add(DriftKind.Ignored, what, default);

    public void Clear() => _entries.Clear();

    public void Add(DriftCounts others)
    {
        foreach (var entry in others._entries) Add(entry.Kind, entry.Parent, entry.Name, entry.Count);
    }

    internal void Add(DriftEntry entry) =>
        Add(entry.Kind, entry.Parent, Encoding.UTF8.GetBytes(entry.Name), entry.Count);

    private void Add(DriftKind kind, string parent, ReadOnlySpan<byte> name, long count = 1)
    {
        foreach (var entry in _entries)
        {
            if (entry.Kind != kind || entry.Parent != parent || !name.SequenceEqual(entry.Name)) continue;
            entry.Count += count;
            return;
        }

        if (_entries.Count > MostKeys) _entries[MostKeys].Count += count;
        else if (_entries.Count == MostKeys) _entries.Add(new Entry(kind, Other, []) { Count = count });
        else _entries.Add(new Entry(kind, parent, name.ToArray()) { Count = count });
    }

    private static bool IsBuiltLikeAName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > 48 || char.IsAsciiDigit((char)name[0])) return false;
        foreach (var c in name)
        {
            if (c < 128 && !char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'_' or (byte)' ' or (byte)'-'))
                return false;
        }

        return true;
    }

    private sealed class Entry(DriftKind kind, string parent, byte[] name)
    {
        public DriftKind Kind { get; } = kind;

        public string Parent { get; } = parent;

        public byte[] Name { get; } = name;

        public long Count { get; set; }
    }
}
