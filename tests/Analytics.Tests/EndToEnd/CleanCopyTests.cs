using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Analytics.Tests.Repository;
using Analytics.Tests.Runs;

namespace Analytics.Tests.EndToEnd;

/// <summary>
/// A newcomer's first minutes: the tracked files in an empty folder, a home folder with nothing in it, and the commands
/// of the README. Only what package managers keep is taken from this machine.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed partial class CleanCopyTests(ITestOutputHelper output) : IDisposable
{
    private readonly RunFolder _folder = new();

    private string Copy => _folder.PathOf("copy");

    private string Home => _folder.PathOf("home");

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task Readme_CommandsOnACleanCopy_Work()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "run.sh needs a Unix shell.");
        MakeCopy();

        var first = await RunAsync("./run.sh");
        var refused = NoPackages().Match(first.Output + first.Error);
        Assert.SkipWhen(refused.Success, $"Packages cannot be restored ({refused.Value}).");
        AssertDone("./run.sh", first);
        Assert.Contains("6 new files ingested, 0 known before.", first.Output);
        Assert.Contains("shown with their first", first.Output);

        var second = await RunAsync("./run.sh");
        AssertDone("./run.sh", second);
        Assert.Contains("0 new files ingested, 6 known before.", second.Output);
        Assert.DoesNotContain("building", second.Error);

        var printed = first.Output[first.Output.IndexOf("Ask it:", StringComparison.Ordinal)..].Split('\n').Skip(1);
        foreach (var command in printed.Select(line => line.Trim()).Where(line => line.Length > 0))
            Assert.NotEmpty(AssertDone(command, await RunAsync(command)).Output);

        var commands = ReadmeCommands();
        Assert.True(commands.Count >= 4, $"only {commands.Count} commands in the README");
        foreach (var command in commands) AssertDone(command, await RunAsync(Adapted(command)));
        LakeContents.AssertWhole(Path.Combine(Copy, "lake"));
    }

    /// <summary>All commands of code blocks and code spans, but those for which these tests are no place.</summary>
    private List<string> ReadmeCommands()
    {
        var readme = File.ReadAllText(Path.Combine(Copy, "README.md"));
        return
        [
            .. Command().Matches(readme).Select(match => match.Groups["command"].Value.Trim())
                .Where(command => command != "./run.sh" && !Elsewhere().IsMatch(command)),
        ];
    }

    /// <summary>Puts real names for the README's examples, and a size that suits a test.</summary>
    private string Adapted(string command)
    {
        var needsFile = command.Contains("my.yaml", StringComparison.Ordinal)
            && !command.Contains(" init ", StringComparison.Ordinal);
        if (needsFile && !File.Exists(Path.Combine(Copy, "my.yaml")))
        {
            var sample = File.ReadAllText(Path.Combine(Copy, "pipelines", "sample.yaml"));
            File.WriteAllText(Path.Combine(Copy, "my.yaml"), sample.Replace("../", "./", StringComparison.Ordinal));
        }

        return command
            .Replace("/srv/lake", _folder.PathOf("srv"), StringComparison.Ordinal)
            .Replace("/tmp/", _folder.PathOf("tmp/"), StringComparison.Ordinal)
            .Replace("--accounts 100000", "--accounts 2000", StringComparison.Ordinal);
    }

    private Finished AssertDone(string command, Finished end)
    {
        output.WriteLine($"$ {command}");
        Assert.True(end.ExitCode == 0, $"{command}: exit code {end.ExitCode}\n{end.Output}\n{end.Error}");
        return end;
    }

    private void MakeCopy()
    {
        Directory.CreateDirectory(Home);
        foreach (var file in RepositoryFolder.Files())
        {
            var target = Path.Combine(Copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(RepositoryFolder.PathOf(file), target);
        }
    }

    private async Task<Finished> RunAsync(string command)
    {
        ProcessStartInfo start = new("bash", ["-c", command])
        {
            WorkingDirectory = Copy,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfThisBuild).ToList()) start.Environment.Remove(name);
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        start.Environment["HOME"] = Home;
        start.Environment.TryAdd("NUGET_PACKAGES", Path.Combine(user, ".nuget", "packages"));
        start.Environment.TryAdd("npm_config_cache", Path.Combine(user, ".npm"));
        start.Environment.TryAdd("npm_config_userconfig", Path.Combine(user, ".npmrc"));
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var text = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new Finished(process.ExitCode, await text, error);
        }
        catch (Win32Exception)
        {
            Assert.Skip("bash was not found.");
            throw;
        }
    }

    /// <summary>Variables that a test runner sets and a newcomer's shell has not.</summary>
    private static bool IsOfThisBuild(string variable) =>
        variable.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) && variable != "MSBUILDDISABLENODEREUSE"
        || variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ANALYTICS_", StringComparison.Ordinal);

    [GeneratedRegex(@"(?m)^(?<command>\./run\.sh[^#\n]*)|`(?<command>\./run\.sh[^`\n]*)`")]
    private static partial Regex Command();

    [GeneratedRegex(@"^\./run\.sh (test|bench|schedule|serve)|higgs|\$\{")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("DUCKDB00[12]|NU1101|NU1301|NU1102")]
    private static partial Regex NoPackages();
}
