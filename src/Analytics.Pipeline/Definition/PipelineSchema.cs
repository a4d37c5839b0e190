using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Leaders;
using static Analytics.Pipeline.Definition.Values;

namespace Analytics.Pipeline.Definition;

/// <summary>Every key of a pipeline file, what it may hold, and what counts without it.</summary>
internal static class PipelineSchema
{
    public const int MaximumCommunitySize = 20_000;

    private const double MaximumWeight = 1_000;

    private static readonly MappingShape Purpose = new(
        new Key("controller", Text, Example: "controller: Example Association, Vienna"),
        new Key("purpose", Text, Example: "purpose: find partners for a public information campaign"),
        new Key("legal_basis", Text, Example: "legal_basis: GDPR Art. 6(1)(f)"),
        new Key("retention", Duration, Example: "retention: 365d"));

    private static readonly MappingShape Source = new(
        new Key("name", Identifier, Example: "name: follows"),
        new Key(
            "format",
            Choice([.. ExportFormat.All.Select(format => (format.Name, format.Format))]),
            Example: "format: csv"),
        new Key(
            "kind",
            Choice(
                ("follows", FactKind.Follows),
                ("interactions", FactKind.Interactions),
                ("posts", FactKind.Posts),
                ("accounts", FactKind.Accounts))),
        new Key("path", SourcePath, Example: "path: exports/follows*.csv.gz"),
        new Key("pull", PullSchema.Shape),
        new Key("platform", Identifier),
        new Key("columns", new TableShape()),
        new Key("interaction", Choice(
            ("like", InteractionKind.Like),
            ("reply", InteractionKind.Reply),
            ("repost", InteractionKind.Repost),
            ("mention", InteractionKind.Mention),
            ("quote", InteractionKind.Quote))),
        new Key("complete", Choice(
            ("followers", WholeLists.Followers),
            ("following", WholeLists.Following),
            ("both", WholeLists.Both))),
        new Key("observed_at", Timestamp),
        new Key("time_format", TimeFormat, "auto"),
        new Key("delimiter", Character),
        new Key("quote", Character),
        new Key("header", Values.Boolean),
        new Key("comment", Character),
        new Key("null_values", new ListShape(AnyText)),
        new Key("encoding", Choice(
            ("utf-8", TextEncoding.Utf8),
            ("utf-16", TextEncoding.Utf16),
            ("windows-1252", TextEncoding.Windows1252),
            ("latin-1", TextEncoding.Windows1252))));

    private static readonly MappingShape Graph = new(
        new Key("window", Duration),
        new Key("half_life", Duration),
        new Key("as_of", TimestampOrLatest),
        new Key("weights", new MappingShape(
            new Key("follow", Number(0, MaximumWeight), 1.0),
            new Key("like", Number(0, MaximumWeight), 1.0),
            new Key("reply", Number(0, MaximumWeight), 3.0),
            new Key("mention", Number(0, MaximumWeight), 2.0),
            new Key("repost", Number(0, MaximumWeight), 4.0),
            new Key("quote", Number(0, MaximumWeight), 4.0))));

    private static readonly MappingShape Communities = new(
        new Key("max_size", Whole(2, MaximumCommunitySize), MaximumCommunitySize),
        new Key("min_size", Whole(2, MaximumCommunitySize), 10),
        new Key("resolution", Number(1e-9, 1e9), 1.0),
        new Key(
            "objective",
            Choice(("modularity", CommunityObjective.Modularity), ("cpm", CommunityObjective.Cpm)),
            CommunityObjective.Modularity),
        new Key("seed", Whole(0, int.MaxValue), 42));

    private static readonly MappingShape Profile = new(
        new Key("name", Identifier, Example: "name: bridge"),
        new Key("weights", WeightsWith(_ => 0.0), Example: "weights: { participation: 2, engaged_share: 1 }"));

    private static readonly MappingShape Leaders = new(
        new Key("top", Whole(1, MaximumCommunitySize), 50),
        new Key("weights", WeightsWith(component => component.DefaultWeight)),
        new Key("profiles", new ListShape(Profile)),
        new Key("replicates", Whole(0, 10_000), 100),
        new Key("top_k", Whole(1, MaximumCommunitySize), 10),
        new Key("influence_limit", Duration, LeadersDefinition.DefaultInfluenceLimit),
        new Key("topics", new ListShape(Hashtag, Minimum: 1)));

    private static readonly MappingShape Brief = new(
        new Key("name", Identifier, Example: "name: autumn"),
        new Key("partners", Whole(1, 1_000), 10),
        new Key("method", Choice(("coverage", PartnerMethod.Coverage), ("influence", PartnerMethod.Influence)),
            PartnerMethod.Coverage),
        new Key(
            "probabilities",
            Choice(
                ("weighted_cascade", CascadeProbabilities.WeightedCascade),
                ("learned", CascadeProbabilities.Learned),
                ("constant", CascadeProbabilities.Constant)),
            CascadeProbabilities.WeightedCascade),
        new Key("probability", Number(0, 1)),
        new Key("epsilon", Number(0.01, 0.5)),
        new Key("scope", Choice(("community", PlanScope.Community), ("campaign", PlanScope.Campaign)),
            PlanScope.Community),
        new Key("per_community", Whole(1, 1_000)),
        new Key("exclude", new ListShape(AccountId)),
        new Key("must_include", new ListShape(AccountId)),
        new Key("min_audience_quality", Number(0, 1)),
        new Key("max_sponsored_share", Number(0, 1)),
        new Key("seed", Whole(0, int.MaxValue)));

    private static readonly MappingShape Privacy = new(
        new Key("key_file", FilePath),
        new Key("min_group", Whole(2, 10_000), 10),
        new Key("reveal_leaders", Values.Boolean, false),
        new Key("keep_text", Values.Boolean, false),
        new Key("identity_store", FilePath));

    private static readonly MappingShape Schedule = new(
        new Key("cron", Text),
        new Key("time_zone", Values.TimeZone, "UTC"),
        new Key(
            "misfire",
            Choice(
                ("run_once", MisfirePolicy.RunOnce),
                ("skip", MisfirePolicy.Skip),
                ("run_all", MisfirePolicy.RunAll)),
            MisfirePolicy.RunOnce),
        new Key("after", Identifier),
        new Key("jitter", Duration),
        new Key("time_limit", Duration),
        new Key("retries", Whole(0, 100), ScheduleDefinition.DefaultRetries),
        new Key("retry_delay", Duration, ScheduleDefinition.DefaultRetryDelay));

    private static readonly MappingShape Gates = new(
        new Key("max_reject_share", Number(0, 1), 0.1),
        new Key("min_rows_share", Number(0, 1), GatesDefinition.DefaultMinRowsShare),
        new Key("max_rows_share", Number(1, 1e9)),
        new Key("history_runs", Whole(1, 1_000), GatesDefinition.DefaultHistoryRuns),
        new Key("min_completeness", Number(0, 1)),
        new Key("max_size_change", Number(0, 1)),
        new Key("max_leader_turnover", Number(0, 1)));

    public static MappingShape Root { get; } = new(
        new Key("name", Identifier, Example: "name: sample"),
        new Key("purpose", Purpose,
            Example: "purpose: { controller: ..., purpose: ..., legal_basis: ..., retention: 365d }"),
        new Key("schedule", Schedule),
        new Key("sources", new ListShape(Source, Minimum: 1),
            Example: "sources: [{ name: follows, format: csv, kind: follows, path: follows.csv }]"),
        new Key("graph", Graph),
        new Key("communities", Communities),
        new Key("leaders", Leaders),
        new Key("briefs", new ListShape(Brief)),
        new Key("privacy", Privacy),
        new Key("resources", new MappingShape(
            new Key("memory", ByteSize),
            new Key("threads", Whole(1, 1_024)),
            new Key("disk_reserve", ByteSize, ResourcesDefinition.DefaultDiskReserve))),
        new Key("output", new MappingShape(
            new Key("lake", FilePath),
            new Key("keep_runs", Whole(1, 100_000), 30),
            new Key("compact_files", Whole(2, 1_000), OutputDefinition.DefaultCompactFiles))),
        new Key("gates", Gates));

    private static MappingShape WeightsWith(Func<LeaderComponent, double> otherwise) => new(
        [.. LeaderComponents.All.Select(component => new Key(
            component.Name,
            Number(component.MayCost ? -MaximumWeight : 0, MaximumWeight),
            otherwise(component)))]);

    /// <summary>The keys of the <c>weights</c> mapping in <paramref name="section"/>.</summary>
    public static IReadOnlyList<Key> WeightsOf(string section)
    {
        var owner = (MappingShape)Root.Keys.Single(key => key.Name == section).Shape;
        return ((MappingShape)owner.Keys.Single(key => key.Name == "weights").Shape).Keys;
    }
}
