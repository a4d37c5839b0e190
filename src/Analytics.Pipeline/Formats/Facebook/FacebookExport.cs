using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Facebook;

/// <summary>
/// "Download your information" of Facebook as JSON, a folder or .zip. It tells people and pages by their name alone,
/// and names are not unique, so nobody in it can become an account but the owner, whose profile has an address. What is
/// kept is what that profile claims: how many follow it and how many it follows. Everything else is told as ignored.
/// </summary>
internal static class FacebookExport
{
    private static readonly
        (string Pattern, string[] Sections, string What, bool AreFollowers, bool AreFollowed)[] Lists =
    [
        ("your_friends.json", ["friends_v2[]", "friends[]"], "friends", true, false),
        ("friends.json", ["friends_v2[]", "friends[]"], "friends", true, false),
        ("people_who_followed_you.json", ["followers_v3[]", "followers_v2[]", "followers[]"], "followers",
            true, false),
        ("followers.json", ["followers_v3[]", "followers_v2[]", "followers[]"], "followers", true, false),
        ("who_you*followed.json", ["following_v3[]", "following_v2[]", "following[]"], "followed", false, true),
        ("following.json", ["following_v3[]", "following_v2[]", "following[]"], "followed", false, true),
        ("pages_you_follow.json", ["pages_followed_v2[]", "pages_followed[]"], "followed pages", false, false),
        ("pages_and_profiles_you_follow.json", ["pages_followed_v2[]", "pages_followed[]"], "followed pages",
            false, false),
        ("pages_you*liked.json", ["page_likes_v2[]", "page_likes[]"], "liked pages", false, false),
        ("likes_and_reactions*.json", ["[]", "reactions_v2[]"], "reactions", false, false),
        ("comments.json", ["comments_v2[]", "comments[]"], "comments", false, false),
    ];

    public static ArchiveReader Open(string path, RecordBlockPool pool)
    {
        var folder = ArchiveFolder.OpenOne(path, SourceFormat.FacebookExport);
        try
        {
            var parts = new List<ArchivePart>();
            var (followers, followed) = (0L, 0L);
            foreach (var list in Lists)
            {
                foreach (var file in folder.Find(list.Pattern))
                {
                    if (parts.Any(part => part.Entry == file)) continue;
                    var records = new FacebookNames(list.What);
                    var sections = JsonSections.Of(list.Sections);
                    parts.Add(new ArchivePart(
                        file, stream => JsonDocumentReader.Open(stream, pool, sections, records)));
                    if (!list.AreFollowers && !list.AreFollowed) continue;
                    var entries = Count(folder, file, pool, sections, list.What);
                    if (list.AreFollowers) followers += entries;
                    if (list.AreFollowed) followed += entries;
                }
            }

            return new ArchiveReader(folder, parts, FacebookOwner.Of(folder, followers, followed));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static long Count(
        ArchiveFolder folder, ArchiveEntry file, RecordBlockPool pool, JsonSections sections, string what)
    {
        var rows = new FactRows((_, _) => { });
        var count = 0L;
        try
        {
            using var reader = JsonDocumentReader.Open(folder.Open(file), pool, sections, new FacebookNames(what));
            while (reader.Read(CancellationToken.None) is { } piece)
            {
                using (piece)
                {
                    rows.Clear();
                    ((RecordPiece)piece).ReadTo(rows);
                    count += rows.Drift.All.Where(one => one.Kind == DriftKind.Ignored).Sum(one => one.Count);
                }
            }
        }
        catch (Exception error) when (error is ExportFileException or InvalidDataException or IOException)
        {
            // It is told when its turn comes.
        }

        return count;
    }
}
