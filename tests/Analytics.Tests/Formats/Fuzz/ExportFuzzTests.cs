using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats.Fuzz;

/// <summary>Twenty thousand damaged exports over all readers.</summary>
public sealed class ExportFuzzTests
{
    private const int Exports = 20_000;
    private const int Parts = 4;

    [Fact]
    public async Task Read_DamagedExports_NeverCrashesHangsOrLosesAByte()
    {
        using var folder = new TemporaryFolder();
        var seeds = FuzzSeeds.All(folder.Path);
        var cancellation = TestContext.Current.CancellationToken;

        var parts = await Task.WhenAll(Enumerable.Range(0, Parts).Select(part => Task.Run(
            () =>
            {
                var own = Directory.CreateDirectory(Path.Combine(folder.Path, $"part{part}")).FullName;
                using var fuzzer = new ExportFuzzer(seeds, own);
                return fuzzer.Run(part * (Exports / Parts), Exports / Parts, cancellation);
            },
            cancellation)));

        Assert.Empty(parts.SelectMany(part => part.Failures).Take(10));

        // It is no use if nothing is read any more, or if everything is.
        Assert.True(parts.Sum(part => part.Rows) > 10 * Exports);
        Assert.True(parts.Sum(part => part.Rejected) > Exports / 10);
    }
}
