using Analytics.App.Console;
using Analytics.App.Reports;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Marts;

namespace Analytics.Tests.App;

public sealed class RunReportTests
{
    private static readonly LeaderLine Unnamed = new(2, 42, null, 0.5, 10, null, "nano");

    private static readonly RunSummary Summary = new(
        "0001-abcd", "/srv/my lake", "/srv/my lake/analytics.duckdb", RunStatus.Done,
        [new SourceReport("follows", 0, 3, 1, 1_234_567, 1_234_000, 500, 67, 0.75)],
        [
            new CommunityReport(1, "climate", 1_234, "birth",
            [
                new LeaderLine(1, 18446744073709551615, "anna", 0.9876, 1_000, 0.5, "macro"),
                Unnamed,
            ]),
            new CommunityReport(2, "football", 20, "continue", []),
        ],
        [],
        [],
        []);

    [Fact]
    public void Write_Summary_TellsWhatCameInAndWhoLeads()
    {
        var text = Write(Summary);

        Assert.StartsWith(
            """
            source   new files       read   accepted  rejected  duplicates  complete
            -------  ---------  ---------  ---------  --------  ----------  --------
            follows          0  1,234,567  1,234,000       500          67      75 %
            0 new files ingested, 3 known before, 1 could not be read (see rejects).

            community   size  change    rank  leader  score  reach  engaged  tier
            ---------  -----  --------  ----  ------  -----  -----  -------  -----
            climate    1,234  birth        1  anna    0.988  1,000   50.0 %  macro
                                           2  42      0.500     10           nano
            football      20  continue        none
            2 communities, shown with their first 5 leaders.

            """,
            text);
    }

    [Fact]
    public void Write_Summary_EndsWithTwoCommandsToCopy()
    {
        var commands = Write(Summary).Split('\n').Where(line => line.StartsWith("  ./run.sh query ")).ToList();

        Assert.Equal(2, commands.Count);
        Assert.All(commands, command => Assert.Contains("--lake '/srv/my lake' \"SELECT ", command));
        Assert.Contains("leaders_named", commands[0]);
    }

    [Fact]
    public void Write_NobodyRevealed_AsksForPseudonyms() => Assert.DoesNotContain(
        "leaders_named",
        Write(Summary with { Communities = [Summary.Communities[0] with { Leaders = [Unnamed] }] }));

    [Theory]
    [InlineData(20, 10, "(communities.min_size is 20)")]
    [InlineData(5, 10, "(privacy.min_group is 10)")]
    [InlineData(10, 10, "(communities.min_size and privacy.min_group are 10)")]
    public void Write_NoCommunity_NamesTheSettingThatCounts(int minSize, int minGroup, string expected)
    {
        var defaults = TestDefinition.Defaults;
        var definition = defaults with
        {
            Communities = defaults.Communities with { MinSize = minSize },
            Privacy = defaults.Privacy with { MinGroup = minGroup },
        };

        var text = Write(Summary with { Communities = [] }, definition: definition);

        Assert.Contains($"No community is large enough {expected}.", text);
    }

    [Fact]
    public void Write_GateFailed_SaysWhatStaysAndHowToGoOn()
    {
        var text = Write(Summary with { Status = RunStatus.Held, PublishedRunId = "0000-ef01" });

        Assert.Contains("A quality gate holds run 0001-abcd in the lake /srv/my lake; run 0000-ef01 stays", text);
        Assert.Contains("  ./run.sh query --lake '/srv/my lake' --held 0001-abcd \"", text);
        Assert.Contains("  ./run.sh runs publish 0001-abcd --lake '/srv/my lake'\n", text);
        Assert.DoesNotContain("is published in the lake", text);
    }

    [Fact]
    public void Write_DryRun_PublishesNothing()
    {
        var text = Write(Summary, dryRun: true);

        Assert.EndsWith("Dry run: nothing was published.\n", text);
        Assert.DoesNotContain("anna", text);
    }

    [Theory]
    [InlineData("/usr/share/dotnet/dotnet", "/opt/my tools/analytics.dll", "dotnet '/opt/my tools/analytics.dll'")]
    [InlineData("/usr/local/bin/analytics", "/usr/local/bin/analytics.dll", "/usr/local/bin/analytics")]
    [InlineData(null, "/opt/analytics.dll", "analytics")]
    public void ProgramOf_EachWayToStart_IsWhatStartsItAgain(string? process, string assembly, string expected) =>
        Assert.Equal(expected, RunReport.ProgramOf(process, assembly));

    [Fact]
    public void ProgramOf_ExecutableInThisFolder_IsNotLeftToThePath() => Assert.Equal(
        "./analytics",
        RunReport.ProgramOf(Path.Combine(Environment.CurrentDirectory, "analytics"), "analytics.dll"));

    private static string Write(
        RunSummary summary, bool dryRun = false, PipelineDefinition? definition = null)
    {
        using StringWriter output = new();
        Terminal terminal = new()
        {
            In = TextReader.Null,
            Out = output,
            Error = TextWriter.Null,
            Variable = name => name == "ANALYTICS_PROGRAM" ? "./run.sh" : null,
        };
        new RunReport(terminal, summary, definition ?? TestDefinition.Defaults).Write(dryRun);
        return output.ToString();
    }
}
