using Analytics.App.Query;

namespace Analytics.Tests.App;

public sealed class PromptTests
{
    [Theory]
    [InlineData("SELECT 1 AS a;\n", "a\n1\n")]
    [InlineData("SELECT 1\n AS a;\n", "a\n1\n")]
    [InlineData("ELECT 1 AS a;<Home>S\n", "a\n1\n")]
    [InlineData("SELECT 12<Left><Backspace><Right> AS a;x<Left><Delete>\n", "a\n2\n")]
    [InlineData("SELECT 1 AS ab<Left><Left><^K>c;\n", "c\n1\n")]
    [InlineData("nonsense<^U>SELECT 1 AS a;\n", "a\n1\n")]
    [InlineData("SELECT 1 AS abc def<^W><^W>a;\n", "a\n1\n")]
    [InlineData("SELECT AS a;<^Left><^Left><^Right>a<Left><^A><^Right>1 <^E>\n", "aa\n1\n")]
    [InlineData("SELECT 'never closed\n<^C>SELECT 1 AS a;\n", "a\n1\n")]
    [InlineData("SELECT 1 AS a;\n<Up>\n", "a\n1\na\n1\n")]
    [InlineData("SELECT 1 AS a;\nSELECT 2 AS a;\n<Up><Up><Up><Down><Up>\n", "a\n1\na\n2\na\n1\n")]
    [InlineData("SELECT 1 AS a;\nSELECT 2 AS<Up><Down> b;\n", "a\n1\nb\n2\n")]
    [InlineData("SELEC;\nSELECT 1 AS a;\n", "a\n1\n")]
    public async Task Query_Keys_EditTheLineThatRuns(string keys, string output)
    {
        using AppRun run = new() { InIsTerminal = true, ReadKey = new Keys(keys + "<^D>").Read };
        run.Set("XDG_STATE_HOME", run.PathOf("state"));

        Assert.Equal(0, await run.RunAsync("query", "--lake", SmallCatalog.Create(run.Folder), "--format", "csv"));

        Assert.Equal(output, run.Output);
    }

    [Fact]
    public async Task Query_Commands_ListAndDescribe()
    {
        using AppRun run = new()
        {
            InIsTerminal = true,
            ReadKey = new Keys(".tables\n.schema nothing\n.oops\n.help\n.quit\n").Read,
        };
        run.Set("XDG_STATE_HOME", run.PathOf("state"));

        Assert.Equal(0, await run.RunAsync("query", "--lake", SmallCatalog.Create(run.Folder), "--format", "csv"));

        Assert.Contains("leaders,Opinion leaders\n", run.Output);
        Assert.Contains("'nothing' is no table here", run.Error);
        Assert.Contains("'.oops' is no command here", run.Error);
        Assert.Contains(".schema NAME", run.Error);
    }

    [Fact]
    public async Task Query_History_LastsUntilTheNextPrompt()
    {
        using AppRun first = new()
        {
            InIsTerminal = true,
            ReadKey = new Keys("SELECT 'ä'\n AS a;\nSELECT 2 AS a;\nSELECT 2 AS a;\n.quit\n").Read,
        };
        var state = first.PathOf("state");
        first.Set("XDG_STATE_HOME", state);
        var lake = SmallCatalog.Create(first.Folder);
        await first.RunAsync("query", "--lake", lake, "--format", "csv");

        using AppRun second = new() { InIsTerminal = true, ReadKey = new Keys("<Up><Up><Up>\n<^D>").Read };
        second.Set("XDG_STATE_HOME", state);
        await second.RunAsync("query", "--lake", lake, "--format", "csv");

        Assert.Equal("a\nä\n", second.Output);
        var file = Path.Combine(state, "analytics", "query_history");
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void History_PastItsCapacity_ForgetsTheOldest()
    {
        using AppRun run = new();
        var file = run.PathOf("history");
        File.WriteAllLines(file, Enumerable.Range(0, QueryHistory.Capacity + 10).Select(i => $"\"{i}\""));

        Assert.Equal("10", new QueryHistory(file).Entries[0]);
        Assert.Equal(QueryHistory.Capacity, File.ReadLines(file).Count());
    }

    [Fact]
    public void History_Damaged_DoesNotPreventThePrompt()
    {
        using AppRun run = new();
        var file = run.PathOf("history");
        File.WriteAllText(file, "\"good\"\n{broken\n");

        Assert.Equal(["good"], new QueryHistory(file).Entries);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(12)]
    public async Task Query_LongLine_ScrollsWithinTheScreen(int width)
    {
        var text = "SELECT '" + new string('x', 100) + "' AS a;";
        using AppRun run = new() { InIsTerminal = true, Width = width, ReadKey = new Keys(text + "\n<^D>").Read };
        run.Set("XDG_STATE_HOME", run.PathOf("state"));

        await run.RunAsync("query", "--lake", SmallCatalog.Create(run.Folder), "--format", "csv");

        Assert.Contains(new string('x', 100), run.Output);
        var drawn = System.Text.RegularExpressions.Regex.Replace(run.Error, @"\e\[[0-9]*[A-Za-z]", "");
        var lines = drawn.Split('\n').Skip(1).SelectMany(line => line.Split('\r'));
        Assert.All(lines, line => Assert.True(line.Length <= Math.Max(width, "analytics> ".Length + 8), line));
    }
}
