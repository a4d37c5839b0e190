using System.Runtime.CompilerServices;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>
/// Makes one vertex of every part. The parts are cut into runs of about equal work, and every run writes its rows into
/// the room that the arcs of its members would need, so that no one has to know how much the others write.
/// <para>Weights between two parts are added in float64 and rounded once per direction.</para>
/// <para>Memory: 32 bytes per vertex of the result and 8 per arc of the graph aggregated, of which only the pages that
/// the result fills are touched.</para>
/// </summary>
internal sealed unsafe class Aggregation(Team team, Func<int, Links> links)
{
    private const long WorkPerTask = 1 << 14;
    private readonly List<(int First, int End, long Room)> _tasks = [];

    /// <summary>Aggregates <paramref name="graph"/> by the parts in <paramref name="members"/>, into
    /// <paramref name="level"/>.</summary>
    /// <param name="parts">The part of each vertex.</param>
    public LevelGraph Run(
        LevelGraph graph, int* parts, LevelGroups members, Level level, CancellationToken cancel)
    {
        int count = members.Count;
        long room = CutTasks(graph, members);
        level.ReserveGraph(count, room);
        long[] arcs = new long[_tasks.Count];
        team.For(_tasks.Count, (task, worker) =>
        {
            cancel.ThrowIfCancellationRequested();
            (int first, int end, long slot) = _tasks[task];
            Links own = links(worker);
            long next = slot;
            for (int part = first; part < end; part++)
                next = AddRow(graph, parts, members, part, level, next, own);
            arcs[task] = next - slot;
        });
        return level.Graph(arcs.Sum());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long AddRow(
        LevelGraph graph, int* parts, LevelGroups members, int part, Level level, long slot, Links links)
    {
        double mass = 0;
        int size = 0;
        int touched = 0;
        for (int i = members.Starts[part]; i < members.Starts[part + 1]; i++)
        {
            int v = members.Order[i];
            mass += graph.Mass[v];
            size += graph.Size[v];
            touched = links.Add(graph.Targets, graph.Weights, graph.Start[v], graph.End[v], parts, touched);
        }

        level.Mass.Pointer[part] = mass;
        level.Size.Pointer[part] = size;
        level.Start.Pointer[part] = slot;
        int* targets = level.Targets.Pointer;
        float* weights = level.Weights.Pointer;
        for (int i = 0; i < touched; i++)
        {
            int other = links.Touched[i];
            targets[slot] = other;
            weights[slot] = (float)links.Weight[other];
            links.Weight[other] = 0;
            slot += other == part ? 0 : 1;
        }

        level.End.Pointer[part] = slot;
        return slot;
    }

    private long CutTasks(LevelGraph graph, LevelGroups members)
    {
        _tasks.Clear();
        long room = 0;
        long work = 0;
        int first = 0;
        for (int part = 0; part < members.Count; part++)
        {
            for (int i = members.Starts[part]; i < members.Starts[part + 1]; i++)
                work += 1 + graph.Degree(members.Order[i]);
            if (work < WorkPerTask && part + 1 < members.Count)
                continue;
            _tasks.Add((first, part + 1, room));
            room += work;
            (work, first) = (0, part + 1);
        }

        return room;
    }
}
