using System.Runtime.CompilerServices;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Refinement (Traag, Waltman and van Eck 2019, functions RefinePartition and MergeNodesSubset). Inside each community
/// S of the partition every vertex starts alone. In random order, a vertex that is still alone and well connected to S
/// merges with a well connected part of S, chosen at random among the merges that do not lower the quality. Parts are
/// only joined along arcs, so every refined part is connected.
/// <para>"Well connected" means <c>w(C, S−C) ≥ γ·mass(C)·(mass(S) − mass(C))</c>.</para>
/// <para>What happens in one community concerns no other, so the workers take communities, the large ones first; each
/// has a random sequence of its own, made from the seed and its place.</para>
/// <para>Memory: 28 bytes per vertex, and per worker 12 bytes per arc inside the largest community.</para>
/// </summary>
internal sealed unsafe class Refinement
{
    private const long WorkPerTask = 1 << 13;
    private readonly Team _team;
    private readonly RefinementTask?[] _workers;
    private readonly Func<int, RefinementTask> _newWorker;
    private readonly int* _counts;
    private readonly int* _places;

    /// <summary>Part of each vertex, numbered community by community.</summary>
    private int* _parts;
    private List<(long Work, int First, int End)> _tasks = [];

    public Refinement(int capacity, Scratch scratch, Team team, Func<int, Links> links)
    {
        _team = team;
        _workers = new RefinementTask?[team.Count];
        RefinementArrays arrays = new(capacity, scratch);
        _counts = scratch.New<int>(capacity).Pointer;
        _places = arrays.Part;
        _newWorker = worker => new RefinementTask(arrays, links(worker), scratch);
    }

    /// <summary>Writes the refined parts of the communities in <paramref name="groups"/> to <paramref name="parts"/>,
    /// numbered 0, 1, … community by community, and returns their number.</summary>
    /// <param name="temperature">θ in units of arc weight.</param>
    public int Run(
        LevelGraph graph, LevelGroups groups, int* parts, double resolution, double temperature, ulong seed,
        CancellationToken cancel)
    {
        _parts = parts;
        CutTasks(graph, groups);
        _team.For(_tasks.Count, (task, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            RefinementTask own = _workers[worker] ??= _newWorker(worker);
            own.Begin(graph, groups, resolution, temperature);
            for (int c = _tasks[task].First; c < _tasks[task].End; c++)
                _counts[c] = own.Refine(c, new Xoshiro256(Xoshiro256.Derive(seed, (ulong)c)));
        });

        int count = 0;
        for (int c = 0; c < groups.Count; c++)
        {
            int first = count;
            count += _counts[c];
            _counts[c] = first;
        }

        _team.For(_tasks.Count, (task, _) => Number(groups, _tasks[task].First, _tasks[task].End));
        return count;
    }

    private void Number(LevelGroups groups, int first, int end)
    {
        for (int c = first; c < end; c++)
        {
            for (int place = groups.Starts[c]; place < groups.Starts[c + 1]; place++)
                _parts[groups.Order[place]] = _counts[c] + _places[place];
        }
    }

    /// <summary>Runs of neighbouring communities of about equal work, those with most work first.</summary>
    private void CutTasks(LevelGraph graph, LevelGroups groups)
    {
        _tasks.Clear();
        long work = 0;
        int first = 0;
        for (int c = 0; c < groups.Count; c++)
        {
            for (int place = groups.Starts[c]; place < groups.Starts[c + 1]; place++)
                work += 1 + graph.Degree(groups.Order[place]);
            if (work < WorkPerTask && c + 1 < groups.Count)
                continue;
            _tasks.Add((work, first, c + 1));
            (work, first) = (0, c + 1);
        }

        _tasks.Sort((a, b) => a.Work != b.Work ? b.Work.CompareTo(a.Work) : a.First.CompareTo(b.First));
    }
}

/// <summary>What the refinement knows of every vertex, by its place in the groups. Communities own disjoint ranges.
/// </summary>
internal sealed unsafe class RefinementArrays(int capacity, Scratch scratch)
{
    /// <summary>The part, while communities are refined named by the place of its first vertex.</summary>
    public readonly int* Part = scratch.New<int>(capacity).Pointer;
    public readonly double* Mass = scratch.New<double>(capacity).Pointer;
    public readonly double* Outward = scratch.New<double>(capacity).Pointer;
    public readonly byte* Joined = scratch.New<byte>(capacity).Pointer;
}
