using System.Diagnostics;
using Analytics.DuckDb;
using Analytics.Graph.Csr;
using Analytics.Graph.Threads;
using Analytics.Pipeline.Campaigns;
using Analytics.Pipeline.Communities;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Leaders.Certainty;

namespace Analytics.Pipeline.Marts;

/// <summary>
/// Facts in, marts out. The connection has the views or tables follows, interactions, posts and accounts, and, where
/// there is an earlier snapshot, previous_members(community_id, account_id). Afterwards it has one table per mart of
/// <see cref="MartCatalog.Marts"/> in the schema <c>marts</c>; the schema <c>work</c> is gone.
/// Every mart is a function of facts, definition, run id and previous members alone: not of threads or time.
/// </summary>
public sealed class AnalysisStage
{
    /// <summary>The stages in order: weigh edges, cluster, measure accounts, plan partners, publish marts.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["weigh", "cluster", "measure", "plan", "publish"];

    private readonly DuckDbConnection _connection;
    private readonly PipelineDefinition _definition;
    private readonly AnalysisContext _context;
    private readonly CancellationToken _cancel;
    private readonly SqlSteps _sql;
    private readonly Workers _workers;
    private readonly List<StageTime> _timings = [];
    private readonly List<StepTime> _steps = [];
    private readonly List<string> _warnings = [];
    private (long Vertices, long Pairs, long Acts) _size;

    private AnalysisStage(
        DuckDbConnection connection, PipelineDefinition definition, AnalysisContext context, Workers workers,
        CancellationToken cancel)
    {
        _workers = workers;
        (_connection, _definition, _context, _cancel) = (connection, definition, context, cancel);
        _sql = new SqlSteps(connection, cancel);
    }

    /// <summary>Runs the whole analysis.</summary>
    /// <exception cref="DuckDbException">A step failed.</exception>
    /// <exception cref="UserException">A brief names accounts that cannot be partners.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static AnalysisSummary Run(
        DuckDbConnection connection, PipelineDefinition definition, AnalysisContext context,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(context);
        using Workers workers = new(context.Threads);
        return new AnalysisStage(connection, definition, context, workers, cancel).Run();
    }

    private AnalysisSummary Run()
    {
        _sql.Prepare();
        var pairs = Timed("weigh", Weigh);
        var (communities, attention) = Timed("cluster", () => Cluster(pairs));
        var learned = Timed("measure", () => Measure(pairs, attention));
        Timed("plan", () => Plan(pairs, attention, learned));
        var members = Timed("publish", Publish);
        var leaders = _sql.Number("SELECT count(*) FROM marts.leaders");
        if (!_context.KeepWork)
            _connection.Execute("DROP SCHEMA work CASCADE", _cancel);
        return new AnalysisSummary
        {
            Vertices = attention.VertexCount,
            Edges = pairs.Count,
            Communities = communities.Matches.Count,
            Members = members,
            LargestCommunity = _sql.Number("SELECT coalesce(max(size), 0) FROM marts.communities"),
            Deaths = [.. communities.Deaths.Select(death => (long)death.PreviousId)],
            Events = communities.Matches.CountBy(match => StableCommunities.Name(match.Event))
                .ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            Leaders = leaders,
            NextCommunityId = communities.NextId,
            Timings = _timings,
            Steps = _steps,
            Warnings = _warnings,
        };
    }

    private AttentionPairs Weigh()
    {
        ParameterTable.Write(_connection, _definition, _context.RunId);
        Steps("weigh", 0, 0, "settings");
        var acts = AttentionActs.Read(
            _connection, SqlFile.Read("steps/acts"), rows => Report("weigh", 0, rows), _cancel);
        var pairs = AttentionPairs.Of(acts, _workers, _cancel);
        _size = (pairs.AccountIds.Length, pairs.Count, acts.Count);
        _warnings.AddRange(BriefAccounts.Check(_definition, pairs.AccountIds));
        EdgeTable.Write(_connection, pairs, _context.Threads);
        Report("weigh", 1, pairs.Count);
        return pairs;
    }

    private (StableCommunities Communities, CsrGraph Attention) Cluster(AttentionPairs pairs)
    {
        var graph = AttentionGraph.Of(pairs, _workers, _cancel);
        var clustering = Clustering.Run(graph, _definition.Communities, ParameterTable.MinSize(_definition), _workers,
            fraction => Report("cluster", 0.8 * fraction, graph.Directed.ArcCount), _cancel);
        var previous = PreviousSnapshot.Read(_connection, _cancel);
        var communities = StableCommunities.Assign(
            graph.AccountIds, clustering.Partition, previous, _context.NextCommunityId);
        OriginTable.Write(_connection, communities, clustering.Agreement);
        var centrality = Clocked("cluster", "centrality", () => CommunityCentrality.Of(
            graph, clustering.Partition, _definition.Communities.Seed, _workers,
            fraction => Report("cluster", 0.8 + 0.2 * fraction, graph.Directed.ArcCount), _cancel));
        var neighbourhoods = Neighbourhoods.Of(graph.Symmetric, clustering.Partition);
        PositionTable.Write(_connection, clustering.Partition, communities, neighbourhoods, centrality);
        return (communities, graph.Directed);
    }

    private CsrGraph? Measure(AttentionPairs pairs, CsrGraph attention)
    {
        Steps("measure", 0, 0.3, "sizes", "profiles", "authors", "recent_posts", "post_measures", "follow_bursts",
            "crowded_acts", "coordinated_pairs");
        CoordinatedGroups.Write(_connection, _cancel);
        Steps("measure", 0.3, 0.5, "flags", "audience_measures", "places", "outgoing", "replies", "reposts_made",
            "hashtag_uses", "community_topics", "topic_measures", "traits", "boundary");
        var members = CommunityMembers.Read(_connection, attention.VertexCount, _cancel);
        Clocked("measure", "attention_measures", () => AttentionMeasures.Write(
            _connection, pairs, members, _definition.Graph.Weights, _workers, _cancel));
        var learned = Clocked("measure", "influence", () => Learn(pairs, members, attention));
        Release();
        Steps("measure", 0.6, 0.7, "account_measures", "similar_size");
        Drop("follow_bursts", "post_measures", "topic_measures", "audience_measures", "attention_measures",
            "influence", "outgoing", "replies", "reposts_made");
        Rank(pairs);
        Steps("measure", 0.8, 0.9, "scores", "leader_audiences");
        Drop("account_measures", "member_scores");
        Release();
        Steps("measure", 0.9, 1, "bridge_pairs");
        return learned;
    }

    /// <summary>Forgets tables of all members that no later step reads.</summary>
    private void Drop(params string[] names)
    {
        if (_context.KeepWork) return;
        foreach (var name in names) _connection.Execute($"DROP TABLE work.{name}", _cancel);
    }

    /// <summary>Returns learned probabilities where a brief asks for them.</summary>
    private CsrGraph? Learn(AttentionPairs pairs, CommunityMembers members, CsrGraph attention)
    {
        var influence = ObservedInfluence.Learn(
            _connection, pairs.AccountIds, attention, _definition.Leaders.InfluenceLimit, _workers, _cancel);
        ObservedInfluence.Write(_connection, influence, members);
        return _definition.Briefs.Any(brief => brief.Probabilities == CascadeProbabilities.Learned)
            ? influence.Probabilities()
            : null;
    }

    private void Rank(AttentionPairs pairs)
    {
        var (measures, scores) = Clocked("measure", "ranking", () =>
        {
            var read = MemberMeasures.Read(_connection, _cancel);
            return (read, LeaderScores.Of(read, _workers, _cancel));
        });
        var (definition, weights) = (_definition.Leaders, _definition.Leaders.Weights);
        var all = scores.Score(weights);
        int[][] leaders = [.. Enumerable.Range(0, measures.Communities.Length)
            .Select(community => scores.Leaders(community, all, definition.Top))];
        var certainty = definition.Replicates == 0 ? null : Clocked("measure", "replicates", () => RankCertainty.Of(
            pairs, measures, scores, weights, ReplicateSettings.Of(_definition, _connection), leaders, _workers,
            fraction => Report("measure", 0.6 + (0.2 * fraction), measures.Vertices.Length), _cancel));
        RankTables.Write(_connection, measures, scores, definition, all, leaders, certainty);
        Report("measure", 0.8, measures.Vertices.Length);
    }

    private long Plan(AttentionPairs pairs, CsrGraph attention, CsrGraph? learned)
    {
        var plan = PartnerPlanner.Plan(
            _connection, pairs, (attention, learned), _definition, _workers,
            fraction => Report("plan", fraction, 0), _cancel);
        _warnings.AddRange(plan.Warnings);
        Report("plan", 1, plan.Partners);
        return plan.Partners;
    }

    private long Publish()
    {
        // Later marts read earlier ones: topics give communities their labels and stories their topics.
        string[] names = ["settings", "topics", "communities", "members", "lineage", "leaders", "rankings",
            "profiles", "signs", "coordination", "partner_sets",
            "partners", "partner_overlaps", "constraint_costs", "stories",
            "structures", "bridges"];
        for (var i = 0; i < names.Length; i++)
            Report("publish", (i + 1.0) / names.Length, _sql.Mart(names[i]));
        return _sql.Number("SELECT count(*) FROM marts.members");
    }

    private long Steps(string stage, double from, double to, params string[] names)
    {
        var rows = 0L;
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            rows = Clocked(stage, name, () => _sql.Step(name));
            Report(stage, from + ((to - from) * (i + 1) / names.Length), rows);
        }

        return rows;
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private T Clocked<T>(string stage, string step, Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        var result = work();
        _steps.Add(new StepTime(stage, step, Stopwatch.GetElapsedTime(started), PeakBytes()));
        return result;
    }

    private T Timed<T>(string stage, Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        _context.Enter?.Invoke(new AnalysisSize(stage, _size.Vertices, _size.Pairs, _size.Acts));
        Report(stage, 0, 0);
        var result = work();
        Release();
        _timings.Add(new StageTime(stage, Stopwatch.GetElapsedTime(started), PeakBytes()));
        return result;
    }

    /// <summary>
    /// Gives the columns that a stage no longer needs back to the system: there are gigabytes of them, and the next
    /// stage is the engine's, whose memory the runtime does not see.
    /// </summary>
    private static void Release() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private void Report(string stage, double fraction, long rows) =>
        _context.Progress?.Invoke(new AnalysisProgress(stage, fraction, rows));
}
