using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Analytics.Tests.Repository;

/// <summary>The examples of docs/operations: units that systemd takes, a container file that keeps promises.</summary>
public sealed partial class OperationsFilesTests
{
    private static readonly string[] Services = ["analytics.service", "analytics-schedule.service"];

    private static readonly string[] Hardening =
    [
        "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "NoNewPrivileges=yes",
        "CapabilityBoundingSet=", "RestrictNamespaces=yes", "RestrictSUIDSGID=yes", "SystemCallArchitectures=native",
        "StateDirectory=analytics", "UMask=0077", "User=analytics",
    ];

    public static TheoryData<string> Units { get; } = [.. Services];

    [Theory]
    [MemberData(nameof(Units))]
    public void Service_Keys_ConfineAndLimitIt(string unit)
    {
        var lines = File.ReadAllLines(PathOf(unit));

        Assert.All(Hardening, key => Assert.Single(lines, key));
        Assert.Single(lines, line => MemoryMax().IsMatch(line));
        // The program answers SIGTERM within five seconds; a unit that waits for less would kill it.
        var stop = lines.Select(line => StopTimeout().Match(line)).Single(match => match.Success);
        Assert.InRange(int.Parse(stop.Groups["seconds"].Value), 6, 60);
        // The runtime compiles while it runs, which this key forbids.
        Assert.DoesNotContain(lines, line => line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal));
    }

    [Fact]
    public void Services_ExitCodes_AreUnderstood()
    {
        Assert.Single(File.ReadAllLines(PathOf("analytics.service")), "SuccessExitStatus=75 143");
        var scheduler = File.ReadAllLines(PathOf("analytics-schedule.service"));
        Assert.Single(scheduler, "Restart=on-failure");
        Assert.Single(scheduler, "RestartPreventExitStatus=2 75");
    }

    [Fact]
    public async Task Units_AllOfThem_PassSystemd()
    {
        var folder = Directory.CreateTempSubdirectory("analytics-units-").FullName;
        try
        {
            // What systemd starts must be there, so something that is everywhere stands for the runtime.
            string[] units = [.. Services, "analytics.timer"];
            foreach (var unit in units)
            {
                var text = File.ReadAllText(PathOf(unit)).Replace("/usr/bin/dotnet", "/bin/sh");
                File.WriteAllText(Path.Combine(folder, unit), text);
            }

            using var verify = Process.Start(new ProcessStartInfo(
                "systemd-analyze", ["verify", "--man=no", .. units.Select(unit => Path.Combine(folder, unit))])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var found = await verify.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await verify.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal((0, ""), (verify.ExitCode, found));
        }
        catch (Win32Exception)
        {
            Assert.Skip("systemd-analyze was not found.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Containerfile_Instructions_KeepItSmallPinnedAndWithoutRights()
    {
        var lines = Instructions();
        var stages = lines.Where(line => line.Word == "FROM").Select(line => Stage().Match(line.Text)).ToList();

        Assert.True(stages.Count >= 2, "one stage only: the image would hold the compiler");
        Assert.All(stages, stage => Assert.True(stage.Success, "a base without host, tag and name"));
        Assert.All(stages, stage => Assert.Matches(@"^\d+\.\d+\.\d+", stage.Groups["tag"].Value));
        var final = lines.Skip(lines.FindLastIndex(line => line.Word == "FROM") + 1).ToList();
        Assert.DoesNotContain("sdk", stages[^1].Groups["image"].Value);
        Assert.Matches("^[1-9][0-9]*$", final.Single(line => line.Word == "USER").Text);
        Assert.StartsWith("[\"", final.Single(line => line.Word == "ENTRYPOINT").Text);
        Assert.StartsWith("[\"", final.Single(line => line.Word == "CMD").Text);
        Assert.Contains("/healthz", final.Single(line => line.Word == "HEALTHCHECK").Text);
        Assert.Equal("SIGTERM", final.Single(line => line.Word == "STOPSIGNAL").Text);
        Assert.DoesNotContain(lines, line => line.Word == "ADD");
        var user = final.FindIndex(line => line.Word == "USER");
        Assert.DoesNotContain(final.Skip(user), line => line.Word is "RUN" or "COPY");
    }

    [Fact]
    public void Containerfile_Copies_AreThereAndHoldTheNativeLibrary()
    {
        var copies = Instructions().Where(line => line.Word == "COPY").ToList();
        var stages = Instructions().Where(line => line.Word == "FROM").Select(line => line.Text.Split(' ')[^1]);
        foreach (var copy in copies)
        {
            var words = copy.Text.Split(' ');
            if (words[0].StartsWith("--from=", StringComparison.Ordinal))
            {
                Assert.Contains(words[0]["--from=".Length..], stages);
                continue;
            }

            Assert.All(words[..^1], path => Assert.True(
                Path.Exists(RepositoryFolder.PathOf(path)), $"COPY {path}: not in the repository"));
        }

        Assert.Contains(copies, copy => copy.Text.StartsWith("--from=native ", StringComparison.Ordinal)
            && copy.Text.EndsWith("src/Analytics.DuckDb/Native/node_modules", StringComparison.Ordinal));
        Assert.Contains(Instructions(), line => line.Word == "RUN" && line.Text.Contains("test -f /app/libduckdb.so"));
    }

    private static string PathOf(string name) => RepositoryFolder.PathOf("docs", "operations", name);

    private static List<(string Word, string Text)> Instructions() =>
    [
        .. File.ReadAllText(PathOf("Containerfile")).Replace("\\\n", " ").Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1].Trim())),
    ];

    [GeneratedRegex(@"^MemoryMax=\d+[MG]$")]
    private static partial Regex MemoryMax();

    [GeneratedRegex(@"^TimeoutStopSec=(?<seconds>\d+)s$")]
    private static partial Regex StopTimeout();

    [GeneratedRegex(@"^(?<image>[a-z.]+\.[a-z]+/[a-z/]+):(?<tag>\S+) AS (?<name>[a-z]+)$")]
    private static partial Regex Stage();
}
