using Analytics.Pipeline.Resources;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Runs;

namespace Analytics.Tests.Resources;

/// <summary>Which limit counts, by folders that look like /proc and /sys.</summary>
public sealed class MachineTests : IDisposable
{
    private const string Source = "  - { name: follows, format: csv, kind: follows, path: follows.csv }";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0::/a/b\n", "a/b/memory.max=2000000000", 2_000_000_000L)]
    [InlineData("0::/a/b\n", "a/b/memory.max=max a/memory.max=3000000000", 3_000_000_000L)]
    [InlineData("0::/a/b\n", "a/b/memory.max=3000000000 a/memory.max=1000000000", 1_000_000_000L)]
    [InlineData("0::/\n", "memory.max=1500000000", 1_500_000_000L)]
    [InlineData("0::/a\n", "a/memory.max=max", 4_096_000_000L)]
    [InlineData("0::/a\n", "a/memory.max=9000000000", 4_096_000_000L)]
    [InlineData("3:cpu:/x\n4:memory:/x\n", "memory/x/memory.limit_in_bytes=700000000", 700_000_000L)]
    [InlineData("4:memory:/\n", "memory/memory.limit_in_bytes=9223372036854771712", 4_096_000_000L)]
    [InlineData("", "memory.max=1", 4_096_000_000L)]
    public void Memory_ControlGroups_TheLowestLimitCounts(string groups, string files, long expected)
    {
        Lay(groups, files);

        var (bytes, source) = Machine.Memory(_folder.PathOf("root"));

        Assert.Equal(expected, bytes);
        Assert.Equal(expected < 4_096_000_000 ? "the control group's limit" : "the machine's memory", source);
    }

    [Fact]
    public void Memory_NothingToRead_IsWhatTheRuntimeSees() =>
        Assert.Equal(
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Machine.Memory(_folder.PathOf("nowhere")).Bytes);

    [Theory]
    [InlineData(null, null, 2_000_000_000L, "the control group's limit")]
    [InlineData("1GB", null, 1_000_000_000L, "resources.memory")]
    [InlineData("1GB", 500_000_000L, 500_000_000L, "--memory")]
    [InlineData("3GB", null, 2_000_000_000L, "the control group's limit")]
    [InlineData("1GB", 9_000_000_000L, 2_000_000_000L, "the control group's limit")]
    public void Of_OptionFileAndMachine_CountInThisOrder(string? inFile, long? option, long expected, string source)
    {
        _folder.Write("follows.csv", "a,b");
        Lay("0::/a\n", "a/memory.max=2000000000");
        var pipeline = _folder.Pipeline(Source, inFile is null ? "" : $"resources: {{ memory: {inFile}, threads: 3 }}");
        RunOptions options = new(null, 0, DryRun: false) { MemoryBytes = option };

        var resources = RunResources.Of(pipeline, options, _folder.PathOf("root"));

        Assert.Equal((expected, source), (resources.MemoryBytes, resources.MemorySource));
        Assert.Equal(inFile is null ? Environment.ProcessorCount : 3, resources.Threads);
        Assert.Equal(7, RunResources.Of(pipeline, options with { Threads = 7 }).Threads);
    }

    [Fact]
    public void Resources_InThePipelineFile_DoNotChangeTheConfigurationsHash()
    {
        _folder.Write("follows.csv", "a,b");
        var without = _folder.Pipeline(Source);
        var with = _folder.Pipeline(Source, "resources: { memory: 4GB, threads: 2, disk_reserve: 1GB }");

        Assert.Equal(without.ConfigHash, with.ConfigHash);
        Assert.Equal((4_000_000_000L, 2, 1_000_000_000L),
            (with.Resources.MemoryBytes, with.Resources.Threads, with.Resources.DiskReserveBytes));
        Assert.Equal((null, null, 256_000_000L), (without.Resources.MemoryBytes, without.Resources.Threads,
            without.Resources.DiskReserveBytes));
    }

    private void Lay(string groups, string files)
    {
        _folder.Write("root/proc/meminfo", "MemTotal:        4000000 kB\nMemFree: 1 kB\n");
        _folder.Write("root/proc/self/cgroup", groups);
        foreach (var file in files.Split(' '))
        {
            var (name, text) = (file.Split('=')[0], file.Split('=')[1]);
            _folder.Write($"root/sys/fs/cgroup/{name}", text + "\n");
        }
    }
}
