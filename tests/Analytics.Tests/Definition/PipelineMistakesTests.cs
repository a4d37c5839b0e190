using Analytics.Pipeline;

namespace Analytics.Tests.Definition;

public sealed class PipelineMistakesTests : IDisposable
{
    private readonly PipelineFolder _folder = new("interactions.csv", "data/readme.md");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_SixMistakes_ReportsEachOnceWithItsPlace()
    {
        var problems = _folder.ProblemsOf(
            """
            name: test
            purpose: { controller: A, purpose: B, legal_basis: C }
            sources:
              - name: follows
                format: cvs
                kind: follows
                path: follow.csv
            graph:
              windw: 180d
            communities: { max_size: 50000 }
            privacy: { key_file: "${KEYS}/pseudonym.key" }
            """);

        Assert.Equal(
            [
                (2, 10, "purpose.retention"), (5, 13, "sources[0].format"), (7, 11, "sources[0].path"),
                (9, 3, "graph.windw"), (10, 26, "communities.max_size"), (11, 23, "privacy.key_file"),
            ],
            problems.Select(problem => (problem.Line, problem.Column, problem.Key!)));
    }

    [Fact]
    public void Message_SeveralMistakes_ListsOnePerLineWithFoundExpectedRemedy()
    {
        var refusal = Assert.Throws<UserException>(() => _folder.Load(PipelineFolder.With("graf: {}", "leaders: 7")));

        var lines = refusal.Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("2 mistakes:", lines[0]);
        Assert.EndsWith("leaders, briefs, privacy, resources, output, gates. Did you mean 'graph'?", lines[1]);
        Assert.EndsWith(
            "pipeline.yaml:6:10: leaders: found '7'; "
            + "expected a mapping with top, weights, profiles, replicates, top_k, influence_limit, topics. "
            + "Write 'key: value' pairs, indented below the key or in { }.",
            lines[2]);
    }

    [Theory]
    [InlineData("graph: [1]", "graph", "a list", "a mapping with window")]
    [InlineData("leaders: { top: [1] }", "leaders.top", "a list", "a whole number from 1 to 20000")]
    [InlineData(
        "leaders: { profiles: [{ name: multiplier, weights: { reach: 1 } }] }", "leaders.profiles[0].name",
        "'multiplier'", "another name")]
    [InlineData(
        "leaders: { profiles: [{ name: a, weights: { reach: 0 } }] }", "leaders.profiles[0].weights",
        "no weight above 0", "at least one")]
    [InlineData(
        "leaders: { profiles: [{ name: a }] }", "leaders.profiles[0].weights", "nothing",
        "a mapping with steady_attention")]
    [InlineData("leaders: { topics: [] }", "leaders.topics", "an empty list", "at least one")]
    [InlineData("leaders: { topics: ['#'] }", "leaders.topics[0]", "'#'", "a hashtag")]
    [InlineData("leaders: { topics: ['a.b'] }", "leaders.topics[0]", "'a.b'", "a hashtag")]
    [InlineData("leaders: { top: many }", "leaders.top", "'many'", "a whole number")]
    [InlineData("leaders: { top: 1.5 }", "leaders.top", "'1.5'", "a whole number")]
    [InlineData("briefs: autumn", "briefs", "'autumn'", "a list of mappings")]
    [InlineData("briefs: [autumn]", "briefs[0]", "'autumn'", "a mapping with name")]
    [InlineData("privacy: { reveal_leaders: yes }", "privacy.reveal_leaders", "'yes'", "true or false")]
    [InlineData("graph: { window: 180 days }", "graph.window", "'180 days'", "a duration")]
    [InlineData("graph: { window: 0d }", "graph.window", "'0d'", "a duration")]
    [InlineData("graph: { as_of: yesterday }", "graph.as_of", "'yesterday'", "'latest' or a time")]
    [InlineData("gates: { max_reject_share: 1.1 }", "gates.max_reject_share", "'1.1'", "a number from 0 to 1")]
    [InlineData("gates: { max_rows_share: 0.9 }", "gates.max_rows_share", "'0.9'", "a number from 1 to 1000000000")]
    [InlineData("gates: { history_runs: 0 }", "gates.history_runs", "'0'", "a whole number from 1 to 1000")]
    [InlineData("gates: { min_rows_share: 2 }", "gates.min_rows_share", "'2'", "a number from 0 to 1")]
    [InlineData("gates: { min_completeness: all }", "gates.min_completeness", "'all'", "a number from 0 to 1")]
    [InlineData("gates: { max_size_change: 25% }", "gates.max_size_change", "'25%'", "a number from 0 to 1")]
    [InlineData("gates: { max_leader_turnover: -1 }", "gates.max_leader_turnover", "'-1'", "a number from 0 to 1")]
    [InlineData("gates: { max_reject_share: NaN }", "gates.max_reject_share", "'NaN'", "a number from 0 to 1")]
    [InlineData("communities: { max_size: 20001 }", "communities.max_size", "'20001'", "from 2 to 20000")]
    [InlineData("graph: { weights: { like: -1 } }", "graph.weights.like", "'-1'", "a number from 0 to 1000")]
    [InlineData("schedule: { cron: 0 3 * * }", "schedule.cron", "'0 3 * *', 4 fields", "five fields as in crontab")]
    [InlineData("schedule: { cron: 60 3 * * * }", "schedule.cron", "'60' as minute", "values from 0 to 59")]
    [InlineData("schedule: { cron: 0 3 * * 8 }", "schedule.cron", "'8' as day of the week", "0 and 7 are Sunday")]
    [InlineData("schedule: { cron: 0 3 ? * 1 }", "schedule.cron", "'?' as day of the month", "values from 1 to 31")]
    [InlineData("schedule: { cron: 0 99 3 * * ? }", "schedule.cron", "'99' as minute", "values from 0 to 59")]
    [InlineData("schedule: { cron: 0 0 3 ? * 0 }", "schedule.cron", "'0' as day of the week", "1 is Sunday")]
    [InlineData("schedule: { cron: 0 0 3 * * ? 26 }", "schedule.cron", "'26' as year", "values from 1970 to 2099")]
    [InlineData("schedule: { cron: 0 */0 3 * * ? }", "schedule.cron", "'*/0' as minute", "steps")]
    [InlineData("schedule: { misfire: skip }", "schedule.cron", "nothing", "a cron expression, or 'after'")]
    [InlineData("schedule: { cron: 0 3 * * *, misfire: all }", "schedule.misfire", "'all'", "run_once, skip, run_all")]
    [InlineData("schedule: { cron: 0 3 * * *, time_zone: Europe/Atlantis }", "schedule.time_zone",
        "'Europe/Atlantis'", "an IANA time zone")]
    [InlineData("schedule: { cron: 0 3 * * *, after: other }", "schedule.after", "both cron and after", "one of them")]
    [InlineData("schedule: { after: test }", "schedule.after", "'test', this pipeline itself", "another pipeline")]
    [InlineData("schedule: { after: other, misfire: skip }", "schedule.misfire", "a value without effect",
        "no misfire")]
    [InlineData("schedule: { cron: 0 3 * * *, retries: 101 }", "schedule.retries", "'101'", "from 0 to 100")]
    [InlineData("schedule: { cron: 0 3 * * *, time_limit: 2 hours }", "schedule.time_limit", "'2 hours'", "a duration")]
    [InlineData("briefs: [{ name: a, exclude: [bob] }]", "briefs[0].exclude[0]", "'bob'", "a pseudonym")]
    [InlineData("briefs: [{ name: a, method: fame }]", "briefs[0].method", "'fame'", "coverage or influence")]
    [InlineData("briefs: [{ name: a, method: influence, epsilon: 0.7 }]", "briefs[0].epsilon", "'0.7'", "to 0.5")]
    [InlineData("briefs: [{ name: a, must_include: [1, 2], exclude: [2] }]", "briefs[0].must_include",
        "2, which exclude names too", "accounts that are not excluded")]
    [InlineData("briefs: [{ name: a, must_include: [3, 3] }]", "briefs[0].must_include", "3 2 times", "once")]
    [InlineData("briefs: [{ name: a, partners: 1, scope: campaign, must_include: [1, 2] }]", "briefs[0].must_include",
        "2 accounts", "at most 1")]
    [InlineData("briefs: [{ name: a, epsilon: 0.1 }]", "briefs[0].epsilon", "a value without effect", "influence")]
    [InlineData("briefs: [{ name: a, per_community: 2 }]", "briefs[0].per_community", "a value without effect",
        "'scope: campaign'")]
    [InlineData("briefs: [{ name: a, probability: 0.1 }]", "briefs[0].probability", "a value without effect",
        "'probabilities: constant'")]
    public void Load_WrongValue_SaysWhatWasFoundAndExpected(string line, string key, string found, string expected)
    {
        var problem = Assert.Single(_folder.ProblemsOf(PipelineFolder.With(line)));

        Assert.Equal((key, 5), (problem.Key, problem.Line));
        Assert.Equal(found, problem.Found);
        Assert.Contains(expected, problem.Expected);
    }

    [Theory]
    [InlineData("max_size: 5", "Move it to 'communities', where it belongs")]
    [InlineData("grpah: {}", "Did you mean 'graph'?")]
    [InlineData("leaders: { weights: { page_rank: 1 } }", "Did you mean 'pagerank'?")]
    [InlineData("communities: { max-size: 10 }", "Did you mean 'max_size'?")]
    [InlineData("communities: { objective: modularty }", "Did you mean 'modularity'?")]
    [InlineData("zzz: 1", "Remove it")]
    [InlineData("communities: { max_size: 5 }", "Lower min_size or raise max_size")]
    [InlineData("graph: { weights: { follow: 0, like: 0, reply: 0, mention: 0, repost: 0, quote: 0 } }",
        "Raise one of them")]
    [InlineData("name: again", "Remove one of them")]
    [InlineData("output: { lake: ~/.config }", "Move it, for instance to ~/.config/analytics/")]
    [InlineData("privacy: { identity_store: lake/identities.parquet }",
        "Move it, for instance to ~/.config/analytics/")]
    [InlineData("briefs: [{ name: a }, { name: a }]", "Rename one of them")]
    [InlineData("briefs: [{ name: a, max_sponsored_shar: 0.1 }]", "Did you mean 'max_sponsored_share'?")]
    [InlineData("  - { name: follows, format: csv, kind: follows, path: follows.csv }", "Rename one of them")]
    [InlineData("output: { lake: \"${NOWHERE}\" }",
        "Set it (export NOWHERE=...) or give a default in the file: ${NOWHERE:-value}")]
    public void Load_Mistake_NamesTheRemedy(string line, string remedy) =>
        Assert.Equal(remedy, Assert.Single(_folder.ProblemsOf(PipelineFolder.With(line))).Remedy);

    [Theory]
    [InlineData("format: csv, kind: follows, path: missing.csv", "path")]
    [InlineData("format: csv, kind: follows, path: data", "path")]
    [InlineData("format: csv, kind: follows, path: '*.tsv'", "path")]
    [InlineData("format: csv, kind: follows, path: none/at/all", "path")]
    [InlineData("format: cvs, kind: follows, path: follows.csv", "format")]
    [InlineData("format: csv, kind: likes, path: follows.csv", "kind")]
    [InlineData("kind: follows, path: follows.csv", "format")]
    [InlineData("format: csv, kind: follows, path: follows.csv, interaction: like", "interaction")]
    [InlineData("format: csv, kind: interactions, path: follows.csv, interaction: boost", "interaction")]
    [InlineData("format: csv, kind: follows, path: follows.csv, complete: true", "complete")]
    [InlineData("format: csv, kind: posts, path: follows.csv, complete: followers", "complete")]
    [InlineData("format: bluesky-jetstream, path: follows.csv, complete: followers", "complete")]
    [InlineData("format: parquet, kind: follows, path: follows.csv, delimiter: ';'", "delimiter")]
    [InlineData("format: csv, kind: follows, path: follows.csv, delimiter: '::'", "delimiter")]
    [InlineData("format: edgelist, kind: posts, path: follows.csv", "kind")]
    [InlineData("format: csv, kind: follows, path: follows.csv, time_format: unixx", "time_format")]
    [InlineData("format: csv, kind: follows, path: follows.csv, observed_at: 30.6.2025", "observed_at")]
    [InlineData("format: csv, kind: follows, path: follows.csv, columns: { follower_id: a }", "columns.followee_id")]
    [InlineData("format: csv, kind: follows, path: follows.csv, columns: { follower_id: a, folowee_id: b }",
        "columns.folowee_id")]
    [InlineData("format: csv, kind: interactions, path: follows.csv, columns: { actor_id: a, target_id: b, at: c }",
        "columns.kind")]
    [InlineData("format: csv, kind: interactions, path: follows.csv, interaction: like, "
        + "columns: { actor_id: a, target_id: b, at: c, kind: d }", "columns.kind")]
    [InlineData("format: csv, kind: follows, path: follows.csv, columns: { follower_id: [a], followee_id: b }",
        "columns.follower_id")]
    [InlineData("format: csv, kind: follows, path: 'ftp://a.example/b.csv'", "path")]
    [InlineData("format: csv, kind: follows, path: 'https://'", "path")]
    [InlineData("format: csv, kind: follows, path: 'https://me:secret@a.example/b.csv'", "path")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b.csv#part'", "path")]
    [InlineData("format: csv, kind: follows, path: 'sftp://a.example/b.csv'", "path")]
    [InlineData("format: csv, kind: follows, path: 'azure://account'", "path")]
    [InlineData("format: csv, kind: follows, path: follows.csv, pull: { retries: 1 }", "pull")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { retrys: 1 }", "pull.retrys")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { retries: 101 }", "pull.retries")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { pages: link }", "pull.pages")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { pages: {} }", "pull.pages.next")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { token_env: 'a b' }",
        "pull.token_env")]
    [InlineData("format: csv, kind: follows, path: 'http://a.example/b', pull: { token_env: T }", "pull.token_env")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { token_env: T, token_file: t }",
        "pull.token_file")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { region: eu-1 }", "pull.region")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', pull: { max_file_size: 12 }",
        "pull.max_file_size")]
    [InlineData("format: csv, kind: follows, path: 'https://a.example/b', "
        + "pull: { pages: { next: link, parameter: p } }", "pull.pages.parameter")]
    [InlineData("format: csv, kind: follows, path: 's3://bucket/a', pull: { token_env: T }", "pull.token_env")]
    [InlineData("format: csv, kind: follows, path: 's3://bucket/a', pull: { pages: { next: link } }", "pull.pages")]
    [InlineData("format: csv, kind: follows, path: 's3://bucket/a', pull: { endpoint: minio:9000 }", "pull.endpoint")]
    public void Load_WrongSource_ReportsTheKeyOnce(string source, string key)
    {
        var problem = Assert.Single(_folder.ProblemsOf(PipelineFolder.WithSource(source)));

        Assert.Equal($"sources[1].{key}", problem.Key);
        Assert.Equal(5, problem.Line);
    }

    [Fact]
    public void Load_FileNameNearlyRight_NamesTheNeighbour()
    {
        var problem = Assert.Single(_folder.ProblemsOf(
            PipelineFolder.WithSource("format: csv, kind: interactions, path: interaction.csv")));

        Assert.Equal("Did you mean 'interactions.csv' in the same folder?", problem.Remedy);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("just a text", 1)]
    [InlineData("name: [a, b", 1)]
    [InlineData("name: a\n  purpose: b", 2)]
    [InlineData("name: \"never closed\nsources: 1", 1)]
    [InlineData("name: *nothing", 1)]
    public void Load_BrokenYaml_IsOneLocatedProblem(string yaml, int line)
    {
        var problem = Assert.Single(_folder.ProblemsOf(yaml));

        Assert.InRange(problem.Line, line, line + 1);
        Assert.True(problem.Column >= 1);
    }

    [Fact]
    public void Load_NestedWithoutEnd_IsRefusedBeforeTheStackEnds() =>
        Assert.Contains("Nested too deeply", _folder.ProblemsOf("name: " + new string('[', 100_000))[0].Found);

    [Fact]
    public void Load_SecondDocument_IsRefused() =>
        Assert.Equal("a second document", _folder.ProblemsOf(PipelineFolder.With("---", "name: b"))[0].Found);

    [Fact]
    public void Load_RequiredKeysMissing_ProposesEach()
    {
        var problems = _folder.ProblemsOf("graph: {}");

        Assert.Equal(["name", "purpose", "sources"], problems.Select(problem => problem.Key));
        Assert.All(problems, problem => Assert.StartsWith("Add it, for instance ", problem.Remedy));
    }
}
