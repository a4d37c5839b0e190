using System.Runtime.CompilerServices;
using Analytics.Pipeline.Marts;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Marts;

public sealed class DocumentTests(AnalysedFacts analysed) : IClassFixture<AnalysedFacts>
{
    /// <summary>Write docs/tables.md anew: <c>ANALYTICS_UPDATE_DOCS=1 ./run.sh test</c>.</summary>
    [Fact]
    public void TablesDocument_EqualsTheDeclarations()
    {
        var path = Path.Combine(Root(), "docs", "tables.md");
        var expected = TablesDocument.Generate();
        if (Environment.GetEnvironmentVariable("ANALYTICS_UPDATE_DOCS") == "1")
            File.WriteAllText(path, expected);

        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public void MetricsDocument_EverySnippet_GivesThePublishedFigures()
    {
        var snippets = Snippets();

        Assert.True(snippets.Count >= 12, $"{snippets.Count} snippets");
        foreach (var (heading, sql) in snippets)
        {
            // Each snippet ends in one row: how many figures it compared, and how many differ.
            var row = analysed.Facts.Rows(sql);
            Assert.True(row.Count == 1 && row[0].Length == 2, $"{heading}: expected compared, different");
            Assert.True(Convert.ToInt64(row[0][0]) > 0, $"{heading}: nothing was compared");
            Assert.True(Convert.ToInt64(row[0][1]) == 0, $"{heading}: {row[0][1]} of {row[0][0]} figures differ");
        }
    }

    [Fact]
    public void MetricsDocument_TamperedMarts_AreNoticed()
    {
        analysed.After(
            """
            UPDATE marts.leaders SET reach = reach + 1, steady_attention = steady_attention + 1,
              item_acts = item_acts + 1, engagement_rate = engagement_rate * 1.01, score = score - 0.01,
              rank_low = rank_high + 1,
              sponsored_posts = sponsored_posts + 1, reach_percentile = reach_percentile - 0.01,
              observed_audience = observed_audience + 1, viewed_posts = viewed_posts + 1,
              engagement_rate_reach = engagement_rate_reach * 1.01,
              adequate_posts = adequate_posts + 1,
              reposts_made = reposts_made + 1, size_band = size_band + 1,
              neighbour_engaged = coalesce(neighbour_engaged, 0) + 1, posts_on_topic = posts_on_topic + 1,
              topic_attention_percentile = topic_attention_percentile - 0.01;
            UPDATE marts.coordination SET accounts = accounts + 1;
            UPDATE marts.signs SET young_account = NOT coalesce(young_account, false);
            UPDATE marts.members SET pagerank = pagerank * 1.01, coreness = coreness + 1,
              internal_degree = internal_degree + 1, betweenness = betweenness + 0.01;
            UPDATE marts.communities SET density = density + 0.01;
            UPDATE marts.partners SET marginal_reach = marginal_reach + 1;
            UPDATE marts.partner_sets SET spread = 1;
            UPDATE marts.constraint_costs SET reach_without = reach_without + 1;
            UPDATE marts.topics SET z = z + 0.01;
            UPDATE marts.stories SET first_use = first_use + 1;
            UPDATE marts.structures SET accounts = accounts + 1;
            CREATE OR REPLACE VIEW leader_trends AS
              SELECT NULL::VARCHAR AS trend, account_id, rank + 1 AS rank, NULL::INTEGER AS previous_rank, reach
              FROM leaders;
            UPDATE marts.bridges SET weight = weight + 0.01
            """,
            facts =>
            {
                foreach (var (heading, sql) in Snippets())
                    Assert.True(Convert.ToInt64(facts.Rows(sql)[0][1]) > 0, $"{heading}: the snippet cannot fail");
            });
    }

    /// <summary>The statement below a heading of docs/metrics.md.</summary>
    internal static string Snippet(string heading) => AllSnippets().Single(one => one.Heading == heading).Sql;

    /// <summary>Those that ask the tables of an analysis; deliveries are known to whole runs alone.</summary>
    private static List<(string Heading, string Sql)> Snippets() =>
        [.. AllSnippets().Where(one => one.Heading != CompletenessTests.Heading)];

    private static List<(string Heading, string Sql)> AllSnippets()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "metrics.md"));
        List<(string, string)> snippets = [];
        var heading = "";
        List<string>? sql = null;
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith('#') && sql is null)
                heading = line.TrimStart('#', ' ');
            else if (line == "```sql")
                sql = [];
            else if (line == "```" && sql is not null)
            {
                snippets.Add((heading, string.Join('\n', sql)));
                sql = null;
            }
            else
                sql?.Add(line);
        }

        return snippets;
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
