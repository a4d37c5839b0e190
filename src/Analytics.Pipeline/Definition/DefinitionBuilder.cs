using System.Collections.Immutable;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Leaders;
using Analytics.Pipeline.Sources.Pull;

namespace Analytics.Pipeline.Definition;

/// <summary>Turns a sound root section into the definition.</summary>
internal static class DefinitionBuilder
{
    public static PipelineDefinition Build(Section root, string file, Surroundings surroundings)
    {
        PipelineDefinition definition = new(
            root.Value<string>("name"),
            file,
            Purpose(root.Value<Section>("purpose")),
            [.. root.Items<Section>("sources").Select(Source)],
            Graph(root.Value<Section>("graph")),
            Communities(root.Value<Section>("communities")),
            Leaders(root.Value<Section>("leaders")),
            Privacy(root.Value<Section>("privacy"), surroundings),
            Output(root.Value<Section>("output"), surroundings),
            Gates(root.Value<Section>("gates")),
            [.. root.Items<Section>("briefs").Select(Brief)],
            root.IsGiven("schedule") ? Schedule(root.Value<Section>("schedule")) : null,
            ConfigHash: "")
        {
            Resources = Resources(root.Value<Section>("resources")),
        };
        return definition with { ConfigHash = Definition.ConfigHash.Of(definition) };
    }

    private static ResourcesDefinition Resources(Section section) => new(
        section.Optional<long>("memory"), section.Optional<int>("threads"), section.Value<long>("disk_reserve"));

    private static PurposeRecord Purpose(Section section) => new(
        section.Value<string>("controller"),
        section.Value<string>("purpose"),
        section.Value<string>("legal_basis"),
        section.Value<TimeSpan>("retention"));

    private static SourceDefinition Source(Section section) => new(
        section.Value<string>("name"),
        section.Value<SourceFormat>("format"),
        section.Optional<FactKind>("kind"),
        section.Value<string>("path"),
        section.Reference<string>("platform")
            ?? ExportFormat.Of(section.Value<SourceFormat>("format")).Platform,
        (section.Reference<List<TableRow>>("columns") ?? [])
            .ToImmutableSortedDictionary(row => row.Key.Text, row => row.Text!.Trim(), StringComparer.Ordinal),
        section.Optional<InteractionKind>("interaction"),
        section.Optional<DateTimeOffset>("observed_at"),
        section.Value<string>("time_format"),
        section.Optional<char>("delimiter"),
        section.Optional<char>("quote"),
        section.Optional<bool>("header"),
        section.Optional<char>("comment"),
        [.. section.Items<string>("null_values")],
        section.Place.Line)
    {
        Complete = section.Optional<WholeLists>("complete") ?? WholeLists.None,
        Pull = RemoteAddress.IsRemote(section.Value<string>("path"))
            ? PullSchema.Build(section.Value<Section>("pull"))
            : null,
        Encoding = section.Optional<TextEncoding>("encoding"),
    };

    private static GraphDefinition Graph(Section section)
    {
        var weights = section.Value<Section>("weights");
        return new GraphDefinition(
            section.Optional<TimeSpan>("window"),
            section.Optional<TimeSpan>("half_life"),
            section.Optional<DateTimeOffset>("as_of"),
            new EdgeWeights(
                weights.Value<double>("follow"),
                weights.Value<double>("like"),
                weights.Value<double>("reply"),
                weights.Value<double>("mention"),
                weights.Value<double>("repost"),
                weights.Value<double>("quote")));
    }

    private static CommunitiesDefinition Communities(Section section) => new(
        section.Value<int>("max_size"),
        section.Value<int>("min_size"),
        section.Value<double>("resolution"),
        section.Value<CommunityObjective>("objective"),
        section.Value<int>("seed"));

    private static LeadersDefinition Leaders(Section section) => new(
        section.Value<int>("top"),
        Weights(section),
        section.IsGiven("profiles")
            ? [.. section.Items<Section>("profiles").Select(
                profile => new LeaderProfile(profile.Value<string>("name"), Weights(profile)))]
            : LeaderProfiles.BuiltIn,
        section.Value<int>("replicates"),
        section.Value<int>("top_k"))
    {
        InfluenceLimit = section.Value<TimeSpan>("influence_limit"),
        Topics = [.. section.Items<string>("topics")],
    };

    private static LeaderWeights Weights(Section section)
    {
        var weights = section.Value<Section>("weights");
        return LeaderWeights.Of(component => weights.Value<double>(component.Name));
    }

    private static BriefDefinition Brief(Section section) => new(
        section.Value<string>("name"), section.Value<int>("partners"))
    {
        Method = section.Value<PartnerMethod>("method"),
        Probabilities = section.Value<CascadeProbabilities>("probabilities"),
        Probability = section.Optional<double>("probability"),
        Epsilon = section.Optional<double>("epsilon"),
        Scope = section.Value<PlanScope>("scope"),
        PerCommunity = section.Optional<int>("per_community"),
        Exclude = [.. section.Items<ulong>("exclude")],
        MustInclude = [.. section.Items<ulong>("must_include")],
        MinAudienceQuality = section.Optional<double>("min_audience_quality"),
        MaxSponsoredShare = section.Optional<double>("max_sponsored_share"),
        Seed = section.Optional<int>("seed"),
        Line = section.Place.Line,
    };

    private static PrivacyDefinition Privacy(Section section, Surroundings surroundings) => new(
        DefaultPaths.KeyFile(section, surroundings),
        section.Value<int>("min_group"),
        section.Value<bool>("reveal_leaders"),
        DefaultPaths.IdentityStore(section, surroundings))
    {
        KeepText = section.Value<bool>("keep_text"),
    };

    private static OutputDefinition Output(Section section, Surroundings surroundings) =>
        new(DefaultPaths.Lake(section, surroundings), section.Value<int>("keep_runs"))
        {
            CompactFiles = section.Value<int>("compact_files"),
        };

    private static GatesDefinition Gates(Section section) => new(section.Value<double>("max_reject_share"))
    {
        MinRowsShare = section.Value<double>("min_rows_share"),
        MaxRowsShare = section.Optional<double>("max_rows_share"),
        HistoryRuns = section.Value<int>("history_runs"),
        MinCompleteness = section.Optional<double>("min_completeness"),
        MaxSizeChange = section.Optional<double>("max_size_change"),
        MaxLeaderTurnover = section.Optional<double>("max_leader_turnover"),
    };

    private static ScheduleDefinition Schedule(Section section)
    {
        var place = section.At(section.IsGiven("cron") ? "cron" : "after");
        return new ScheduleDefinition(
            section.Reference<string>("cron") is { } cron ? string.Join(' ', CronFields.Split(cron)) : null,
            section.Value<string>("time_zone"),
            section.Value<MisfirePolicy>("misfire"))
        {
            After = section.Reference<string>("after"),
            Jitter = section.Optional<TimeSpan>("jitter") ?? TimeSpan.Zero,
            TimeLimit = section.Optional<TimeSpan>("time_limit"),
            Retries = section.Value<int>("retries"),
            RetryDelay = section.Value<TimeSpan>("retry_delay"),
            Place = new FilePlace(place.Line, place.Column),
        };
    }
}
