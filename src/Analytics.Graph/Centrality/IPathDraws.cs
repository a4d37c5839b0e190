namespace Analytics.Graph.Centrality;

/// <summary>Draws shortest paths between random pairs of vertices.</summary>
internal interface IPathDraws
{
    /// <summary>Counts the vertices between the ends of each path.</summary>
    /// <param name="seed">Decides, with the block, on all pairs and paths.</param>
    /// <param name="block">Number of the block of paths.</param>
    /// <param name="paths">Paths in the block.</param>
    /// <param name="counts">One per vertex; added to.</param>
    void Draw(ulong seed, int block, int paths, long[] counts);
}
