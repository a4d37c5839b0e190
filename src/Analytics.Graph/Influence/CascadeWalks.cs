using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>A walk for every worker, made when it is first needed and used again by all that follows.</summary>
internal sealed class CascadeWalks(CascadeRows rows, Workers workers)
{
    private readonly CascadeWalk?[] _walks = new CascadeWalk?[workers.Count];
    private int[] _ends = [];

    public Workers Workers => workers;

    /// <summary>Where all walks end from now on.</summary>
    public void SetEnds(int[] ends)
    {
        _ends = ends;
        foreach (CascadeWalk? walk in _walks)
            walk?.SetEnds(ends);
    }

    public CascadeWalk Of(int worker)
    {
        if (_walks[worker] is { } walk)
            return walk;
        walk = new CascadeWalk(rows);
        walk.SetEnds(_ends);
        return _walks[worker] = walk;
    }
}
