using Analytics.Pipeline.Runs;

namespace Analytics.Tests.Runs;

/// <summary>The shipped sample, run twice into one lake: made once for all tests that only look at it.</summary>
public sealed class SampleLake : IAsyncLifetime
{
    internal RunFolder Folder { get; } = new();

    internal string Lake => Folder.Lake;

    internal RecordedRun FirstObserver { get; } = new();

    internal RunSummary First { get; private set; } = null!;

    internal RunSummary Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        First = await RunFolder.RunAsync(Folder.Sample(), observer: FirstObserver);
        Second = await RunFolder.RunAsync(Folder.Sample());
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tests that share <see cref="SampleLake"/> and leave it as it is.</summary>
[CollectionDefinition(Name)]
public sealed class SampleLakeCollection : ICollectionFixture<SampleLake>
{
    public const string Name = "sample lake";
}
