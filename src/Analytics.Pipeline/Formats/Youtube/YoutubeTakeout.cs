using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Youtube;

/// <summary>
/// What Google Takeout hands out of YouTube, a folder or .zip. Names of folders and files and the headers of tables are
/// in the language of the account, so a table is known by what its first record looks like, and its columns by name or,
/// in a language that nobody here knows, by place.
/// </summary>
internal static class YoutubeTakeout
{
    /// <exception cref="ExportFileException">The export does not say whose it is.</exception>
    public static ArchiveReader Open(string path, RecordBlockPool pool)
    {
        var folder = ArchiveFolder.OpenOne(path, SourceFormat.YoutubeTakeout);
        try
        {
            var tables = folder.Entries
                .Where(entry => entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && entry.SizeBytes > 0)
                .Select(entry => (Entry: entry, Start: YoutubeTable.Of(folder, entry)))
                .ToList();
            var owner = Owner(tables.Select(table => table.Start))
                ?? throw new ExportFileException(
                    "found nobody whose export it is, expected a table of the channel or of comments; order the "
                    + "export again and choose 'channels' too");
            var lists = tables.Where(table => table.Start.Kind == YoutubeTableKind.Subscriptions).ToList();
            var entries = lists.Sum(table => Entries(folder, table.Entry, pool, owner));
            var parts = tables
                .Where(table => table.Start.Kind is not (YoutubeTableKind.Other or YoutubeTableKind.Channel))
                .OrderBy(table => table.Start.Kind)
                .Select(table => new ArchivePart(
                    table.Entry, stream => TableReader.Open(stream, pool, table.Start.Records(owner))))
                .ToList();
            return new ArchiveReader(folder, parts, new YoutubeOwner(owner, lists.Count == 0 ? null : entries));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The table of the channel says it; comments say it too, each with the channel that wrote it.</summary>
    private static byte[]? Owner(IEnumerable<YoutubeTable> tables) => tables
        .Where(table => table.Kind is YoutubeTableKind.Channel or YoutubeTableKind.Comments)
        .OrderByDescending(table => table.Kind)
        .Select(table => table.Owner)
        .FirstOrDefault(owner => owner.Length > 0);

    private static long Entries(ArchiveFolder folder, ArchiveEntry entry, RecordBlockPool pool, byte[] owner)
    {
        var rows = new FactRows((_, _) => { });
        var count = 0L;
        using var table = TableReader.Open(folder.Open(entry), pool, new YoutubeSubscriptions(owner));
        while (table.Read(CancellationToken.None) is { } piece)
        {
            using (piece)
            {
                rows.Clear();
                ((RecordPiece)piece).ReadTo(rows);
                count += rows.Count;
            }
        }

        return count;
    }
}
