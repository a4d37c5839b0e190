using System.Runtime.CompilerServices;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Makes one vertex of every part. The parts are cut into runs of about equal work; whoever has done a run appends its
/// rows to those that are done. Where rows lie depends on chance, what is in them does not.
/// <para>Weights between two parts are added in float64 and rounded once per direction.</para>
/// <para>Memory: 36 bytes per vertex and 8 per arc of the result.</para>
/// </summary>
internal sealed unsafe class Aggregation(Team team, Func<int, Links> links, Scratch scratch)
{
    private const long WorkPerTask = 1 << 14;
    private readonly List<(int First, int End)> _tasks = [];
    private readonly (NativeBuffer<int> Targets, NativeBuffer<float> Weights)[] _rows =
        [.. Enumerable.Range(0, team.Count).Select(_ => (scratch.New<int>(), scratch.New<float>()))];
    private long _longest;
    private long _slots;

    /// <summary>Aggregates <paramref name="graph"/> by the parts in <paramref name="members"/>, into
    /// <paramref name="level"/>.</summary>
    /// <param name="parts">The part of each vertex.</param>
    public LevelGraph Run(
        LevelGraph graph, int* parts, LevelGroups members, Level level, CancellationToken cancel)
    {
        int count = members.Count;
        CutTasks(graph, members);
        level.ReserveGraph(count, graph.ArcCount);
        _slots = 0;
        team.For(_tasks.Count, (task, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            Append(graph, parts, members, level, _tasks[task].First, _tasks[task].End, worker);
        });
        return level.Graph(_slots);
    }

    private void Append(
        LevelGraph graph, int* parts, LevelGroups members, Level level, int first, int end, int worker)
    {
        Links own = links(worker);
        int* targets = _rows[worker].Targets.Reserve(_longest);
        float* weights = _rows[worker].Weights.Reserve(_longest);
        long* ends = level.End.Pointer;
        long slot = 0;
        for (int part = first; part < end; part++)
        {
            slot = AddRow(graph, parts, members, part, level, targets, weights, slot, own);
            ends[part] = slot;
        }

        long place = Interlocked.Add(ref _slots, slot) - slot;
        Buffer.MemoryCopy(targets, level.Targets.Pointer + place, slot * sizeof(int), slot * sizeof(int));
        Buffer.MemoryCopy(weights, level.Weights.Pointer + place, slot * sizeof(float), slot * sizeof(float));
        for (int part = first; part < end; part++)
        {
            level.Start.Pointer[part] = place;
            place += ends[part] - (part == first ? 0 : ends[part - 1]);
        }

        for (int part = first; part < end; part++)
            ends[part] = part + 1 < end ? level.Start.Pointer[part + 1] : place;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long AddRow(
        LevelGraph graph, int* parts, LevelGroups members, int part, Level level, int* targets, float* weights,
        long slot, Links links)
    {
        double mass = 0;
        int size = 0;
        int touched = 0;
        for (int i = members.Starts[part]; i < members.Starts[part + 1]; i++)
        {
            int v = members.Order[i];
            RowFetch.Ahead(graph, members.Order, i, graph.VertexCount);
            mass += graph.Mass[v];
            size += graph.Size[v];
            touched = links.Add(graph.Targets, graph.Weights, graph.Start[v], graph.End[v], parts, touched);
        }

        level.Mass.Pointer[part] = mass;
        level.Size.Pointer[part] = size;
        for (int i = 0; i < touched; i++)
        {
            int other = links.Touched[i];
            targets[slot] = other;
            weights[slot] = (float)links.Weight[other];
            links.Weight[other] = 0;
            slot += other == part ? 0 : 1;
        }

        return slot;
    }

    private void CutTasks(LevelGraph graph, LevelGroups members)
    {
        _tasks.Clear();
        _longest = 0;
        long work = 0;
        int first = 0;
        for (int part = 0; part < members.Count; part++)
        {
            for (int i = members.Starts[part]; i < members.Starts[part + 1]; i++)
                work += 1 + graph.Degree(members.Order[i]);
            if (work < WorkPerTask && part + 1 < members.Count)
                continue;
            _tasks.Add((first, part + 1));
            _longest = Math.Max(_longest, work);
            (work, first) = (0, part + 1);
        }
    }
}
