using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>Exports that come in pieces: every row counts once, however often it is delivered.</summary>
public sealed class DeliveryTests : IDisposable
{
    private const string Header = "actor,target,kind,post,at";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Run_ThirdDeliveryOverlapsBoth_CountsEachRowOnce()
    {
        Deliver("acts-1.csv", 0, 3_000);
        var first = (await RunFolder.RunAsync(Pipeline())).Sources.Single();
        Deliver("acts-2.csv", 3_000, 5_000);
        var second = (await RunFolder.RunAsync(Pipeline())).Sources.Single();
        Deliver("acts-3.csv", 1_500, 6_000);
        var third = (await RunFolder.RunAsync(Pipeline())).Sources.Single();

        Assert.Equal((1, 0, 3_000L, 3_000L, 0L), Counts(first));
        Assert.Equal((1, 1, 2_000L, 2_000L, 0L), Counts(second));
        Assert.Equal((1, 2, 4_500L, 1_000L, 3_500L), Counts(third));
        Assert.Equal(["6000\t6000"], LakeContents.Query(_folder.Lake,
            "SELECT count(*), count(DISTINCT (actor_id, target_id, kind, post_id, i.at)) FROM interactions AS i"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_SameBytesUnderAnotherName_AreKnown()
    {
        Deliver("acts-1.csv", 0, 500);
        await RunFolder.RunAsync(Pipeline());
        File.Move(_folder.PathOf("acts-1.csv"), _folder.PathOf("acts-moved.csv"));

        var source = (await RunFolder.RunAsync(Pipeline())).Sources.Single();

        Assert.Equal((0, 1, 0L), (source.FilesNew, source.FilesKnown, source.Read));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_SameBytesTwiceInOneDelivery_AreReadOnce()
    {
        Deliver("acts-1.csv", 0, 500);
        Deliver("acts-2.csv", 0, 500);

        var source = (await RunFolder.RunAsync(Pipeline())).Sources.Single();

        Assert.Equal((1, 1, 500L, 0L), (source.FilesNew, source.FilesKnown, source.Accepted, source.Duplicates));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_GrownFile_CountsOnlyWhatWasAdded()
    {
        Deliver("acts.csv", 0, 500);
        await RunFolder.RunAsync(Pipeline());
        Deliver("acts.csv", 0, 700);

        var source = (await RunFolder.RunAsync(Pipeline())).Sources.Single();

        Assert.Equal((1, 200L, 500L), (source.FilesNew, source.Accepted, source.Duplicates));
        Assert.Equal(["700"], LakeContents.Query(_folder.Lake, "SELECT count(*) FROM interactions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_SameFilesReadInAnotherWay_WarnsThatTheRowsOfThenStay()
    {
        Deliver("acts-1.csv", 0, 500);
        var first = await RunFolder.RunAsync(Pipeline());

        var turned = await RunFolder.RunAsync(Pipeline("actor_id: target, target_id: actor"));
        var again = await RunFolder.RunAsync(Pipeline("actor_id: target, target_id: actor"));

        Assert.DoesNotContain(first.Warnings, IsOfOtherReadings);
        var warning = Assert.Single(turned.Warnings, IsOfOtherReadings);
        Assert.StartsWith("source acts: 1 of its files were ingested before", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(again.Warnings, IsOfOtherReadings);

        static bool IsOfOtherReadings(string warning) => warning.Contains("in another way", StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_TwoLakesOneByOneAndAtOnce_HoldTheSameFacts()
    {
        Deliver("acts-1.csv", 0, 2_000);
        await RunFolder.RunAsync(Pipeline());
        Deliver("acts-2.csv", 1_000, 4_000);
        await RunFolder.RunAsync(Pipeline());
        var other = _folder.PathOf("other");
        await RunFolder.RunAsync(Pipeline(), lake: other);

        Assert.Equal(LakeContents.FactDigests(_folder.Lake), LakeContents.FactDigests(other));
    }

    private PipelineDefinition Pipeline(string ends = "actor_id: actor, target_id: target") => _folder.Pipeline(
        "  - { name: acts, format: csv, kind: interactions, path: 'acts*.csv', "
        + $"columns: {{ {ends}, kind: kind, post_id: post, at: at }} }}");

    private static (int New, int Known, long Read, long Accepted, long Duplicates) Counts(SourceReport source) =>
        (source.FilesNew, source.FilesKnown, source.Read, source.Accepted, source.Duplicates);

    /// <summary>Some rows of a list in which none is like another.</summary>
    private void Deliver(string name, int from, int to) =>
        _folder.Write(name, Enumerable.Range(from, to - from).Select(Row).Prepend(Header));

    private static string Row(int number)
    {
        var at = new DateTime(2026, 1, 1).AddMinutes(number * 41L);
        var kind = (number % 3) switch { 0 => "like", 1 => "reply", _ => "repost" };
        var post = number % 4 == 0 ? "" : $"p{number / 10}";
        return $"a{number % 37},b{number % 23},{kind},{post},{at:yyyy-MM-ddTHH:mm:ssZ}";
    }
}
