using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

public sealed class ByteBoundedChannelTests
{
    private const int Soon = 20_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Soon)]
    public async Task ReadAsync_ItemsOfOneWriter_ComeInOrder()
    {
        var channel = new ByteBoundedChannel<int>(100, capacityItems: 3);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 5000; i++) await channel.WriteAsync(i, i % 60, Token);
            channel.Complete();
        }, Token);

        for (var i = 0; i < 5000; i++) Assert.Equal((true, i), await channel.ReadAsync(Token));
        Assert.Equal((false, 0), await channel.ReadAsync(Token));
        Assert.Equal((false, 0), await channel.ReadAsync(Token));
        await writing;
    }

    [Fact(Timeout = Soon)]
    public async Task WriteAsync_ManyWritersAndReaders_NeverHoldsMoreThanTheBound()
    {
        const int bound = 1000, largest = 400;
        var channel = new ByteBoundedChannel<int>(bound);
        long held = 0, most = 0, sum = 0;
        async Task WriteAsync(int seed)
        {
            var random = new Random(seed);
            for (var i = 0; i < 2000; i++)
            {
                var bytes = 1 + random.Next(largest);
                await channel.WriteAsync(bytes, bytes, Token);
                InterlockedMax(ref most, Interlocked.Add(ref held, bytes));
            }
        }

        async Task ReadAsync()
        {
            while (await channel.ReadAsync(Token) is (true, var bytes))
            {
                Interlocked.Add(ref held, -bytes);
                Interlocked.Add(ref sum, bytes);
            }
        }

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(ReadAsync, Token)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => WriteAsync(seed), Token)));
        channel.Complete();
        await Task.WhenAll(readers);

        // We count after the channel does: what 4 writers have put in and 3 readers have taken out may be uncounted.
        Assert.InRange(most, largest, bound + 3 * largest);
        Assert.Equal(Enumerable.Range(0, 4).Sum(Written), sum);

        static long Written(int seed)
        {
            var random = new Random(seed);
            return Enumerable.Range(0, 2000).Sum(_ => 1L + random.Next(largest));
        }
    }

    [Fact(Timeout = Soon)]
    public async Task WriteAsync_NoRoom_WaitsUntilThereIs()
    {
        var counters = new StageCounters("writer");
        var channel = new ByteBoundedChannel<string>(10, writer: counters);
        await channel.WriteAsync("a", 6, Token);

        var second = channel.WriteAsync("b", 5, Token).AsTask();
        await Task.Delay(100, Token);
        Assert.False(second.IsCompleted);

        Assert.Equal((true, "a"), await channel.ReadAsync(Token));
        await second;
        Assert.InRange(counters.Waiting, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(20));
        Assert.Equal((true, "b"), await channel.ReadAsync(Token));
    }

    [Fact(Timeout = Soon)]
    public async Task WriteAsync_ItemLargerThanTheBound_PassesAlone()
    {
        var channel = new ByteBoundedChannel<string>(10);
        await channel.WriteAsync("giant", 1000, Token);
        var next = channel.WriteAsync("dwarf", 1, Token).AsTask();
        await Task.Delay(50, Token);
        Assert.False(next.IsCompleted);

        Assert.Equal((true, "giant"), await channel.ReadAsync(Token));
        await next;
    }

    [Fact(Timeout = Soon)]
    public async Task WriteAsync_ItemsWithoutBytes_AreBoundedByNumber()
    {
        var channel = new ByteBoundedChannel<int>(10, capacityItems: 2);
        await channel.WriteAsync(1, 0, Token);
        await channel.WriteAsync(2, 0, Token);
        var third = channel.WriteAsync(3, 0, Token).AsTask();
        await Task.Delay(50, Token);
        Assert.False(third.IsCompleted);

        await channel.ReadAsync(Token);
        await third;
    }

    [Fact(Timeout = Soon)]
    public async Task Complete_WithItemsInside_LetsThemBeReadFirst()
    {
        var channel = new ByteBoundedChannel<int>(10);
        await channel.WriteAsync(1, 5, Token);
        channel.Complete(new InvalidDataException("broken"));
        channel.Complete();

        Assert.Equal((true, 1), await channel.ReadAsync(Token));
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await channel.ReadAsync(Token));
        Assert.Equal("broken", error.Message);
        Assert.Throws<InvalidDataException>(() => channel.Read(out _, Token));
        await Assert.ThrowsAnyAsync<Exception>(async () => await channel.WriteAsync(2, 1, Token));
    }

    [Fact(Timeout = Soon)]
    public async Task Complete_WhileReadersWait_EndsThem()
    {
        var channel = new ByteBoundedChannel<int>(10);
        var waiting = channel.ReadAsync(Token).AsTask();
        var blocked = Task.Run(() => channel.Read(out _, Token), Token);
        await Task.Delay(50, Token);

        channel.Complete();

        Assert.False((await waiting).Found);
        Assert.False(await blocked);
    }

    [Fact(Timeout = Soon)]
    public async Task Cancel_WhileTheyWait_EndsWritersAndReaders()
    {
        using var stop = new CancellationTokenSource();
        var full = new ByteBoundedChannel<int>(10, capacityItems: 1);
        await full.WriteAsync(1, 10, Token);
        var countFull = new ByteBoundedChannel<int>(10, capacityItems: 1);
        await countFull.WriteAsync(1, 1, Token);
        var empty = new ByteBoundedChannel<int>(10);
        Task[] waiting =
        [
            full.WriteAsync(2, 1, stop.Token).AsTask(),
            countFull.WriteAsync(2, 1, stop.Token).AsTask(),
            empty.ReadAsync(stop.Token).AsTask(),
            Task.Run(() => empty.Read(out _, stop.Token), Token),
        ];
        await Task.Delay(50, Token);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        await stop.CancelAsync();

        foreach (var task in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    [Fact]
    public void TryTake_AfterTheEnd_GivesWhatIsLeft()
    {
        var channel = new ByteBoundedChannel<int>(100);
        Assert.True(channel.WriteAsync(1, 1, Token).IsCompletedSuccessfully);
        Assert.True(channel.WriteAsync(2, 1, Token).IsCompletedSuccessfully);
        channel.Complete(new OperationCanceledException());

        Assert.True(channel.TryTake(out var first) && channel.TryTake(out var second) && (first, second) == (1, 2));
        Assert.False(channel.TryTake(out _));
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); value > seen;)
            seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
    }
}
