using System.Text;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Where in a JSON document the records lie: a tree of member names, in which <c>[]</c> stands for the elements of an
/// array. <c>orderedItems[]</c> are the elements of member <c>orderedItems</c>, <c>[]</c> those of the document itself,
/// and a path without brackets at its end is one record. What lies elsewhere is passed over; unknown members beside
/// known ones are drift, unless their path begins with <c>~</c>. Immutable.
/// </summary>
internal sealed class JsonSections
{
    private readonly List<(byte[] Name, JsonSections Section)> _members = [];

    private JsonSections(string path) => Path = path;

    /// <summary>Path with a point behind it; empty at the top.</summary>
    public string Path { get; }

    /// <summary>For people.</summary>
    public string Name => Path.Length == 0 ? "document" : Path.TrimEnd('.');

    /// <summary>Number of the section whose records lie here, or -1.</summary>
    public int Record { get; private set; } = -1;

    /// <summary>What the elements of an array here are, or null.</summary>
    public JsonSections? Elements { get; private set; }

    public bool HasMembers => _members.Count > 0;

    /// <param name="paths">The position of a path is the number of its section.</param>
    public static JsonSections Of(params IReadOnlyList<string> paths)
    {
        var root = new JsonSections("");
        for (var section = 0; section < paths.Count; section++)
        {
            var node = root;
            foreach (var step in paths[section].TrimStart('~').Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = step.TrimEnd('[', ']');
                if (name.Length > 0) node = node.AddMember(name);
                if (step.EndsWith("[]", StringComparison.Ordinal))
                    node = node.Elements ??= new JsonSections(node.Path);
            }

            if (!paths[section].StartsWith('~')) node.Record = section;
        }

        return root;
    }

    /// <param name="name">As it stands in the file, without marks.</param>
    public JsonSections? Member(ReadOnlySpan<byte> name)
    {
        foreach (var (known, section) in _members)
        {
            if (name.SequenceEqual(known)) return section;
        }

        return null;
    }

    private JsonSections AddMember(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (Member(bytes) is { } member) return member;
        member = new JsonSections($"{Path}{name}.");
        _members.Add((bytes, member));
        return member;
    }
}
