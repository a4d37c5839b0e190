using Analytics.Graph.Threads;

namespace Analytics.Tests.Graph.Threads;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void For_ManyBlocks_RunsEachOnceWithANumberBelowTheCount(int count)
    {
        using Workers workers = new(count);
        for (int blocks = 0; blocks < 200; blocks += 7)
        {
            int[] runs = new int[blocks];
            workers.For(blocks, (block, worker) =>
            {
                Assert.InRange(worker, 0, count - 1);
                Interlocked.Increment(ref runs[block]);
            });

            Assert.All(runs, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Run_InsideABody_DoesAllTheWorkThere()
    {
        using Workers workers = new(3);
        int inner = 0;

        workers.Run(_ => workers.For(10, (_, _) => Interlocked.Increment(ref inner)));

        Assert.Equal(30, inner);
    }

    [Fact]
    public void Run_ABodyThrows_ThrowsItAfterAllEndedAndGoesOnWorking()
    {
        using Workers workers = new(4);
        int ended = 0;

        Assert.Throws<InvalidOperationException>(() => workers.Run(worker =>
        {
            Interlocked.Increment(ref ended);
            if (worker == 2)
                throw new InvalidOperationException();
        }));
        Assert.Equal(4, ended);

        workers.Run(_ => Interlocked.Increment(ref ended));
        Assert.Equal(8, ended);
    }

    [Fact]
    public async Task Run_FromSeveralThreads_RunsEveryBody()
    {
        using Workers workers = new(2);
        int bodies = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
                workers.Run(_ => Interlocked.Increment(ref bodies));
        })));

        Assert.Equal(8 * 500 * 2, bodies);
    }
}
