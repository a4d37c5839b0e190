using Analytics.Graph.Csr;

namespace Analytics.Graph.Centrality;

/// <summary>
/// The trees that hang on an undirected graph, folded away one leaf after the other until every vertex left (the core)
/// has two neighbours or none. Shortest paths into a tree enter it at one vertex, so a core vertex stands for all that
/// hang on it by its weight, and what pairs inside trees add to betweenness is a closed expression (Sarıyüce et al.
/// 2013, "Shattering and compressing networks for betweenness centrality"). 25 bytes per vertex; O(vertices + arcs).
/// </summary>
internal sealed class PendantTrees
{
    private readonly int[] _parent;
    private readonly double[] _hanging;
    private readonly double[] _squares;
    private readonly List<int> _foldedOrder = [];

    private PendantTrees(int vertices)
    {
        Folded = new bool[vertices];
        Weights = new double[vertices];
        Array.Fill(Weights, 1);
        _parent = new int[vertices];
        _hanging = new double[vertices];
        _squares = new double[vertices];
    }

    /// <summary>Vertices that are not in the core.</summary>
    public bool[] Folded { get; }

    /// <summary>How many vertices each vertex stands for, itself among them.</summary>
    public double[] Weights { get; }

    public static PendantTrees Of(CsrGraph symmetric)
    {
        int n = symmetric.VertexCount;
        PendantTrees trees = new(n);
        int[] left = new int[n];
        Stack<int> leaves = new();
        for (int v = n - 1; v >= 0; v--)
        {
            left[v] = symmetric.Degree(v) - (symmetric.Targets(v).BinarySearch(v) >= 0 ? 1 : 0);
            if (left[v] == 1)
                leaves.Push(v);
        }

        while (leaves.TryPop(out int leaf))
        {
            // The last two vertices of a tree are leaves of one another: the first to go leaves the other alone.
            if (left[leaf] != 1)
                continue;
            int parent = trees.Fold(leaf, symmetric.Targets(leaf));
            if (--left[parent] == 1)
                leaves.Push(parent);
        }

        return trees;
    }

    /// <summary>
    /// What the ordered pairs that lie in two different branches at a vertex add to it, if at least one of the
    /// branches is a tree that hangs on it.
    /// </summary>
    /// <param name="componentSizes">Number of vertices of the component of every core vertex; filled in for the folded
    /// ones.</param>
    public double[] PairsWithin(double[] componentSizes)
    {
        for (int i = _foldedOrder.Count - 1; i >= 0; i--)
            componentSizes[_foldedOrder[i]] = componentSizes[_parent[_foldedOrder[i]]];
        double[] pairs = new double[Folded.Length];
        for (int v = 0; v < pairs.Length; v++)
        {
            if (_hanging[v] == 0)
                continue;
            double others = componentSizes[v] - 1;
            double beyond = others - _hanging[v];
            pairs[v] = others * others - _squares[v] - beyond * beyond;
        }

        return pairs;
    }

    private int Fold(int leaf, ReadOnlySpan<int> neighbours)
    {
        int parent = -1;
        foreach (int neighbour in neighbours)
        {
            if (neighbour != leaf && !Folded[neighbour])
                parent = neighbour;
        }

        Folded[leaf] = true;
        _foldedOrder.Add(leaf);
        _parent[leaf] = parent;
        Weights[parent] += Weights[leaf];
        _hanging[parent] += Weights[leaf];
        _squares[parent] += Weights[leaf] * Weights[leaf];
        return parent;
    }
}
