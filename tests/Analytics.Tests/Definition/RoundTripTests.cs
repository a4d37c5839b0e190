using System.Globalization;
using System.Text.Json;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.Definition;

/// <summary>Whatever can be written can be read back: any definition within the limits survives the file.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly PipelineFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_AnyValidDefinition_GivesItBack() =>
        Prop.ForAll(Definitions().ToArbitrary(), definition =>
        {
            var read = _folder.Load(YamlOf(definition));
            var schedule = read.Schedule is null ? null : read.Schedule with { Place = default };
            Assert.Equal(Text(definition), Text(read with { ConfigHash = "", Schedule = schedule }));
        }).QuickCheckThrowOnFailure();

    private static string Text(PipelineDefinition definition) => JsonSerializer.Serialize(definition);

    private Gen<PipelineDefinition> Definitions() =>
        from name in Names()
        from seed in Gen.Choose(0, int.MaxValue)
        from sizes in Gen.Choose(2, 20_000).Two()
        from weights in Gen.Choose(1, 1_000_000).Select(number => number / 1_000d).ArrayOf(11)
        from resolution in Gen.Choose(1, 1_000_000).Select(number => number / 997d)
        from spans in Gen.Choose(1, 50_000_000).Select(seconds => TimeSpan.FromSeconds(seconds)).ArrayOf(3)
        from text in Texts()
        from time in Gen.Choose(0, int.MaxValue).Select(seconds => DateTimeOffset.FromUnixTimeSeconds(seconds))
        from flags in Gen.Elements(true, false).ArrayOf(4)
        from excluded in Gen.Choose(0, int.MaxValue).Select(id => (ulong)id * 4_294_967_311).ArrayOf(3)
        from delimiter in Gen.Elements(',', ';', '\t', '|', '\'')
        select new PipelineDefinition(
            name,
            Path.Combine(_folder.Path, "pipeline.yaml"),
            new PurposeRecord(text, text, text, spans[0]),
            [Source(text, delimiter, flags, time), Remote(flags, seed, spans[1])],
            new GraphDefinition(
                flags[0] ? spans[1] : null,
                flags[1] ? spans[2] : null,
                flags[2] ? time : null,
                new EdgeWeights(weights[0], weights[1], weights[2], weights[3], weights[4], weights[5])),
            new CommunitiesDefinition(
                Math.Max(sizes.Item1, sizes.Item2), Math.Min(sizes.Item1, sizes.Item2), resolution,
                flags[3] ? CommunityObjective.Cpm : CommunityObjective.Modularity, seed),
            new LeadersDefinition(
                sizes.Item1,
                LeaderWeights.Of(component =>
                    component.MayCost ? -weights[0] : weights[(LeaderComponents.IndexOf(component.Name) + 6) % 11]),
                [new LeaderProfile("bridge", LeaderWeights.Only(("reach", 1), ("sponsored_share", -weights[0])))],
                seed % 10_001, sizes.Item2)
            {
                Topics = flags[1] ? ["radweg", "öffis für alle"] : [],
            },
            new PrivacyDefinition("/keys/of/all.key", 10, flags[0], "/keys/of/all.parquet") { KeepText = flags[1] },
            new OutputDefinition("/a/lake", sizes.Item2),
            new GatesDefinition(weights[0] / 1_000)
            {
                MinRowsShare = weights[1] / 1_000,
                MaxRowsShare = flags[0] ? 1 + weights[2] : null,
                HistoryRuns = 1 + seed % 1_000,
                MinCompleteness = flags[1] ? weights[3] / 1_000 : null,
                MaxSizeChange = flags[2] ? weights[4] / 1_000 : null,
                MaxLeaderTurnover = flags[3] ? weights[5] / 1_000 : null,
            },
            [Brief(name, excluded, flags)],
            flags[2] ? Schedule(flags, spans, seed) : null,
            ConfigHash: "");

    private static ScheduleDefinition Schedule(bool[] flags, TimeSpan[] spans, int seed) => flags[0]
        ? new ScheduleDefinition("0 0 3 * * ?", "UTC", MisfirePolicy.Skip) { Jitter = spans[0], Retries = seed % 101 }
        : new ScheduleDefinition(null, "UTC", MisfirePolicy.RunOnce)
        {
            After = "other-pipeline",
            TimeLimit = spans[1],
            RetryDelay = spans[2],
        };

    private static BriefDefinition Brief(string name, ulong[] accounts, bool[] flags) => new(name, 7)
    {
        Method = flags[0] ? PartnerMethod.Influence : PartnerMethod.Coverage,
        Epsilon = flags[0] ? 0.25 : null,
        Probabilities = flags[1] ? CascadeProbabilities.Constant : CascadeProbabilities.WeightedCascade,
        Probability = flags[1] ? 0.125 : null,
        Scope = flags[2] ? PlanScope.Campaign : PlanScope.Community,
        PerCommunity = flags[2] ? 3 : null,
        Exclude = accounts[..2],
        MustInclude = [.. accounts[2..].Except(accounts[..2])],
        MinAudienceQuality = flags[3] ? 0.75 : null,
        MaxSponsoredShare = flags[1] ? 0.25 : null,
        Seed = flags[3] ? 11 : null,
        Line = 1,
    };

    private SourceDefinition Source(string text, char delimiter, bool[] flags, DateTimeOffset time) => new(
        "follows",
        SourceFormat.Csv,
        FactKind.Follows,
        Path.Combine(_folder.Path, "follows.csv"),
        "x",
        new SortedDictionary<string, string>(StringComparer.Ordinal) { ["followee_id"] = "b", ["follower_id"] = text },
        Interaction: null,
        flags[0] ? time : null,
        flags[1] ? "unix_ms" : "%d.%m.%Y",
        flags[2] ? delimiter : null,
        flags[3] ? '"' : null,
        flags[0] ? flags[1] : null,
        Comment: flags[0] ? '#' : null,
        flags[2] ? [text, "NA"] : [],
        Line: 1)
    {
        Complete = (WholeLists)((flags[0] ? 1 : 0) + (flags[3] ? 2 : 0)),
    };

    private static SourceDefinition Remote(bool[] flags, int number, TimeSpan span) => new(
        "remote",
        SourceFormat.Ndjson,
        FactKind.Interactions,
        flags[0] ? $"https://partner.example:8443/exports/{number}?since={number}&x=%20" : "s3://bucket/a/**/*[0-9].gz",
        "x",
        new SortedDictionary<string, string>(StringComparer.Ordinal),
        Interaction: null,
        ObservedAt: null,
        "auto",
        Delimiter: null,
        Quote: null,
        Header: null,
        Comment: null,
        NullValues: [],
        Line: 1)
    {
        Pull = new PullDefinition(
            flags[0] && flags[1] ? "TOKEN_1" : null,
            flags[0] && !flags[1] ? "/secret/token" : null,
            flags[0]
                ? new PagesDefinition(
                    "meta.next", flags[2] ? "after" : null, flags[3] ? PageStart.Last : PageStart.First,
                    1 + (number % 1_000))
                : null,
            flags[0] ? null : "http://127.0.0.1:9000",
            flags[0] ? null : "eu-central-1",
            !flags[0] && flags[1],
            !flags[0] && flags[2] ? ListingWatermark.LastName : ListingWatermark.ETag,
            1 + (number % 64),
            span,
            number % 101,
            span,
            (1 + (number % 999_999)) * 1_000L),
    };

    private static object YamlOf(PullDefinition pull) => new
    {
        token_env = pull.TokenEnv,
        token_file = pull.TokenFile,
        pages = pull.Pages is not { } pages ? null : new
        {
            next = pages.Next,
            parameter = pages.Parameter,
            start = pages.Start == PageStart.Last ? "last" : "first",
            limit = pages.Limit,
        },
        endpoint = pull.Endpoint,
        region = pull.Region,
        anonymous = pull.Anonymous ? "true" : null,
        watermark = pull.Watermark == ListingWatermark.LastName ? "last_name" : null,
        concurrency = pull.Concurrency,
        timeout = Durations.Format(pull.Timeout),
        retries = pull.Retries,
        max_wait = Durations.Format(pull.MaxWait),
        max_file_size = $"{pull.MaxFileSize / 1_000}kB",
    };

    private static Gen<string> Names() =>
        from first in Gen.Elements("abcXYZ019".ToCharArray())
        from rest in Gen.Elements("abc019_.-ä".ToCharArray()).ArrayOf(5)
        select first + new string(rest);

    /// <summary>Texts that YAML would misread if they were not quoted; blanks at the ends are not kept.</summary>
    private static Gen<string> Texts() =>
        from letters in Gen.Elements("ab :#'\"{}[],&*!|>%@`\\ä€-?".ToCharArray()).ArrayOf(8)
        select "x" + new string(letters) + "x";

    /// <summary>JSON is YAML: a writer that owes nothing to the reader under test.</summary>
    private static string YamlOf(PipelineDefinition definition)
    {
        var source = definition.Sources[0];
        var brief = definition.Briefs[0];
        var graph = definition.Graph;
        return JsonSerializer.Serialize(new
        {
            name = definition.Name,
            purpose = new
            {
                controller = definition.Purpose.Controller,
                purpose = definition.Purpose.Purpose,
                legal_basis = definition.Purpose.LegalBasis,
                retention = Durations.Format(definition.Purpose.Retention),
            },
            sources = new object[]
            {
                new
                {
                    name = source.Name,
                    format = "csv",
                    kind = "follows",
                    path = source.Path,
                    platform = source.Platform,
                    columns = source.Columns,
                    complete = source.Complete == WholeLists.None
                        ? null
                        : source.Complete.ToString().ToLowerInvariant(),
                    observed_at = source.ObservedAt?.ToString("O", CultureInfo.InvariantCulture),
                    time_format = source.TimeFormat,
                    delimiter = source.Delimiter,
                    quote = source.Quote,
                    header = source.Header,
                    comment = source.Comment,
                    null_values = source.NullValues,
                },
                new
                {
                    name = "remote",
                    format = "ndjson",
                    kind = "interactions",
                    path = definition.Sources[1].Path,
                    platform = "x",
                    pull = YamlOf(definition.Sources[1].Pull!),
                },
            },
            graph = new
            {
                window = graph.Window is { } window ? Durations.Format(window) : null,
                half_life = graph.HalfLife is { } halfLife ? Durations.Format(halfLife) : null,
                as_of = graph.AsOf?.ToString("O", CultureInfo.InvariantCulture) ?? "latest",
                weights = new
                {
                    follow = graph.Weights.Follow,
                    like = graph.Weights.Like,
                    reply = graph.Weights.Reply,
                    mention = graph.Weights.Mention,
                    repost = graph.Weights.Repost,
                    quote = graph.Weights.Quote,
                },
            },
            communities = new
            {
                max_size = definition.Communities.MaxSize,
                min_size = definition.Communities.MinSize,
                resolution = definition.Communities.Resolution,
                objective = definition.Communities.Objective == CommunityObjective.Cpm ? "cpm" : "modularity",
                seed = definition.Communities.Seed,
            },
            leaders = new
            {
                top = definition.Leaders.Top,
                weights = WeightsOf(definition.Leaders.Weights),
                profiles = definition.Leaders.Profiles.Select(
                    profile => new { name = profile.Name, weights = WeightsOf(profile.Weights) }),
                replicates = definition.Leaders.Replicates,
                top_k = definition.Leaders.TopK,
                topics = definition.Leaders.Topics is { Count: > 0 } topics
                    ? topics.Select(topic => $"#{topic}")
                    : null,
            },
            briefs = new[]
            {
                new
                {
                    name = brief.Name,
                    partners = brief.Partners,
                    method = brief.Method == PartnerMethod.Influence ? "influence" : "coverage",
                    epsilon = brief.Epsilon,
                    probabilities = brief.Probability is null ? "weighted_cascade" : "constant",
                    probability = brief.Probability,
                    scope = brief.PerCommunity is null ? "community" : "campaign",
                    per_community = brief.PerCommunity,
                    exclude = brief.Exclude,
                    must_include = brief.MustInclude,
                    min_audience_quality = brief.MinAudienceQuality,
                    max_sponsored_share = brief.MaxSponsoredShare,
                    seed = brief.Seed,
                },
            },
            privacy = new
            {
                key_file = definition.Privacy.KeyFile,
                reveal_leaders = definition.Privacy.RevealLeaders,
                keep_text = definition.Privacy.KeepText,
                identity_store = definition.Privacy.IdentityStore,
            },
            output = new { lake = definition.Output.Lake, keep_runs = definition.Output.KeepRuns },
            gates = new
            {
                max_reject_share = definition.Gates.MaxRejectShare,
                min_rows_share = definition.Gates.MinRowsShare,
                max_rows_share = definition.Gates.MaxRowsShare,
                history_runs = definition.Gates.HistoryRuns,
                min_completeness = definition.Gates.MinCompleteness,
                max_size_change = definition.Gates.MaxSizeChange,
                max_leader_turnover = definition.Gates.MaxLeaderTurnover,
            },
            schedule = definition.Schedule is { } schedule ? YamlOf(schedule) : null,
        });
    }

    private static object YamlOf(ScheduleDefinition schedule) => new
    {
        cron = schedule.Cron,
        misfire = schedule.Cron is null ? null : "skip",
        after = schedule.After,
        jitter = schedule.Jitter > TimeSpan.Zero ? Durations.Format(schedule.Jitter) : null,
        time_limit = schedule.TimeLimit is { } limit ? Durations.Format(limit) : null,
        retries = schedule.Retries,
        retry_delay = Durations.Format(schedule.RetryDelay),
    };

    private static Dictionary<string, double> WeightsOf(LeaderWeights weights) =>
        weights.Values.ToDictionary(weight => weight.Key, weight => weight.Value);
}
