namespace Analytics.Graph.Communities;

/// <summary>The vertices of every community as lists that a vertex can leave at once. 16 bytes per vertex.</summary>
internal sealed class CommunityLists
{
    private readonly int[] _size;
    private readonly int[] _first;
    private readonly int[] _next;
    private readonly int[] _previous;

    /// <param name="labels">Below their number.</param>
    public CommunityLists(ReadOnlySpan<int> labels)
    {
        int n = labels.Length;
        (_size, _first, _next, _previous) = (new int[n], new int[n], new int[n], new int[n]);
        Array.Fill(_first, -1);
        for (int v = n - 1; v >= 0; v--)
            Add(v, labels[v]);
    }

    /// <summary>Vertices in a community.</summary>
    public int Size(int community) => _size[community];

    /// <summary>One of them; below zero if there is none.</summary>
    public int First(int community) => _first[community];

    /// <summary>The one after <paramref name="v"/>; below zero at the end.</summary>
    public int Next(int v) => _next[v];

    /// <summary>Takes <paramref name="v"/> from one list to the other.</summary>
    public void Move(int v, int from, int to)
    {
        if (_previous[v] >= 0)
            _next[_previous[v]] = _next[v];
        else
            _first[from] = _next[v];
        if (_next[v] >= 0)
            _previous[_next[v]] = _previous[v];
        _size[from]--;
        Add(v, to);
    }

    private void Add(int v, int community)
    {
        int next = _first[community];
        (_next[v], _previous[v]) = (next, -1);
        if (next >= 0)
            _previous[next] = v;
        _first[community] = v;
        _size[community]++;
    }
}
