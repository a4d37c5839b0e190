using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// One community of the sample in the form of every platform that can be read: archives of a few people, and what tools
/// collect from all of them.
/// </summary>
internal static class PlatformSamples
{
    /// <summary>Folder below the exports.</summary>
    public const string Folder = "platforms";

    private const int Owners = 2;

    private static readonly (SourceFormat Format, Action<PlatformNetwork, PlatformPerson, string> Write)[] Archives =
    [
        (SourceFormat.XArchive, XArchiveWriter.Write),
        (SourceFormat.MastodonArchive, MastodonArchiveWriter.Write),
        (SourceFormat.InstagramExport, InstagramExportWriter.Write),
        (SourceFormat.FacebookExport, FacebookExportWriter.Write),
        (SourceFormat.TiktokExport, TiktokExportWriter.Write),
        (SourceFormat.YoutubeTakeout, YoutubeTakeoutWriter.Write),
    ];

    private static readonly (SourceFormat Format, Action<PlatformNetwork, string> Write)[] Collections =
    [
        (SourceFormat.XApiV2, XApiV2Writer.Write),
        (SourceFormat.BlueskyJetstream, BlueskyJetstreamWriter.Write),
        (SourceFormat.BlueskyCar, (network, folder) => BlueskyCarWriter.Write(network, Busiest(network), folder)),
        (SourceFormat.Reddit, (network, folder) =>
        {
            RedditWriter.WriteSubmissions(network, Path.Combine(folder, "submissions.ndjson"));
            RedditWriter.WriteComments(network, Path.Combine(folder, "comments.ndjson"));
        }),
        (SourceFormat.FourCat, (network, folder) =>
        {
            FourCatWriter.WriteX(network, Path.Combine(folder, "4cat-x.csv"));
            FourCatWriter.WriteTiktok(network, Path.Combine(folder, "4cat-tiktok.csv"));
            FourCatWriter.WriteTiktokComments(network, Path.Combine(folder, "4cat-tiktok-comments.ndjson"));
        }),
        (SourceFormat.Crowdtangle, (network, folder) =>
        {
            CrowdtangleWriter.WriteFacebook(network, Path.Combine(folder, "facebook.csv"));
            CrowdtangleWriter.WriteInstagram(network, Path.Combine(folder, "instagram.csv"));
        }),
    ];

    /// <summary>All formats that are written.</summary>
    public static IEnumerable<SourceFormat> Formats =>
        Archives.Select(archive => archive.Format).Concat(Collections.Select(collection => collection.Format)).Order();

    /// <summary>Writes each format into a folder of its name below <paramref name="folder"/>.</summary>
    /// <returns>What was written, in the order of formats: the folder of an archive, or of a collection.</returns>
    public static IReadOnlyList<(SourceFormat Format, string Path)> Write(PlatformNetwork network, string folder)
    {
        var written = new List<(SourceFormat Format, string Path)>();
        foreach (var (format, write) in Archives)
        {
            foreach (var owner in Busiest(network))
            {
                var path = Path.Combine(folder, ExportFormat.Of(format).Name, owner.Handle);
                write(network, owner, path);
                written.Add((format, path));
            }
        }

        foreach (var (format, write) in Collections)
        {
            var path = Path.Combine(folder, ExportFormat.Of(format).Name);
            Directory.CreateDirectory(path);
            write(network, path);
            written.Add((format, path));
        }

        return [.. written.OrderBy(one => one.Format).ThenBy(one => one.Path, StringComparer.Ordinal)];
    }

    /// <summary>Those who did a bit of everything, so that their archives hold all there is.</summary>
    private static IEnumerable<PlatformPerson> Busiest(PlatformNetwork network) => network.People
        .OrderByDescending(person => Math.Min(
            Math.Min(
                network.Acts.Count(act => act.Actor == person && act.Kind == InteractionKind.Like),
                network.Acts.Count(act => act.Actor == person && act.Kind == InteractionKind.Repost)),
            Math.Min(
                network.Posts.Count(post => post.Author == person && post.InReplyTo is not null),
                network.Posts.Count(post => post.Author == person && post.Mentions.Count > 0))))
        .ThenBy(person => person.Id, StringComparer.Ordinal)
        .Take(Owners);
}
