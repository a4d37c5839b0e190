using System.Security.Cryptography;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>Picks the reader of a platform's export.</summary>
internal static class RecordReaders
{
    /// <param name="hash">Takes the delivered bytes; complete when the reader came to the end.</param>
    /// <exception cref="ExportFileException">The file cannot be read as what the source says it is.</exception>
    public static ExportReader Open(
        SourceDefinition source,
        string path,
        RecordBlockPool pool,
        IncrementalHash? hash,
        CancellationToken cancellation)
    {
        // Archives are read file by file and out of order, so their bytes are hashed beforehand.
        if (hash is not null && (ExportFormat.Of(source.Format).IsArchive || Directory.Exists(path)))
            ExportStream.AppendTo(hash, path, cancellation);
        return source.Format switch
        {
            SourceFormat.XApiV2 => X.ApiV2Reader.Open(ExportStream.Open(path, hash)),
            SourceFormat.BlueskyJetstream =>
                JsonLinesReader.Open(ExportStream.Open(path, hash), pool, new Bluesky.JetstreamRecords()),
            SourceFormat.XArchive => X.XArchive.Open(path, pool),
            SourceFormat.MastodonArchive => Mastodon.MastodonArchive.Open(path, pool),
            SourceFormat.InstagramExport => Instagram.InstagramExport.Open(path, pool),
            SourceFormat.BlueskyCar => Bluesky.Car.CarReader.Open(
                isFirst => ExportStream.Open(path, isFirst ? hash : null), pool, cancellation),
            SourceFormat.FacebookExport => Facebook.FacebookExport.Open(path, pool),
            SourceFormat.TiktokExport => Tiktok.TiktokExport.Open(path, pool),
            SourceFormat.YoutubeTakeout => Youtube.YoutubeTakeout.Open(path, pool),
            SourceFormat.Reddit =>
                JsonLinesReader.Open(ExportStream.Open(path, hash), pool, new Reddit.RedditRecords()),
            SourceFormat.FourCat => FourCat.FourCatExport.Open(path, pool, hash),
            SourceFormat.Crowdtangle =>
                TableReader.Open(ExportStream.Open(path, hash), pool, new Crowdtangle.CrowdtangleRecords()),
            _ => throw new ExportFileException($"format {source.Format} cannot be read yet"),
        };
    }
}
