using System.Text;
using System.Text.Json;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// The wanted members of a JSON object as a tree of property names: `user.id` asks for member `id` of member `user`.
/// A name that contains dots is found too when it stands so in the file.
/// </summary>
internal sealed class JsonPathTree
{
    private readonly List<(byte[] Name, JsonPathTree Child)> _children = [];

    /// <summary>Batch column that takes this member, or -1.</summary>
    public int Column { get; private set; } = -1;

    public bool HasChildren => _children.Count > 0;

    public static JsonPathTree Of(IReadOnlyList<string> paths)
    {
        var root = new JsonPathTree();
        for (var column = 0; column < paths.Count; column++)
        {
            root.Add([paths[column]], column);
            var steps = paths[column].Split('.');
            if (steps.Length > 1) root.Add(steps, column);
        }

        return root;
    }

    /// <summary>The wanted member with the name that <paramref name="reader"/> stands on, or null.</summary>
    public JsonPathTree? Find(ref Utf8JsonReader reader)
    {
        foreach (var (name, child) in _children)
        {
            if (reader.ValueTextEquals(name)) return child;
        }

        return null;
    }

    private void Add(ReadOnlySpan<string> steps, int column)
    {
        var node = this;
        foreach (var step in steps)
        {
            var name = Encoding.UTF8.GetBytes(step);
            var child = node._children.Find(c => c.Name.AsSpan().SequenceEqual(name)).Child;
            if (child is null)
            {
                child = new JsonPathTree();
                node._children.Add((name, child));
            }

            node = child;
        }

        node.Column = column;
    }
}
