using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>
/// A person's own archive of a Mastodon server: a .tar.gz, .zip or folder with <c>actor.json</c>, <c>outbox.json</c>
/// and <c>likes.json</c>, and the lists that are fetched singly and laid beside them.
/// </summary>
internal static class MastodonArchive
{
    private static readonly JsonSections Items = JsonSections.Of(
        "orderedItems[]", "~@context", "~id", "~type", "~totalItems", "~first", "~last", "~next", "~prev", "~partOf");

    /// <exception cref="ExportFileException">The archive does not say whose it is.</exception>
    public static ArchiveReader Open(string path, RecordBlockPool pool)
    {
        var folder = ArchiveFolder.OpenOne(path, SourceFormat.MastodonArchive);
        try
        {
            var owner = MastodonOwner.Of(folder);
            var parts = new List<ArchivePart>();
            foreach (var list in Lists(folder))
            {
                var headers = HasHeader(folder, list) ? 1 : 0;
                var tally = new FollowListTally(owner.Address, ListDirection.Following, 1, observedAt: []);
                parts.Add(new ArchivePart(list, stream => tally.Count(
                    JsonLinesReader.Open(stream, pool, new MastodonFollowing(owner)), headers)));
            }

            Add("outbox.json", new MastodonOutbox(owner));
            Add("likes.json", new MastodonLikes(owner));
            return new ArchiveReader(folder, parts, owner.Piece);

            void Add(string name, JsonRecords records)
            {
                foreach (var file in folder.Find(name).Where(entry => entry.SizeBytes > 0))
                {
                    parts.Add(new ArchivePart(
                        file, stream => JsonDocumentReader.Open(stream, pool, Items, records)));
                }
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Browsers number the files that they fetch again, so any ending of the name will do.</summary>
    private static IEnumerable<ArchiveEntry> Lists(ArchiveFolder folder) =>
        folder.Find("following_accounts*.csv").Where(entry => entry.SizeBytes > 0);

    private static bool HasHeader(ArchiveFolder folder, ArchiveEntry list)
    {
        Span<byte> start = stackalloc byte[64];
        using var stream = folder.Open(list);
        return MastodonFollowing.IsHeader(start[..stream.ReadAtLeast(start, 64, throwOnEndOfStream: false)]);
    }
}
