using Analytics.Pipeline;
using Analytics.Pipeline.Runs;
using Analytics.Tests.Sources.Pull;

namespace Analytics.Tests.Faults;

/// <summary>What happens to what runs are given: exports, sources, the clock.</summary>
internal static class InputFaults
{
    /// <summary>
    /// An export arrives damaged and is read; then it arrives as it should be. Nobody has to do anything else.
    /// </summary>
    public static async Task<string?> DamagedExportAsync(FaultCase hit, CancellationToken cancellation)
    {
        var names = Deliveries.Files(hit.Delivered + 1);
        var name = names[hit.Random.Next(names.Count)];
        var file = Path.Combine(hit.Exports, name);
        var sound = await File.ReadAllBytesAsync(file, cancellation);

        // Without a checksum in the file a flipped bit is another value, which nobody can tell from the right one.
        var isChecked = name.EndsWith(".gz", StringComparison.Ordinal);
        var damaged = isChecked && hit.Random.Next(2) == 0
            ? Damage.Flipped(sound, hit.Random)
            : Damage.Cut(sound, hit.Random);
        await File.WriteAllBytesAsync(file, damaged, cancellation);
        await hit.RunAsync(cancellation);
        await File.WriteAllBytesAsync(file, sound, cancellation);
        return "ingest";
    }

    /// <summary>
    /// A server that fails, breaks off, falls silent or takes its time. The run does without or goes on; once the
    /// server works, the next run brings the rest.
    /// </summary>
    public static async Task<string?> FailingSourceAsync(FaultCase hit, CancellationToken cancellation)
    {
        var name = Deliveries.Files(hit.Delivered + 1)[0];
        var content = await File.ReadAllBytesAsync(Path.Combine(hit.Exports, name), cancellation);
        var (kind, isBad, failures) = (hit.Random.Next(6), true, 0);
        await using TestServer server = new(_ =>
        {
            TestAnswer answer = new(200, content);
            if (!isBad) return answer;
            failures++;
            return kind switch
            {
                0 => new TestAnswer(503, []),
                1 => answer with { CutAt = content.Length / 2 },
                2 => answer with { Body = content[..(content.Length / 3)], Length = content.Length, IsStuck = true },
                3 => answer with { Silence = TimeSpan.FromMilliseconds(300) },
                4 => answer with { Length = content.Length / 2 },
                _ => failures == 1 ? new TestAnswer(500, []) : answer,
            };
        });
        hit.WritePipeline(FaultCase.Sources(server.At($"/{name}")));
        HastyClock clock = new();
        await hit.RunAsync(cancellation, clock);
        isBad = false;
        var summary = await hit.RunAsync(cancellation, clock);
        hit.Expect(summary.Status == RunStatus.Done, "a run from a server that works again was not done");
        hit.WritePipeline(FaultCase.Sources());
        return failures == 0 ? null : "pull";
    }

    /// <summary>The clock jumps ahead and back by up to years while a run works.</summary>
    public static async Task<string?> ClockJumpsAsync(FaultCase hit, CancellationToken cancellation)
    {
        JumpingClock clock = new(hit.Random.Next());
        List<string> stages = [];
        await hit.RunAsync(cancellation, clock, stage =>
        {
            clock.Jump();
            lock (stages) stages.Add(stage);
        });
        return "whole run";
    }

    /// <summary>Waits a fiftieth of what it is asked to.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private const int Haste = 50;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Hasty(dueTime), Hasty(period));

        private static TimeSpan Hasty(TimeSpan time) => time > TimeSpan.Zero ? time / Haste : time;
    }

    /// <summary>Begins somewhere within ten years of now and goes anywhere from there.</summary>
    private sealed class JumpingClock(int seed) : TimeProvider
    {
        private readonly Random _random = new(seed);
        private readonly Lock _gate = new();
        private TimeSpan _offset;

        public override DateTimeOffset GetUtcNow()
        {
            Jump();
            lock (_gate) return base.GetUtcNow() + _offset;
        }

        public void Jump()
        {
            lock (_gate)
            {
                var days = Math.Pow(10, _random.NextDouble() * 7 - 3.5);
                _offset = TimeSpan.FromDays(_random.Next(2) == 0 ? days : -days);
            }
        }
    }
}
