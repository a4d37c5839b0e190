using System.Globalization;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Brings the files of one source here. What fails becomes a named failure; the other files go on.</summary>
internal sealed class SourcePull(
    SourceDefinition source, LakeFolder lake, TimeProvider clock, Func<string, string?> environment)
{
    private const int PreviewedObjects = 100;

    private readonly List<PullFailure> _failures = [];

    public PullCounters Counters { get; } = new();

    private PullDefinition Settings => source.Pull!;

    private bool IsListing => !RemoteAddress.IsWeb(new Uri(source.Path));

    public async Task<(LandedFiles Landed, PullReport Report)> RunAsync(CancellationToken cancellation)
    {
        using var landing = LandingFolder.Open(lake, source);
        await GuardAsync(
            () => IsListing ? PullObjectsAsync(landing, cancellation) : PullWebAsync(landing, cancellation))
            .ConfigureAwait(false);
        if (_failures.Count == 0) landing.SweepParts();
        var report = new PullReport(
            source.Name, RemoteAddress.Shown(source.Path), Counters.Files, Counters.Unchanged, _failures.Count,
            Counters.Bytes, Counters.Requests, Counters.Retries);
        return (new LandedFiles(landing.Whole(), Failures()), report);
    }

    /// <summary>What <see cref="RunAsync"/> would ask for; nothing is written.</summary>
    public async Task<IReadOnlyList<PullPreview>> PreviewAsync(CancellationToken cancellation)
    {
        var landing = LandingFolder.Read(lake, source);
        List<PullPreview> found = [];
        await GuardAsync(async () =>
        {
            if (IsListing) await PreviewObjectsAsync(landing, found, cancellation).ConfigureAwait(false);
            else found.Add(await PreviewWebAsync(landing, cancellation).ConfigureAwait(false));
        }).ConfigureAwait(false);
        found.AddRange(_failures.Select(
            failure => new PullPreview(source.Name, failure.Address, null, failure.Reason)));
        return found;
    }

    private async Task PullWebAsync(LandingFolder landing, CancellationToken cancellation)
    {
        using var client = HttpStore.Client(Settings.Timeout, Settings.Concurrency);
        var download = DownloadFrom(WebStore(client), landing);
        if (Settings.Pages is { } pages)
        {
            PageWalk walk = new(new Uri(source.Path), pages, landing, download);
            await walk.RunAsync(cancellation).ConfigureAwait(false);
            return;
        }

        await download.RunAsync(WebFile(), describe: null, cancellation).ConfigureAwait(false);
    }

    private async Task<PullPreview> PreviewWebAsync(LandingFolder landing, CancellationToken cancellation)
    {
        using var client = HttpStore.Client(Settings.Timeout, 1);
        var store = WebStore(client);
        var file = WebFile();
        if (Settings.Pages is { } pages)
        {
            var (page, address) = PageWalk.Start(new Uri(source.Path), pages, landing);
            file = PageWalk.FileOf(page, address);
        }

        var known = landing.Find(file);
        using IdleLimit idle = new(clock, Settings.Timeout, cancellation);
        using var body = await idle
            .GuardAsync(token => store.OpenAsync(file, known?.Validators, null, token), "no answer")
            .ConfigureAwait(false);
        var state = body.Kind == BodyKind.Unchanged ? "unchanged" : known is null ? "new" : "changed";
        return new PullPreview(source.Name, file.Shown, body.Total ?? known?.Bytes, state);
    }

    private async Task PullObjectsAsync(LandingFolder landing, CancellationToken cancellation)
    {
        var address = ObjectAddress.Of(source);
        using var client = HttpStore.Client(Settings.Timeout, Settings.Concurrency + 1);
        var store = StoreOf(address, client);
        using var owned = store as IDisposable;
        await ListingOf(store, address, landing).RunAsync(
            DownloadFrom(store, landing),
            (file, failure) => Add(file, $"could not be pulled: {failure.Message}"),
            cancellation).ConfigureAwait(false);
    }

    private async Task PreviewObjectsAsync(
        LandingFolder landing, List<PullPreview> found, CancellationToken cancellation)
    {
        var address = ObjectAddress.Of(source);
        using var client = HttpStore.Client(Settings.Timeout, 1);
        var store = StoreOf(address, client);
        using var owned = store as IDisposable;
        long same = 0, more = 0, moreBytes = 0;
        await foreach (var (file, known) in ListingOf(store, address, landing).ListAsync(cancellation)
            .ConfigureAwait(false))
        {
            if (known is not null && known.ETag == file.ETag)
            {
                same++;
            }
            else if (found.Count < PreviewedObjects)
            {
                found.Add(new PullPreview(source.Name, file.Shown, file.Bytes, known is null ? "new" : "changed"));
            }
            else
            {
                more++;
                moreBytes += file.Bytes ?? 0;
            }
        }

        if (more > 0)
            found.Add(new PullPreview(source.Name, $"{Count(more)} more objects", moreBytes, "new or changed"));
        if (same > 0) found.Add(new PullPreview(source.Name, $"{Count(same)} objects", null, "unchanged"));
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private ListingPull ListingOf(IObjectStore store, ObjectAddress address, LandingFolder landing) =>
        new(store, address, landing, Settings, NewBackoff(), clock, Counters);

    private Download DownloadFrom(IRemoteStore store, LandingFolder landing) =>
        new(store, landing, Settings, NewBackoff(), clock, Counters);

    /// <summary>Chance differs between machines and sources, not between runs.</summary>
    private Backoff NewBackoff()
    {
        var place = $"{Environment.MachineName}\n{lake.Path}\n{source.Name}";
        return new Backoff(clock, Convert.ToUInt64(LandingFolder.ShortHash(place), 16), Settings.MaxWait);
    }

    private HttpStore WebStore(HttpMessageInvoker client) =>
        new(client, new Uri(source.Path), WebCredential.OfBearer(PullToken.Read(Settings, environment)), clock);

    private IObjectStore StoreOf(ObjectAddress address, HttpMessageInvoker client)
    {
        if (address.Account is not { } account) return S3Store.Open(Settings, address.Bucket, environment);
        var container = AzureStore.ContainerOf(Settings, account, address.Bucket);
        var credential = WebCredential.OfAzure(PullToken.Read(Settings, environment));
        return new AzureStore(
            new HttpStore(client, container, credential, clock) { Header = AzureStore.Version }, container);
    }

    private RemoteFile WebFile()
    {
        var (folder, name) = FileNames.OfAddress(new Uri(source.Path));
        return new RemoteFile("file", name, folder, source.Path);
    }

    /// <summary>Turns what can go wrong elsewhere, and on this disk, into a failure with a name.</summary>
    private async Task GuardAsync(Func<Task> work)
    {
        var whole = IsListing ? new RemoteFile("", source.Path, "", source.Path) : WebFile();
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (PullException failure)
        {
            Add(whole, $"could not be pulled: {failure.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Add(whole, "could not be pulled: it cannot be written into the landing folder of the lake");
        }
    }

    private void Add(RemoteFile file, string reason)
    {
        lock (_failures) _failures.Add(new PullFailure(file.Shown, file.Name, reason));
    }

    /// <summary>In the order of their addresses: downloads end in any order.</summary>
    private IReadOnlyList<PullFailure> Failures()
    {
        lock (_failures) return [.. _failures.OrderBy(failure => failure.Address, StringComparer.Ordinal)];
    }
}
