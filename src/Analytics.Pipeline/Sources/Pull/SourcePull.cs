using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Brings the files of one source here. What fails becomes a named failure; the other files go on.</summary>
internal sealed class SourcePull(
    SourceDefinition source, LakeFolder lake, TimeProvider clock, Func<string, string?> environment)
{
    private readonly List<PullFailure> _failures = [];
    private readonly List<string> _unfinished = [];
    private readonly PullCounters _counters = new();

    private PullDefinition Settings => source.Pull!;

    public PullCounters Counters => _counters;

    public async Task<(LandedFiles Landed, PullReport Report)> RunAsync(CancellationToken cancellation)
    {
        using var landing = LandingFolder.Open(lake, source);
        await GuardAsync(source.Path, SourceName(), () => PullAsync(landing, cancellation)).ConfigureAwait(false);
        landing.SweepParts(_unfinished);
        var report = new PullReport(
            source.Name, RemoteAddress.Shown(source.Path), _counters.Files, _counters.Unchanged, _failures.Count,
            _counters.Bytes, _counters.Requests, _counters.Retries);
        return (new LandedFiles(landing.Whole(), _failures), report);
    }

    /// <summary>What <see cref="RunAsync"/> would ask for; nothing is written.</summary>
    public async Task<IReadOnlyList<PullPreview>> PreviewAsync(CancellationToken cancellation)
    {
        var landing = LandingFolder.Read(lake, source);
        List<PullPreview> found = [];
        await GuardAsync(source.Path, SourceName(), async () =>
        {
            using var client = HttpStore.Client(Settings.Timeout, 1);
            var store = WebStore(client);
            var file = WebFile();
            if (Settings.Pages is { } pages)
            {
                var (page, address) = PageWalk.Start(new Uri(source.Path), pages, landing);
                file = PageWalk.FileOf(page, address);
            }

            found.Add(await PeekAsync(store, file, landing, cancellation).ConfigureAwait(false));
        }).ConfigureAwait(false);
        found.AddRange(_failures.Select(
            failure => new PullPreview(source.Name, failure.Address, null, failure.Reason)));
        return found;
    }

    private async Task PullAsync(LandingFolder landing, CancellationToken cancellation)
    {
        var address = new Uri(source.Path);
        if (!RemoteAddress.IsWeb(address)) throw new PullException("object stores are not read yet");
        using var client = HttpStore.Client(Settings.Timeout, Settings.Concurrency);
        var download = DownloadFrom(WebStore(client), landing);
        if (Settings.Pages is { } pages)
            await new PageWalk(address, pages, landing, download).RunAsync(cancellation).ConfigureAwait(false);
        else
            await download.RunAsync(WebFile(), describe: null, cancellation).ConfigureAwait(false);
    }

    private Download DownloadFrom(IRemoteStore store, LandingFolder landing)
    {
        // Chance differs between machines and sources, not between runs.
        var place = $"{Environment.MachineName}\n{lake.Path}\n{source.Name}";
        var seed = Convert.ToUInt64(LandingFolder.ShortHash(place), 16);
        return new Download(
            store, landing, Settings, new Backoff(clock, seed, Settings.MaxWait), clock, _counters);
    }

    private HttpStore WebStore(HttpMessageInvoker client) =>
        new(client, new Uri(source.Path), PullToken.Read(Settings, environment), clock);

    private RemoteFile WebFile()
    {
        var (folder, name) = FileNames.OfAddress(new Uri(source.Path));
        return new RemoteFile("file", name, folder, source.Path);
    }

    private async Task<PullPreview> PeekAsync(
        IRemoteStore store, RemoteFile file, LandingFolder landing, CancellationToken cancellation)
    {
        var known = landing.Find(file);
        using IdleLimit idle = new(clock, Settings.Timeout, cancellation);
        using var body = await idle
            .GuardAsync(token => store.OpenAsync(file, known?.Validators, null, token), "no answer")
            .ConfigureAwait(false);
        var state = body.Kind == BodyKind.Unchanged ? "unchanged" : known is null ? "new" : "changed";
        return new PullPreview(source.Name, file.Shown, body.Total ?? known?.Bytes, state);
    }

    private string SourceName() =>
        RemoteAddress.IsWeb(new Uri(source.Path)) ? FileNames.OfAddress(new Uri(source.Path)).Name : source.Path;

    /// <summary>Turns what can go wrong elsewhere, and on this disk, into a failure with a name.</summary>
    private async Task GuardAsync(string address, string name, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (PullException failure)
        {
            Add(address, name, $"could not be pulled: {failure.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Add(address, name, "could not be pulled: it cannot be written into the landing folder of the lake");
        }
    }

    private void Add(string address, string name, string reason)
    {
        lock (_failures)
        {
            _failures.Add(new PullFailure(RemoteAddress.Shown(address), name, reason));
            _unfinished.Add(address);
        }
    }
}
