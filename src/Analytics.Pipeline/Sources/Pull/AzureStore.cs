using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Blobs of an Azure storage account, over its web interface: the listing is XML, a blob is a file behind an address.
/// The SDK cannot be restored where this program is built.
/// </summary>
internal sealed class AzureStore(HttpStore web, Uri container) : IObjectStore
{
    /// <summary>Version of the interface; the first that is asked for by bearer tokens is 2017-11-09.</summary>
    public static readonly KeyValuePair<string, string> Version = new("x-ms-version", "2021-12-02");

    private const int PageSize = 1_000;

    /// <summary>Address of a container: below the account's own server, or below <c>pull.endpoint</c>.</summary>
    public static Uri ContainerOf(PullDefinition settings, string account, string container) => new(
        $"{settings.Endpoint?.TrimEnd('/') ?? $"https://{account}.blob.core.windows.net"}/"
        + Uri.EscapeDataString(container));

    public async Task<(IReadOnlyList<RemoteFile> Files, string? Next)> ListAsync(
        string prefix, string? after, string? token, CancellationToken cancellation)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"?restype=container&comp=list&maxresults={PageSize}&prefix={Uri.EscapeDataString(prefix)}")
            + (token is null ? "" : $"&marker={Uri.EscapeDataString(token)}");
        RemoteFile listing = new("", "", "", container.AbsoluteUri + query);
        using var body = await web.OpenAsync(listing, null, null, cancellation).ConfigureAwait(false);
        try
        {
            var read = await XDocument.LoadAsync(body.Stream, LoadOptions.None, cancellation).ConfigureAwait(false);
            // This interface knows no place to begin at; names up to it are passed over here.
            var files = read.Descendants("Blob").Select(FileOf).OfType<RemoteFile>()
                .Where(file => after is null || string.CompareOrdinal(file.Key, after) > 0).ToList();
            var next = read.Root?.Element("NextMarker")?.Value;
            return (files, string.IsNullOrEmpty(next) ? null : next);
        }
        catch (XmlException error)
        {
            throw PullException.Broken("the answer is no listing", error);
        }
    }

    public async Task<RemoteBody> OpenAsync(
        RemoteFile file, Validators? known, Resumption? resume, CancellationToken cancellation)
    {
        var path = string.Join('/', file.Key.Split('/').Select(Uri.EscapeDataString));
        var blob = file with { Address = $"{container.AbsoluteUri}/{path}" };
        return await web.OpenAsync(blob, known, resume, cancellation).ConfigureAwait(false);
    }

    public PullException? Explain(Exception error) => web.Explain(error);

    /// <summary>Null for folders, which accounts with folders list too.</summary>
    private RemoteFile? FileOf(XElement blob)
    {
        var properties = blob.Element("Properties");
        if (blob.Element("Name") is not { } name || properties is null) return null;
        if (properties.Element("ResourceType")?.Value == "directory") return null;
        var key = name.Attribute("Encoded")?.Value == "true" ? Uri.UnescapeDataString(name.Value) : name.Value;
        var tag = properties.Element("Etag")?.Value;
        var slash = key.LastIndexOf('/');
        return new RemoteFile(key, key[(slash + 1)..], key[..(slash + 1)], $"{container.AbsoluteUri}/{key}")
        {
            Bytes = long.TryParse(
                properties.Element("Content-Length")?.Value, NumberStyles.None, CultureInfo.InvariantCulture,
                out var bytes) ? bytes : null,
            // Listings leave out the quotes that answers have.
            ETag = tag is null || tag.StartsWith('"') ? tag : $"\"{tag}\"",
        };
    }
}
