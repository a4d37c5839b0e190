using System.Diagnostics;
using System.Runtime.Versioning;
using Analytics.Pipeline;
using Analytics.Pipeline.Lake;

namespace Analytics.Tests.Lake;

public sealed class LakeLockTests : IDisposable
{
    private readonly TestLake _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Acquire_HeldByAnother_IsRefusedWithItsExitCode()
    {
        using var held = LakeLock.Acquire(_test.Lake, TimeProvider.System);

        var error = Assert.Throws<UserException>(() => LakeLock.Acquire(_test.Lake, TimeProvider.System));

        Assert.Equal(75, error.ExitCode);
        Assert.Contains(_test.Lake.Path, error.Message, StringComparison.Ordinal);
        Assert.Null(held.TakenOverFrom);
    }

    /// <summary>Pinned: two runs worked on one lake after somebody had tidied the file away.</summary>
    [Fact]
    public void Acquire_FileDeletedWhileHeld_IsRefusedUntilTheOtherEnds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files that are open cannot be deleted there.");
        using (LakeLock.Acquire(_test.Lake, TimeProvider.System))
        {
            File.Delete(_test.Lake.LockFile);

            var error = Assert.Throws<UserException>(() => LakeLock.Acquire(_test.Lake, TimeProvider.System));

            Assert.Equal(ExitCodes.LakeBusy, error.ExitCode);
        }

        using var next = LakeLock.Acquire(_test.Lake, TimeProvider.System);
        Assert.Null(next.TakenOverFrom);
    }

    [Theory]
    [InlineData("file", "found a file;")]
    [InlineData("file/below/lake", "no folder can be made")]
    public void Acquire_NoFolderCanBeThere_IsAUsageErrorThatNamesThePath(string name, string found)
    {
        File.WriteAllText(_test.Lake.Absolute("file"), "");
        var path = _test.Lake.Absolute(name);

        var error = Assert.Throws<UserException>(() => LakeLock.Acquire(new LakeFolder(path), TimeProvider.System));

        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains("--lake", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_LockCannotBeWritten_IsNotTakenForAnotherRun()
    {
        Directory.CreateDirectory(_test.Lake.LockFile);

        var error = Assert.Throws<UserException>(() => LakeLock.Acquire(_test.Lake, TimeProvider.System));

        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.DoesNotContain("another run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_AfterTheOtherEnded_TakesOverFromNobody()
    {
        for (var i = 0; i < 3; i++)
        {
            using var held = LakeLock.Acquire(_test.Lake, TimeProvider.System);
            Assert.Null(held.TakenOverFrom);
            held.Dispose();
        }
    }

    [Fact]
    public void Acquire_LeftByADeadRun_TakesOverAndSaysFromWhom()
    {
        File.WriteAllText(_test.Lake.LockFile, "process 1 on elsewhere, last seen 2020-01-01 00:00:00Z\n");

        using var held = LakeLock.Acquire(_test.Lake, TimeProvider.System);

        Assert.Equal("process 1 on elsewhere, last seen 2020-01-01 00:00:00Z", held.TakenOverFrom);
    }

    [Fact]
    public void Acquire_ManyAtOnce_GivesTheLockToOne()
    {
        for (var round = 0; round < 20; round++)
        {
            var held = new LakeLock?[8];
            var refused = 0;
            Parallel.For(0, held.Length, i =>
            {
                try
                {
                    held[i] = LakeLock.Acquire(_test.Lake, TimeProvider.System);
                }
                catch (UserException)
                {
                    Interlocked.Increment(ref refused);
                }
            });
            Assert.Equal(7, refused);
            Array.ForEach(held, one => one?.Dispose());
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Heartbeat_NamesTheProcessAndTheTime()
    {
        var clock = new SteppedClock();
        using (LakeLock.Acquire(_test.Lake, clock))
        {
            Assert.Equal(Text("2030-01-01 00:00:00Z"), Content());
            clock.Step(TimeSpan.FromSeconds(5));
            Assert.Equal(Text("2030-01-01 00:00:05Z"), Content());
        }

        clock.Step(TimeSpan.FromSeconds(5));
        Assert.Equal("", Content());

        static string Text(string time) =>
            $"process {Environment.ProcessId} on {Environment.MachineName}, last seen {time}\n";
    }

    /// <summary>As people read it; the platform's own streams would ask for a lock.</summary>
    private string Content()
    {
        using var cat = Process.Start(
            new ProcessStartInfo("cat", [_test.Lake.LockFile]) { RedirectStandardOutput = true })!;
        return cat.StandardOutput.ReadToEnd();
    }

    /// <summary>A clock that stands still and calls its one timer when it is moved.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private Action? _beat;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Step(TimeSpan by)
        {
            _now += by;
            _beat?.Invoke();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _beat = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
