using System.Runtime.InteropServices;
using Analytics.DuckDb;

namespace Analytics.Tests.DuckDb;

/// <summary>Measures the whole process, so no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    private const long Allowed = 8 << 20;

    public LeakTests() => Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "Reads /proc.");

    [Fact]
    public void Execute_TenThousandFailures_MemoryDoesNotGrow()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();

        AssertNoGrowth(5000, () =>
        {
            Assert.Throws<DuckDbException>(() => connection.Execute("SELECT 'x'::INTEGER"));
            Assert.Throws<DuckDbException>(() => connection.Execute("SELECT * FROM nowhere"));
        });
    }

    [Fact]
    public void Read_ThrowsThousandsOfTimes_MemoryDoesNotGrow()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.RegisterTableFunction(
            "broken", [], _ => new FunctionSource(NumberSource.Columns, 2, () => output =>
            {
                new NumberSource(DataChunk.Capacity).Read(output);
                throw new InvalidDataException("broken on purpose");
            }));

        AssertNoGrowth(2000, () => Assert.Throws<DuckDbException>(() => connection.Execute("FROM broken()")));
    }

    [Fact]
    public void Query_ReadersAndChunksForgotten_FinalizersFreeThem()
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();

        AssertNoGrowth(300, () =>
        {
            // 1.6 MB each, never disposed.
            var reader = connection.Query("FROM range(200000)");
            Assert.True(reader.TryRead(out _));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        });
    }

    [Fact]
    public void OpenAndClose_AThousandTimes_KeepsNoFileAndNoThread()
    {
        var folder = Directory.CreateTempSubdirectory("duckdb-tests").FullName;
        var file = Path.Combine(folder, "test.duckdb");
        for (var i = 0; i < 1000; i++)
        {
            using var connection = new DuckDbConnection($"Data Source={file}");
            connection.Open();
            connection.Execute("CREATE TABLE IF NOT EXISTS t (a INTEGER)");
        }

        var open = Directory.GetFiles("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget);
        Assert.DoesNotContain(open, target => target?.StartsWith(folder, StringComparison.Ordinal) == true);
        // Each database starts threads of its own: had they stayed, there would be a thousand.
        Assert.InRange(Directory.GetDirectories("/proc/self/task").Length, 1, 200);
        Directory.Delete(folder, recursive: true);
    }

    private static void AssertNoGrowth(int times, Action action)
    {
        // The first rounds fill caches: of the compiler, of the allocator, of statements.
        for (var i = 0; i < times / 3; i++)
            action();

        // A leak grows in every round; what the runtime does beside it does not.
        var growth = long.MaxValue;
        for (var round = 0; round < 3 && growth > Allowed; round++)
        {
            var before = ResidentBytes();
            for (var i = 0; i < times; i++)
                action();
            growth = Math.Min(growth, ResidentBytes() - before);
        }

        Assert.InRange(growth, long.MinValue, Allowed);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
    }
}
