using Analytics.Graph.Threads;

namespace Analytics.Tests.Graph.Threads;

public class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void For_ManyTurns_DoesEveryBlockOnceAndWaitsForAll(int count)
    {
        using Workers workers = new(count);
        Team.Run(workers, team =>
        {
            for (int turn = 0; turn < 2000; turn++)
            {
                int[] done = new int[turn % 40];
                team.For(done.Length, (block, worker) =>
                {
                    Assert.InRange(worker, 0, count - 1);
                    done[block]++;
                });
                Assert.All(done, times => Assert.Equal(1, times));
            }
        });
    }

    [Fact]
    public void For_AfterALongSerialStretch_WakesTheHelpers()
    {
        using Workers workers = new(2);
        Team.Run(workers, team =>
        {
            for (int turn = 0; turn < 3; turn++)
            {
                Thread.Sleep(50);
                HashSet<int> seen = [];
                team.For(50, (_, worker) =>
                {
                    lock (seen)
                        seen.Add(worker);
                    Thread.Sleep(1);
                });
                Assert.Equal(2, seen.Count);
            }
        });
    }

    [Fact]
    public void For_BodyThrows_ThrowsAfterAllBlocks()
    {
        using Workers workers = new(3);
        int done = 0;
        Team.Run(workers, team =>
        {
            Assert.Throws<InvalidOperationException>(() => team.For(100, (block, _) =>
            {
                Interlocked.Increment(ref done);
                if (block == 7)
                    throw new InvalidOperationException("seven");
            }));
            team.For(10, (_, _) => Interlocked.Increment(ref done));
        });
        Assert.Equal(110, done);
    }

    [Fact]
    public void Run_DriverThrows_LetsTheHelpersGo()
    {
        using Workers workers = new(3);
        Assert.Throws<InvalidOperationException>(
            () => Team.Run(workers, _ => throw new InvalidOperationException("driver")));
        int ran = 0;
        workers.Run(_ => Interlocked.Increment(ref ran));
        Assert.Equal(3, ran);
    }
}
