using System.Runtime.InteropServices;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Communities;

/// <summary>One run of <see cref="Leiden"/>: its levels, its memory, its random sequence.</summary>
internal sealed unsafe class LeidenSearch
{
    private readonly LeidenOptions _options;
    private readonly Scratch _scratch;
    private readonly Team _team;
    private readonly Func<int, Links> _linksOf;
    private readonly LevelGraph _input;
    private readonly LocalMoving _moving;
    private readonly Refinement _refinement;
    private readonly Aggregation _aggregation;
    private readonly LevelGroups _communities;
    private readonly LevelGroups _members;
    private readonly List<LevelGraph> _graphs;
    private readonly List<Level> _levels = [];
    private readonly Xoshiro256 _random;
    private readonly double _resolution;
    private readonly double _temperature;
    private readonly IProgress<double>? _progress;
    private readonly CancellationToken _cancel;

    public LeidenSearch(
        LevelGraph input, LeidenOptions options, Scratch scratch, Team team, IProgress<double>? progress,
        CancellationToken cancel)
    {
        (_input, _options, _scratch, _team, _progress, _cancel) = (input, options, scratch, team, progress, cancel);
        int n = input.VertexCount;
        Links?[] links = new Links?[team.Count];
        _linksOf = worker => links[worker] ??= new Links(scratch, n);
        _moving = new LocalMoving(n, scratch, team, _linksOf);
        _refinement = new Refinement(n, scratch, team, _linksOf);
        _aggregation = new Aggregation(team, _linksOf, scratch);
        _communities = new LevelGroups(n, scratch);
        _members = new LevelGroups(n, scratch);
        _random = new Xoshiro256(options.Seed);
        _resolution = options.Resolution / (options.Objective == Objective.Modularity ? input.TotalWeight : 1);
        _temperature = options.Randomness * input.TotalWeight / input.ArcCount;
        _graphs = [input];
        LevelAt(0).ReserveVertices(n);
    }

    /// <summary>Changes <paramref name="labels"/> to the communities found.</summary>
    /// <param name="labels">Where to start; below the vertex count.</param>
    /// <param name="keepStart">Whether the start stands if the result is worse.</param>
    public void Run(int[] labels, bool keepStart)
    {
        // Only rounds can lose quality, by moves that look good one by one.
        keepStart &= LocalMoving.TakesRounds(_input);
        double before = keepStart ? _input.Quality(labels, _resolution, _team) : 0;
        int[]? start = keepStart ? (int[])labels.Clone() : null;
        Span<int> found = new(LevelAt(0).Labels.Pointer, labels.Length);
        labels.CopyTo(found);
        Iterate();
        found.CopyTo(labels);
        if (start is null || _input.Quality(labels, _resolution, _team) >= before)
            return;
        start.CopyTo(found);
        Disconnect(_input, LevelAt(0));
        found.CopyTo(labels);
    }

    private void Iterate()
    {
        bool untilStable = _options.Iterations == LeidenOptions.UntilStable;
        bool isStable = false;
        bool onParts = false;
        for (int iteration = 0; !isStable && (untilStable || iteration < _options.Iterations); iteration++)
        {
            // Without a known end every iteration is taken for half of what is left.
            double done = untilStable ? 1 - Math.Pow(0.5, iteration) : (double)iteration / _options.Iterations;
            double share = untilStable ? (1 - done) / 2 : 1.0 / _options.Iterations;
            MoveGoal goal = new(_resolution, _options.MaxSize, Exact: iteration > 0);
            long moves = Ascend(onParts ? 1 : 0, goal, done, share);
            bool isSettled = moves == 0 && !onParts;
            // A trial is a matter of chance too, so the end takes two in a row.
            isStable = isSettled && !(untilStable && (SplitsUp() || SplitsUp()));
            onParts = !onParts && !isSettled && _graphs.Count > 1;
        }

        Finish(isStable);
    }

    /// <summary>Whether some communities are better in pieces; if so, they are in pieces now.</summary>
    private bool SplitsUp()
    {
        using Scratch scratch = new();
        int* labels = LevelAt(0).Labels.Pointer;
        SplitTrial trial = new(_input, labels, scratch, _team);
        LevelGraph inside = trial.Inside;
        if (inside.ArcCount == 0)
            return false;
        int[] pieces = [.. Enumerable.Range(0, inside.VertexCount)];
        LeidenOptions options = _options with { Iterations = 2, Seed = _random.Next() };
        new LeidenSearch(inside, options, scratch, _team, null, _cancel).Run(pieces, keepStart: false);
        return trial.Adopt(pieces, _resolution) > 0;
    }

    /// <summary>One way up the levels from level <paramref name="bottom"/>, and back down with what was found. Returns
    /// the number of moves; zero from the input level means that the partition is stable.</summary>
    private long Ascend(int bottom, MoveGoal goal, double done, double share)
    {
        LevelGraph graph = _graphs[bottom];
        long moves = 0;
        int top = bottom;
        for (; ; top++)
        {
            Level level = LevelAt(top);
            moves += _moving.Run(graph, level.Labels.Pointer, goal, _random, _cancel);
            share /= 2;
            _progress?.Report(done += share);
            _communities.Renumber(level.Labels.Pointer, graph.VertexCount);
            if (_communities.Count == graph.VertexCount)
                break;

            int count = Refine(graph, level);
            if (count == graph.VertexCount)
                break;
            graph = Aggregate(graph, level, count, LevelAt(top + 1));
            _graphs.RemoveRange(top + 1, _graphs.Count - top - 1);
            _graphs.Add(graph);
        }

        // A vertex of the top level is a connected part of the graph, and arcs between parts are arcs between vertices.
        Disconnect(graph, LevelAt(top));
        for (int i = top - 1; i >= 0; i--)
            LevelAt(i).Take(LevelAt(i + 1));
        return moves;
    }

    /// <summary>Moves single vertices for the last time, and exchanges them where communities are full.</summary>
    private void Finish(bool isStable)
    {
        bool isBounded = _options.MaxSize < _input.VertexCount;
        if (isStable && !isBounded)
            return;
        Level level = LevelAt(0);
        int* labels = level.Labels.Pointer;
        NativeMemory.Copy(labels, level.Parts.Pointer, (nuint)_input.VertexCount * sizeof(int));
        MoveGoal goal = new(_resolution, _options.MaxSize, Exact: true);
        long moves = isStable ? 0 : _moving.Run(_input, labels, goal, _random, _cancel);
        if (isBounded)
            moves += new Exchange(_input, labels, goal, _linksOf(_team.Driver)).Run(_cancel);
        new Mending(_input, level.Parts.Pointer, labels, _members.Order, _members.Place, _communities, _team)
            .Run(moves);
    }

    private Level LevelAt(int index)
    {
        while (_levels.Count <= index)
            _levels.Add(new Level(_scratch));
        return _levels[index];
    }

    /// <summary>Refines the communities. Where nothing may merge, the connected parts of the communities
    /// themselves are taken, so that a level always shrinks and whole communities can still be joined.</summary>
    private int Refine(LevelGraph graph, Level level)
    {
        int* parts = level.Parts.Pointer;
        int count = _refinement.Run(
            graph, _communities, parts, _resolution, _temperature, _random.Next(), _cancel);
        return count < graph.VertexCount
            ? count
            : ConnectedParts.Split(graph, level.Labels.Pointer, parts, _members.Order);
    }

    private LevelGraph Aggregate(LevelGraph graph, Level level, int count, Level next)
    {
        _members.Group(level.Parts.Pointer, graph.VertexCount, count);
        LevelGraph aggregated = _aggregation.Run(graph, level.Parts.Pointer, _members, next, _cancel);
        for (int part = 0; part < count; part++)
            next.Labels.Pointer[part] = level.Labels.Pointer[_members.Order[_members.Starts[part]]];
        return aggregated;
    }

    /// <summary>Gives the connected parts of every community labels of their own.</summary>
    private void Disconnect(LevelGraph graph, Level level)
    {
        ConnectedParts.Split(graph, level.Labels.Pointer, level.Parts.Pointer, _members.Order);
        NativeMemory.Copy(level.Parts.Pointer, level.Labels.Pointer, (nuint)graph.VertexCount * sizeof(int));
    }
}
