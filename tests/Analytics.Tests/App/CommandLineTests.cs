using System.Runtime.InteropServices;
using Analytics.App.Console;

namespace Analytics.Tests.App;

public sealed class CommandLineTests
{
    public static TheoryData<string> Verbs =>
        ["", "run", "query", "runs", "runs show", "schedule", "generate", "validate"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_EveryVerb_EndsWithAnExampleThatNamesIt(string verb)
    {
        using AppRun run = new();

        Assert.Equal(0, await run.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));

        var example = run.Output[run.Output.LastIndexOf("Example", StringComparison.Ordinal)..];
        Assert.Contains($"\n  analytics {verb}".TrimEnd(), example);
        Assert.Empty(run.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_EveryVerb_OffersJson(string verb)
    {
        if (verb.Length == 0) return;
        using AppRun run = new();

        await run.RunAsync([.. verb.Split(' '), "--help"]);

        Assert.Contains("--json", run.Output);
    }

    [Theory]
    [InlineData("", "Required command")]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("run", "Required argument missing")]
    [InlineData("run a.yaml --thread 2", "'--thread'")]
    [InlineData("run a.yaml --threads none", "'none'")]
    [InlineData("run a.yaml --threads 0", "found '0'; expected a whole number from 1 to 1024")]
    [InlineData("query --format xml x", "found 'xml'; expected one of table, csv, json, ndjson, parquet")]
    [InlineData("generate", "'--out'")]
    [InlineData("generate --out x --from 2026-13-01", "found '2026-13-01'; expected a day")]
    [InlineData("runs show", "Required argument missing")]
    public async Task Run_WrongArguments_IsAUsageErrorThatNamesTheMistake(string arguments, string expected)
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Contains(expected, run.Error);
        Assert.Contains("See: analytics", run.Error);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("error: "));
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Run_PipelineFileWithSixMistakes_NamesSixPlacesAndExitsWith2()
    {
        using AppRun run = new();
        var file = run.PathOf("bad.yaml");
        File.WriteAllText(
            file,
            """
            name: test
            purpose: { controller: A, purpose: B, legal_basis: C }
            sources:
              - { name: a, format: cvs, kind: follows, path: none.csv }
            graph: { windw: 180d, half_life: long }
            communities: { max_size: 50000 }
            """);

        Assert.Equal(2, await run.RunAsync("run", file));

        Assert.Equal(6, run.Error.Split('\n').Count(line => line.StartsWith(file + ":")));
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Run_UnexpectedError_IsOneLineUnlessVerbose()
    {
        using AppRun run = new()
        {
            InIsTerminal = true,
            ReadKey = () => throw new InvalidOperationException("a defect"),
        };
        run.Set("XDG_STATE_HOME", run.PathOf("state"));
        var lake = SmallCatalog.Create(run.Folder);

        Assert.Equal(1, await run.RunAsync("query", "--lake", lake));
        Assert.Contains("error: a defect (InvalidOperationException; --verbose shows where)\n", run.Error);
        Assert.DoesNotContain("   at ", run.Error);

        Assert.Equal(1, await run.RunAsync("query", "--lake", lake, "--verbose"));
        Assert.Contains("   at ", run.Error);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task Run_SignalDuringAStatement_StopsItWithTheSignalsExitCode(PosixSignal signal, int expected)
    {
        using AppRun run = new();
        var lake = SmallCatalog.Create(run.Folder);

        var work = run.RunAsync("query", "SELECT sum(hash(range)) FROM range(10000000000000)", "--lake", lake);
        await Task.Delay(300);
        Assert.False(work.IsCompleted);
        run.Interruption.Receive(signal);

        Assert.Equal(expected, await work.WaitAsync(Interruption.Patience));
        Assert.Contains("Stopped.", run.Error);
    }

    [Fact]
    public void Receive_SecondInterrupt_AbandonsAtOnce()
    {
        List<int> abandoned = [];
        using var interruption = Interruption.Simulated(abandoned.Add);

        interruption.Receive(PosixSignal.SIGINT);
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Empty(abandoned);

        interruption.Receive(PosixSignal.SIGINT);
        Assert.Equal([130], abandoned);
    }

    [Fact]
    public void Receive_WhileWaitingForInput_AbandonsAtOnce()
    {
        List<int> abandoned = [];
        using var interruption = Interruption.Simulated(abandoned.Add);

        Assert.Equal("line", interruption.WaitFor(() =>
        {
            interruption.Receive(PosixSignal.SIGTERM);
            return "line";
        }));

        Assert.Equal([143], abandoned);
    }

    [Fact]
    public void Receive_Redirected_DoesTheOtherThingUntilTheEnd()
    {
        var redirected = 0;
        using var interruption = Interruption.Simulated(_ => { });
        using (interruption.Redirect(() => redirected++)) interruption.Receive(PosixSignal.SIGINT);
        Assert.False(interruption.Token.IsCancellationRequested);

        interruption.Receive(PosixSignal.SIGINT);
        Assert.Equal(1, redirected);
        Assert.Equal(130, interruption.ExitCode);
    }
}
