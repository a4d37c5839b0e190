using System.Globalization;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Pulls an export that is delivered in pages, one file each. After every page it is written down where to go on, so
/// that a walk that ends early is continued and not begun again.
/// </summary>
internal sealed class PageWalk(Uri origin, PagesDefinition pages, LandingFolder landing, Download download)
{
    /// <summary>Where a walk begins.</summary>
    public static (int Page, Uri Address) Start(Uri origin, PagesDefinition pages, LandingFolder landing)
    {
        if (landing.Mark is { Address: { } address } mark) return (mark.Page, new Uri(address));
        return pages.Start == PageStart.Last && landing.LastPage() is { Address: { } last } entry
            ? (entry.Page, new Uri(last))
            : (1, origin);
    }

    /// <exception cref="PullException">A page did not come.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (page, address) = Start(origin, pages, landing);
        HashSet<string> seen = [];
        for (var count = 0; ; count++)
        {
            if (!seen.Add(address.AbsoluteUri))
            {
                landing.Note(new PageMark(1, null));
                throw new PullException("the pages go in a circle");
            }

            if (count == pages.Limit)
            {
                throw new PullException(
                    $"more than {pages.Limit:N0} pages; the next pull goes on here (pull.pages.limit)");
            }

            Uri? next;
            try
            {
                next = await PullAsync(page, address, cancellation).ConfigureAwait(false);
            }
            catch (PullException failure)
            {
                throw new PullException($"page {page}: {failure.Message}", failure);
            }

            if (next is null) break;
            (page, address) = (page + 1, next);
            landing.Note(new PageMark(page, next.AbsoluteUri));
        }

        landing.Note(new PageMark(1, null));
    }

    /// <summary>What is asked for as a page.</summary>
    public static RemoteFile FileOf(int page, Uri address)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"page-{page:000000}.json");
        return new RemoteFile(name, name, "", address.AbsoluteUri);
    }

    private async Task<Uri?> PullAsync(int page, Uri address, CancellationToken cancellation)
    {
        var (entry, link) = await download.RunAsync(
            FileOf(page, address),
            (draft, body, entry) => entry with
            {
                Page = page,
                Address = address.AbsoluteUri,
                Next = NextOf(draft, body, address)?.AbsoluteUri,
            },
            cancellation).ConfigureAwait(false);

        // A page that stayed the same may have got a successor, which only the header of the answer tells.
        if (pages.Next == PagesDefinition.LinkHeader && link is not null) return Resolve(address, link);
        return entry.Next is { } next ? new Uri(next) : null;
    }

    private Uri? NextOf(string draft, RemoteBody body, Uri address)
    {
        if (pages.Next == PagesDefinition.LinkHeader)
            return body.NextLink is { } link ? Resolve(body.Address ?? address, link) : null;
        if (JsonValue.At(draft, pages.Next) is not { } value) return null;
        return pages.Parameter is null ? Resolve(body.Address ?? address, value) : With(pages.Parameter, value);
    }

    private static Uri Resolve(Uri address, string next)
    {
        if (!Uri.TryCreate(address, next, out var resolved) || !RemoteAddress.IsWeb(resolved))
            throw new PullException("the next page has no address that can be asked for");
        if (address.Scheme == Uri.UriSchemeHttps && resolved.Scheme == Uri.UriSchemeHttp)
            throw new PullException("the next page has an address without encryption, which is not followed");
        return resolved;
    }

    /// <summary>The first address with one more query parameter, or another value of it.</summary>
    private Uri With(string parameter, string value)
    {
        var name = Uri.EscapeDataString(parameter);
        var kept = origin.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => pair.Split('=')[0] != name);
        return new UriBuilder(origin) { Query = string.Join('&', kept.Append($"{name}={Uri.EscapeDataString(value)}")) }
            .Uri;
    }
}
