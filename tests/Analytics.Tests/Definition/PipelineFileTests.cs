using Analytics.Pipeline;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Leaders;

namespace Analytics.Tests.Definition;

public sealed class PipelineFileTests : IDisposable
{
    private readonly PipelineFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_OnlyRequiredKeys_FillsInDefaults()
    {
        var definition = _folder.Load(PipelineFolder.With());

        Assert.Equal("test", definition.Name);
        Assert.Equal(Path.Combine(_folder.Path, "pipeline.yaml"), definition.FilePath);
        Assert.Equal(TimeSpan.FromDays(365), definition.Purpose.Retention);
        Assert.Equal(new GraphDefinition(null, null, null, new EdgeWeights(1, 1, 3, 2, 4, 4)), definition.Graph);
        Assert.Equal(
            new CommunitiesDefinition(20_000, 10, 1, CommunityObjective.Modularity, 42), definition.Communities);
        Assert.Equal((50, LeaderWeights.Default), (definition.Leaders.Top, definition.Leaders.Weights));
        Assert.Equal(
            new PrivacyDefinition(
                "/home/somebody/.config/analytics/pseudonym.key", 10, false,
                "/home/somebody/.config/analytics/identities.parquet"),
            definition.Privacy);
        Assert.Equal(new OutputDefinition(Path.Combine(_folder.Path, "lake"), 30), definition.Output);
        Assert.Equal(new GatesDefinition(0.1) { MinRowsShare = 0.1, HistoryRuns = 7 }, definition.Gates);
        Assert.Empty(definition.Briefs);
        Assert.Null(definition.Schedule);
    }

    [Fact]
    public void Load_OnlyRequiredSourceKeys_FillsInDefaults()
    {
        var source = Assert.Single(_folder.Load(PipelineFolder.With()).Sources);

        Assert.Equal("default", source.Platform);
        Assert.Equal("auto", source.TimeFormat);
        Assert.Equal(4, source.Line);
        Assert.Equal(Path.Combine(_folder.Path, "follows.csv"), source.Path);
        Assert.Empty(source.Columns);
        Assert.Empty(source.NullValues);
        Assert.Equal((null, null, null), (source.Delimiter, source.Quote, source.Comment));
        Assert.Equal((null, null, null), (source.Header, source.Interaction, source.ObservedAt));
    }

    [Fact]
    public void Load_EveryKeyGiven_KeepsEveryValue()
    {
        var definition = _folder.Load(PipelineFolder.With(
            "  - name: second",
            "    format: edgelist",
            "    kind: interactions",
            "    path: '*.csv'",
            "    platform: x",
            "    columns: { target_id: b, actor_id: a, at: to_timestamp(c) }",
            "    interaction: repost",
            "    observed_at: 2025-06-30T12:00:00+02:00",
            "    time_format: '%d.%m.%Y'",
            "    delimiter: tab",
            "    header: true",
            "    comment: '#'",
            "    null_values: [NA, '-']",
            "graph: { window: 180d, half_life: 36h, as_of: 2025-06-30, weights: { like: 0.5 } }",
            "communities: { max_size: 500, min_size: 5, resolution: 0.8, objective: cpm, seed: 7 }",
            "leaders: { top: 10, influence_limit: 36h, weights: { sponsored_share: -1 } }",
            "briefs:",
            "  - { name: autumn, partners: 5, max_sponsored_share: 0.2, exclude: [18446744073709551615], seed: 3 }",
            "  - { name: winter, method: influence, epsilon: 0.05, probabilities: constant, probability: 0.2,",
            "      scope: campaign, per_community: 2, must_include: [7] }",
            "privacy: { key_file: keys/secret.key, min_group: 20, reveal_leaders: true }",
            "output: { lake: ../lake, keep_runs: 3 }",
            "gates: { max_reject_share: 0.5 }",
            "schedule: { cron: '0  0 3 * * ?', time_zone: Europe/Vienna, misfire: skip }"));

        var source = definition.Sources[1];
        Assert.Equal((SourceFormat.EdgeList, FactKind.Interactions), (source.Format, source.Kind));
        Assert.Equal(InteractionKind.Repost, source.Interaction);
        Assert.Equal(new DateTimeOffset(2025, 6, 30, 10, 0, 0, TimeSpan.Zero), source.ObservedAt);
        Assert.Equal(("x", "%d.%m.%Y"), (source.Platform, source.TimeFormat));
        Assert.Equal(('\t', '#'), (source.Delimiter, source.Comment));
        Assert.True(source.Header);
        Assert.Equal(["NA", "-"], source.NullValues);
        Assert.Equal(["actor_id", "at", "target_id"], source.Columns.Keys);
        Assert.Equal("to_timestamp(c)", source.Columns["at"]);
        Assert.Equal(5, source.Line);
        Assert.Equal(TimeSpan.FromHours(36), definition.Graph.HalfLife);
        Assert.Equal(new DateTimeOffset(2025, 6, 30, 0, 0, 0, TimeSpan.Zero), definition.Graph.AsOf);
        Assert.Equal(new EdgeWeights(1, 0.5, 3, 2, 4, 4), definition.Graph.Weights);
        Assert.Equal(new CommunitiesDefinition(500, 5, 0.8, CommunityObjective.Cpm, 7), definition.Communities);
        Assert.Equal(-1, definition.Leaders.Weights["sponsored_share"]);
        AssertBriefs(definition.Briefs);
        Assert.Equal(Path.Combine(_folder.Path, "keys", "identities.parquet"), definition.Privacy.IdentityStore);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "lake"), definition.Output.Lake);
        Assert.Equal(
            new ScheduleDefinition("0 0 3 * * ?", "Europe/Vienna", MisfirePolicy.Skip),
            definition.Schedule! with { Place = default });
    }

    private static void AssertBriefs(IReadOnlyList<BriefDefinition> briefs)
    {
        var (autumn, winter) = (briefs[0], briefs[1]);
        Assert.Equal(
            ("autumn", 5, 0.2, 3), (autumn.Name, autumn.Partners, autumn.MaxSponsoredShare!.Value, autumn.Seed!.Value));
        Assert.Equal([ulong.MaxValue], autumn.Exclude);
        Assert.Equal(
            (PartnerMethod.Coverage, CascadeProbabilities.WeightedCascade, PlanScope.Community),
            (autumn.Method, autumn.Probabilities, autumn.Scope));
        Assert.Equal((PartnerMethod.Influence, 0.05, 10), (winter.Method, winter.Epsilon!.Value, winter.Partners));
        Assert.Equal((CascadeProbabilities.Constant, 0.2), (winter.Probabilities, winter.Probability!.Value));
        Assert.Equal((PlanScope.Campaign, 2), (winter.Scope, winter.PerCommunity!.Value));
        Assert.Equal([7UL], winter.MustInclude);
    }

    [Fact]
    public void Load_Variables_AreReplacedBeforeTypesAreChecked()
    {
        _folder.Set("TOP", "7").Set("EMPTY", "");

        var definition = _folder.Load(PipelineFolder.With(
            "leaders: { top: \"${TOP}\" }",
            "communities:",
            "  seed: ${SEED:-11}",
            "output: { lake: \"~/${EMPTY:-lakes}/$${TOP}\" }"));

        Assert.Equal(7, definition.Leaders.Top);
        Assert.Equal(11, definition.Communities.Seed);
        Assert.Equal("/home/somebody/lakes/${TOP}", definition.Output.Lake);
    }

    [Fact]
    public void Load_AliasesAndComments_AreRead()
    {
        var definition = _folder.Load(PipelineFolder.With(
            "graph:",
            "  window: &span 30d   # the same twice",
            "  half_life: *span"));

        Assert.Equal(definition.Graph.Window, definition.Graph.HalfLife);
    }

    [Fact]
    public void ConfigHash_LayoutCommentsAndPlace_DoNotCount()
    {
        using PipelineFolder elsewhere = new();
        var hash = _folder.Load(PipelineFolder.With("leaders: { top: 50 }")).ConfigHash;

        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, elsewhere.Load("# a comment\n" + PipelineFolder.With(), "other.yaml").ConfigHash);
        Assert.Equal(hash, _folder.Load(PipelineFolder.With("output: { lake: /tmp/other }")).ConfigHash);
        Assert.Equal(hash, _folder.Load(PipelineFolder.With("privacy: { key_file: /tmp/other }")).ConfigHash);
        Assert.Equal(hash, _folder.Load(PipelineFolder.With("gates: { max_leader_turnover: 0.3 }")).ConfigHash);
    }

    [Theory]
    [InlineData("leaders: { top: 51 }")]
    [InlineData("communities: { seed: 43 }")]
    [InlineData("graph: { window: 1d }")]
    [InlineData("privacy: { min_group: 11 }")]
    [InlineData("  - { name: second, format: csv, kind: follows, path: follows.csv }")]
    public void ConfigHash_ChangedMeaning_Counts(string line)
    {
        var hash = _folder.Load(PipelineFolder.With()).ConfigHash;

        Assert.NotEqual(hash, _folder.Load(PipelineFolder.With(line)).ConfigHash);
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt()
    {
        var refusal = Assert.Throws<UserException>(() => PipelineFile.Load("/nowhere/at/all.yaml"));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Equal(
            "/nowhere/at/all.yaml: found no such file; expected a pipeline file. Check the path.", refusal.Message);
    }

    [Fact]
    public void Load_Folder_AsksForAFile() =>
        Assert.Equal("a folder", Assert.Throws<UserException>(() => PipelineFile.Load(_folder.Path)).Problems[0].Found);
}
