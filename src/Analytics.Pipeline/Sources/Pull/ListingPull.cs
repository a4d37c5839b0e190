using System.Runtime.CompilerServices;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Pulls what a store lists. What landed under its name and tag is not asked for again; the others come several at a
/// time while the listing goes on.
/// </summary>
internal sealed class ListingPull(
    IObjectStore store, ObjectAddress address, LandingFolder landing, PullDefinition settings, Backoff backoff,
    TimeProvider clock, PullCounters counters)
{
    /// <summary>The objects of the source in the order of their names, those that are here too.</summary>
    public async IAsyncEnumerable<(RemoteFile File, LandingEntry? Known)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = settings.Watermark == ListingWatermark.LastName ? landing.ListedTo : null;
        string? token = null;
        do
        {
            var (files, next) = await PageAsync(after, token, cancellation).ConfigureAwait(false);
            if (next is not null && next == token) throw new PullException("the listing goes in a circle");
            foreach (var file in files.Where(file => address.Names(file.Key))) yield return (file, landing.Find(file));
            token = next;
        }
        while (token is not null);
    }

    /// <param name="fail">Takes an object that did not come, and why.</param>
    /// <exception cref="PullException">The listing did not come to its end.</exception>
    public async Task RunAsync(
        Download download, Action<RemoteFile, PullException> fail, CancellationToken cancellation)
    {
        string? last = null, firstFailed = null;
        var gate = new Lock();
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = settings.Concurrency,
            CancellationToken = cancellation,
        };
        await Parallel.ForEachAsync(NewAsync(cancellation), options, async (file, token) =>
        {
            try
            {
                await download.RunAsync(file, describe: null, token).ConfigureAwait(false);
            }
            catch (PullException failure)
            {
                lock (gate)
                {
                    if (firstFailed is null || string.CompareOrdinal(file.Key, firstFailed) < 0) firstFailed = file.Key;
                }

                fail(file, failure);
            }
        }).ConfigureAwait(false);

        // Names after one that failed are listed again next time; what landed of them is known by its tag.
        if (last is not null && firstFailed is null) landing.Note(new ListingMark(last));

        async IAsyncEnumerable<RemoteFile> NewAsync([EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var (file, known) in ListAsync(token).ConfigureAwait(false))
            {
                last = file.Key;
                if (known?.ETag is { } tag && tag == file.ETag) counters.AddUnchanged();
                else yield return file;
            }
        }
    }

    private async Task<(IReadOnlyList<RemoteFile> Files, string? Next)> PageAsync(
        string? after, string? token, CancellationToken cancellation)
    {
        using IdleLimit idle = new(clock, settings.Timeout, cancellation);
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                counters.AddRequest();
                return await idle
                    .GuardAsync(stop => store.ListAsync(address.Prefix, after, token, stop), "no answer")
                    .ConfigureAwait(false);
            }
            catch (Exception error) when ((error as PullException ?? store.Explain(error)) is { } failure)
            {
                if (!failure.IsTransient) throw failure;
                if (attempt >= settings.Retries) throw failure.GivenUp(attempt + 1);
                counters.AddRetry();
                delay = backoff.Delay(attempt, failure.RetryAfter);
            }

            await backoff.WaitAsync(delay, cancellation).ConfigureAwait(false);
        }
    }
}
