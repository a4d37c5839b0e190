using System.Globalization;
using System.Text;
using Analytics.Tests.Runs;
using Analytics.Tests.Sources.Pull;

namespace Analytics.Tests.EndToEnd;

/// <summary>A process that ends in the middle of a download: the next one goes on, and nothing half counts.</summary>
public sealed class PullKillTests
{
    private const int CameBytes = 20 << 20;
    private const int FlushedBytes = 16 << 20;

    [Theory(Timeout = 180_000)]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Run_EndedWhilePulling_IsContinuedByTheNext(string signal)
    {
        using RunFolder folder = new();
        HonestFile file = new(Export());
        var came = file.Content[..CameBytes];
        var isStuck = true;
        await using TestServer server = new(request => isStuck
            ? file.Answer(request) with { Body = came, Length = file.Content.Length, IsStuck = true }
            : file.Answer(request));
        folder.Write("pipeline.yaml",
            "name: pulled",
            "purpose: { controller: nobody, purpose: tests, legal_basis: none, retention: 365d }",
            "sources:",
            $"  - {{ name: follows, format: csv, kind: follows, path: '{server.At("/follows.csv")}', comment: '#' }}");

        string[] command = ["run", folder.PathOf("pipeline.yaml"), "--lake", folder.Lake];
        using (var run = AnalyticsProcess.Start(folder.Root, command))
        {
            Assert.True(await run.UntilAsync(() => HasCome(folder)), run.Error);
            run.Signal(signal);
            await run.EndAsync();
        }

        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(folder.Lake, "snapshots")));
        isStuck = false;
        var next = await AnalyticsProcess.RunAsync(folder.Root, command);

        Assert.True(next.ExitCode == 0, next.Error);
        // What is asked to end puts down what came; what is killed goes on from what was flushed last.
        var from = int.Parse(server.Requests.Last().Header("Range")!.Split('=', '-')[1], CultureInfo.InvariantCulture);
        Assert.InRange(from, signal == "TERM" ? CameBytes : FlushedBytes, CameBytes);
        Assert.Equal(["3"], LakeContents.Query(folder.Lake, "SELECT count(*) FROM follows"));
        LakeContents.AssertWhole(folder.Lake);
        Assert.Equal(file.Content, File.ReadAllBytes(Landing(folder, "follows.csv")!));
    }

    private static bool HasCome(RunFolder folder)
    {
        Thread.Sleep(5);
        return Landing(folder, "*.part") is { } part && new FileInfo(part).Length == CameBytes
            && Landing(folder, "*.json") is not null;
    }

    private static string? Landing(RunFolder folder, string pattern)
    {
        var landing = Path.Combine(folder.Lake, "landing");
        if (!Directory.Exists(landing)) return null;
        return Directory.EnumerateFiles(landing, pattern, SearchOption.AllDirectories).FirstOrDefault();
    }

    /// <summary>Large, and quick to read: three rows between remarks.</summary>
    private static byte[] Export()
    {
        StringBuilder text = new("follower_id,followee_id,at\n1,2,2026-01-01\n");
        var remark = "#" + new string('x', 998) + "\n";
        while (text.Length < 24 << 20) text.Append(remark);
        return Encoding.UTF8.GetBytes(text.Append("2,3,2026-01-01\n3,1,2026-01-01\n").ToString());
    }
}
