using System.Text.Json;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.App;

public sealed class GenerateCommandTests
{
    [Fact]
    public async Task Generate_WithPipeline_WritesExportsThatThePipelineFileNames()
    {
        using AppRun run = new();
        var file = run.PathOf("pipeline.yaml");

        Assert.Equal(0, await run.RunAsync(
            "generate", "--out", run.PathOf("exports"), "--accounts", "1000", "--formats", "csv", "--clean",
            "--from", "2026-01-01", "--to", "2026-02-01", "--pipeline", file, "--json"));

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(1_000, json.RootElement.GetProperty("accounts").GetInt32());
        Assert.All(PipelineFile.Load(file).Sources, source => Assert.Equal(SourceFormat.Csv, source.Format));
    }

    [Fact]
    public async Task Generate_Help_ShowsDaysAsTheyAreGiven()
    {
        using AppRun run = new();

        Assert.Equal(0, await run.RunAsync("generate", "--help"));

        Assert.Contains("2026-01-01]", run.Output);
        Assert.Contains("2026-06-30]", run.Output);
        Assert.DoesNotContain("01/01/2026", run.Output);
    }

    [Fact]
    public async Task Generate_OptionOutOfRange_IsAUsageError()
    {
        using AppRun run = new();

        Assert.Equal(2, await run.RunAsync("generate", "--out", run.PathOf("exports"), "--accounts", "10"));
        Assert.Contains("accounts is 10", run.Error);
        Assert.False(Directory.Exists(run.PathOf("exports")));
    }
}
