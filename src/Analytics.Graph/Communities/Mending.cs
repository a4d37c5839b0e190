using System.Runtime.InteropServices;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Splits communities that fell apart when single vertices moved. They were connected before. One still is if
/// <list type="bullet">
/// <item>the neighbours that a vertex that left, or a group of neighbouring ones, leaves behind can reach one another
/// inside it, and</item>
/// <item>each vertex that came has a neighbour who was there before and stayed:</item>
/// </list>
/// then every way through a vertex that left has a detour. Where few vertices moved, a look around each settles most
/// communities. The others are searched as a whole, each by one worker.
/// <para>Memory: the groups, and 8 bytes per vertex lent by the caller.</para>
/// </summary>
internal sealed unsafe class Mending(
    LevelGraph graph, int* before, int* labels, int* queue, int* stamps, LevelGroups groups, Team team)
{
    // With more moves than one in so many vertices the looks around would see the communities several times over.
    private const int Few = 1000;

    private const int Sampled = 2;

    private readonly HashSet<int> _doubtful = [];
    private readonly HashSet<int> _settled = [];
    private readonly List<int> _group = [];
    private long _budget = graph.ArcCount / 4;
    private int _stamp;

    /// <summary>Gives parts that fell off labels that nobody has.</summary>
    /// <param name="moves">How many moves there were.</param>
    public void Run(long moves)
    {
        int n = graph.VertexCount;
        bool few = moves <= n / Few;
        NativeMemory.Clear(stamps, (nuint)n * sizeof(int));
        for (int v = 0; v < n; v++)
        {
            if (before[v] == labels[v])
                continue;
            if (!_doubtful.Contains(before[v]) && _settled.Add(v) && !(few && HasDetours(v)))
                _doubtful.Add(before[v]);
            if (!IsAttached(v))
                _doubtful.Add(labels[v]);
        }

        if (_doubtful.Count > 0)
            Split();
    }

    private bool IsAttached(int v)
    {
        for (long i = graph.Start[v]; i < graph.End[v]; i++)
        {
            int neighbour = graph.Targets[i];
            if (neighbour != v && labels[neighbour] == labels[v] && before[neighbour] == labels[v])
                return true;
        }

        return false;
    }

    /// <summary>Whether the neighbours left behind by <paramref name="left"/>, and by those beside it that left the
    /// same community, reach one another.</summary>
    private bool HasDetours(int left)
    {
        int community = before[left];
        int wanted = 0;
        int first = left;
        _stamp++;
        _group.Clear();
        _group.Add(left);
        for (int member = 0; member < _group.Count; member++)
        {
            int v = _group[member];
            _budget -= graph.Degree(v);
            for (long i = graph.Start[v]; i < graph.End[v]; i++)
            {
                int neighbour = graph.Targets[i];
                if (before[neighbour] != community || stamps[neighbour] == -_stamp)
                    continue;
                if (labels[neighbour] != community)
                {
                    if (_settled.Add(neighbour))
                        _group.Add(neighbour);
                    continue;
                }

                stamps[neighbour] = -_stamp;
                if (wanted++ == 0 || graph.Degree(neighbour) > graph.Degree(first))
                    first = neighbour;
            }
        }

        return wanted < 2 || Reaches(first, community, wanted);
    }

    /// <summary>Whether the search from <paramref name="first"/> meets all that are wanted.</summary>
    private bool Reaches(int first, int community, int wanted)
    {
        int head = 0;
        int tail = 0;
        queue[tail++] = first;
        stamps[first] = _stamp;
        wanted--;
        while (head < tail && _budget > 0)
        {
            int v = queue[head++];
            for (long i = graph.Start[v]; i < graph.End[v]; i++, _budget--)
            {
                int neighbour = graph.Targets[i];
                if (labels[neighbour] != community || stamps[neighbour] == _stamp)
                    continue;
                if (stamps[neighbour] == -_stamp && --wanted == 0)
                    return true;
                stamps[neighbour] = _stamp;
                queue[tail++] = neighbour;
            }
        }

        return false;
    }

    /// <summary>Searches the doubtful communities, the largest first.</summary>
    private void Split()
    {
        int n = graph.VertexCount;
        groups.Group(labels, n, n);
        int[] searched = [.. _doubtful];
        Array.Sort(searched, (a, b) => groups[a].Length != groups[b].Length
            ? groups[b].Length.CompareTo(groups[a].Length)
            : a.CompareTo(b));
        bool[] apart = new bool[searched.Length];
        team.For(searched.Length, (i, _) => apart[i] = !HoldsTogether(groups[searched[i]], searched[i]));
        int next = 0;
        for (int i = 0; i < searched.Length; i++)
        {
            if (apart[i])
                next = GiveLabels(searched[i], next);
        }
    }

    /// <summary>Whether a community is connected, by joining sets: first every vertex with two neighbours, after which
    /// hardly any is left outside the largest set; then those with all their neighbours (Sutton, Ben-Nun and Barak
    /// 2018, "Optimizing parallel graph connectivity computation via subgraph sampling").</summary>
    private bool HoldsTogether(ReadOnlySpan<int> members, int community)
    {
        int sets = members.Length;
        foreach (int v in members)
            stamps[v] = v;
        foreach (int v in members)
            sets -= Join(v, community, Sampled);
        if (sets <= 1)
            return true;
        int largest = Majority(members);
        foreach (int v in members)
        {
            if (Root(v) != largest)
                sets -= Join(v, community, int.MaxValue);
        }

        return sets == 1;
    }

    /// <summary>Joins the set of <paramref name="v"/> with those of its first neighbours inside the community, and
    /// returns how many sets have become one with another.</summary>
    private int Join(int v, int community, int neighbours)
    {
        int joined = 0;
        int root = Root(v);
        for (long i = graph.Start[v]; i < graph.End[v] && neighbours > 0; i++)
        {
            int neighbour = graph.Targets[i];
            if (labels[neighbour] != community || neighbour == v)
                continue;
            neighbours--;
            int other = Root(neighbour);
            if (other == root)
                continue;
            joined++;
            (int low, int high) = other < root ? (other, root) : (root, other);
            stamps[high] = low;
            root = low;
        }

        return joined;
    }

    private int Root(int v)
    {
        while (stamps[v] != v)
        {
            stamps[v] = stamps[stamps[v]];
            v = stamps[v];
        }

        return v;
    }

    /// <summary>The root of a set that has more than half of the members, if one has (Boyer and Moore 1991).</summary>
    private int Majority(ReadOnlySpan<int> members)
    {
        int candidate = -1;
        int votes = 0;
        foreach (int v in members)
        {
            int root = Root(v);
            if (votes == 0)
                candidate = root;
            votes += root == candidate ? 1 : -1;
        }

        return candidate;
    }

    /// <summary>Stamps all that <paramref name="start"/> reaches inside its community, lists them, and returns their
    /// number.</summary>
    private int Spread(int start, int community, int* reached)
    {
        int head = 0;
        int tail = 0;
        reached[tail++] = start;
        stamps[start] = 1;
        while (head < tail)
        {
            int v = reached[head++];
            for (long i = graph.Start[v]; i < graph.End[v]; i++)
            {
                int neighbour = graph.Targets[i];
                if (stamps[neighbour] != 0 || labels[neighbour] != community)
                    continue;
                stamps[neighbour] = 1;
                reached[tail++] = neighbour;
            }
        }

        return tail;
    }

    /// <summary>The part around the first vertex keeps the label; every other part gets one.</summary>
    private int GiveLabels(int community, int next)
    {
        ReadOnlySpan<int> members = groups[community];
        int* reached = queue + groups.Starts[community];
        foreach (int v in members)
            stamps[v] = 0;
        Spread(members[0], community, reached);
        foreach (int v in members)
        {
            if (stamps[v] != 0)
                continue;
            while (!groups[next].IsEmpty)
                next++;
            int size = Spread(v, community, reached);
            for (int i = 0; i < size; i++)
                labels[reached[i]] = next;
            next++;
        }

        return next;
    }
}
