using System.Diagnostics;

namespace Analytics.Tests.App;

/// <summary>The built executable as a shell sees it.</summary>
public sealed class ExecutableTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "analytics.dll");

    [Fact]
    public async Task Analytics_PipedStatements_AnswersOnStandardOutputOnly()
    {
        using AppRun folder = new();
        using var process = Start("query", "--lake", SmallCatalog.Create(folder.Folder), "--format", "csv");
        await process.StandardInput.WriteLineAsync("SELECT 'ä€' AS a;");
        process.StandardInput.Close();

        Assert.Equal("a\nä€\n", await process.StandardOutput.ReadToEndAsync());
        Assert.Empty(await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Analytics_Signal_EndsWithinFiveSeconds(string signal, int expected)
    {
        using AppRun folder = new();
        using var process = Start(
            "query", "SELECT 1 AS a; SELECT sum(hash(range)) FROM range(10000000000000)",
            "--lake", SmallCatalog.Create(folder.Folder), "--format", "csv");
        Assert.Equal("a", await process.StandardOutput.ReadLineAsync());

        var clock = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        await process.WaitForExitAsync();

        Assert.Equal(expected, process.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Analytics_ReaderGoesAway_EndsQuietly()
    {
        using AppRun folder = new();
        using var process = Start(
            "query", "FROM range(1000000000)", "--lake", SmallCatalog.Create(folder.Folder), "--format", "csv");
        Assert.Equal("range", await process.StandardOutput.ReadLineAsync());
        process.StandardOutput.Close();

        await process.WaitForExitAsync();

        Assert.Equal(141, process.ExitCode);
        Assert.Empty(await process.StandardError.ReadToEndAsync());
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        [Program, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
