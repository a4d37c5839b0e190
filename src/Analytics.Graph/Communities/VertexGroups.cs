namespace Analytics.Graph.Communities;

/// <summary>Lists of vertices, one per label, each ascending; made by a counting sort. 4 bytes per vertex.</summary>
public sealed class VertexGroups
{
    private readonly int[] _starts;
    private readonly int[] _vertices;

    private VertexGroups(int[] starts, int[] vertices) => (_starts, _vertices) = (starts, vertices);

    /// <summary>Number of lists.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The vertices with label <paramref name="label"/>, ascending.</summary>
    public ReadOnlySpan<int> this[int label] =>
        _vertices.AsSpan(_starts[label], _starts[label + 1] - _starts[label]);

    /// <summary>Groups vertices by label; labels below zero are left out.</summary>
    public static VertexGroups Of(ReadOnlySpan<int> labels, int count)
    {
        int[] starts = new int[count + 1];
        foreach (int label in labels)
        {
            if (label >= 0)
                starts[label + 1]++;
        }

        for (int c = 0; c < count; c++)
            starts[c + 1] += starts[c];
        int[] cursor = starts[..count];
        int[] vertices = new int[starts[count]];
        for (int v = 0; v < labels.Length; v++)
        {
            if (labels[v] >= 0)
                vertices[cursor[labels[v]]++] = v;
        }

        return new VertexGroups(starts, vertices);
    }
}
