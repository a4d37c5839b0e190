namespace Analytics.Graph.Communities;

/// <summary>Memory of one level, used again by the same level of the next iteration.</summary>
internal sealed unsafe class Level(Scratch scratch)
{
    public readonly NativeBuffer<long> Start = scratch.New<long>();
    public readonly NativeBuffer<long> End = scratch.New<long>();
    public readonly NativeBuffer<int> Targets = scratch.New<int>();
    public readonly NativeBuffer<float> Weights = scratch.New<float>();
    public readonly NativeBuffer<double> Mass = scratch.New<double>();
    public readonly NativeBuffer<int> Size = scratch.New<int>();

    /// <summary>Community of each vertex.</summary>
    public readonly NativeBuffer<int> Labels = scratch.New<int>();

    /// <summary>Vertex of the next level for each vertex of this one.</summary>
    public readonly NativeBuffer<int> Parts = scratch.New<int>();

    private int _vertexCount;

    /// <summary>Room for what every level has.</summary>
    public void ReserveVertices(int vertices)
    {
        _vertexCount = vertices;
        Labels.Reserve(vertices);
        Parts.Reserve(vertices);
    }

    /// <summary>Room for an aggregated graph too.</summary>
    public void ReserveGraph(int vertices, long arcs)
    {
        ReserveVertices(vertices);
        Start.Reserve(vertices);
        End.Reserve(vertices);
        Mass.Reserve(vertices);
        Size.Reserve(vertices);
        Targets.Reserve(arcs);
        Weights.Reserve(arcs);
    }

    /// <summary>Labels every vertex like the vertex of the level above that it is part of.</summary>
    public void Take(Level above)
    {
        int* labels = above.Labels.Pointer;
        for (int v = 0; v < _vertexCount; v++)
            Labels.Pointer[v] = labels[Parts.Pointer[v]];
    }

    public LevelGraph Graph(long arcs) => new()
    {
        VertexCount = _vertexCount,
        ArcCount = arcs,
        Start = Start.Pointer,
        End = End.Pointer,
        Targets = Targets.Pointer,
        Weights = Weights.Pointer,
        Mass = Mass.Pointer,
        Size = Size.Pointer,
        IsAggregated = true,
    };
}
