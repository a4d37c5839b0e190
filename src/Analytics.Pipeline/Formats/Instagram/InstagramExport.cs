using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// "Download your information" of Instagram as JSON, a folder or .zip. The folders in it were renamed year by year and
/// the files kept their names, so a file is known by its name, and its list by the member that holds it, or by being
/// the whole document.
/// </summary>
internal static partial class InstagramExport
{
    private static readonly (string Pattern, InstagramEntryKind Kind, string Member)[] Lists =
    [
        ("followers*.json", InstagramEntryKind.Follower, "relationships_followers"),
        ("following*.json", InstagramEntryKind.Following, "relationships_following"),
        ("recently_unfollowed_accounts.json", InstagramEntryKind.Unfollowed, "relationships_unfollowed_users"),
        ("recently_unfollowed_profiles.json", InstagramEntryKind.Unfollowed, "relationships_unfollowed_users"),
        ("liked_posts*.json", InstagramEntryKind.PostLike, "likes_media_likes"),
        ("liked_comments*.json", InstagramEntryKind.CommentLike, "likes_comment_likes"),
        ("story_likes*.json", InstagramEntryKind.StoryLike, "story_activities_story_likes"),
        ("post_comments*.json", InstagramEntryKind.Comment, "comments_media_comments"),
        ("reels_comments*.json", InstagramEntryKind.Comment, "comments_reels_comments"),
    ];

    private static readonly (string Pattern, string[] Sections)[] Posts =
    [
        ("posts*.json", ["[]", "ig_posts[]"]),
        ("reels*.json", ["[]", "ig_reels_media[]"]),
        ("igtv_videos*.json", ["[]", "ig_igtv_media[]"]),
        ("media.json", ["photos[]", "videos[]", "~stories", "~profile", "~direct"]),
    ];

    /// <param name="path">Its last part may tell the owner.</param>
    /// <exception cref="ExportFileException">The export does not say whose it is.</exception>
    public static ArchiveReader Open(string path, RecordBlockPool pool)
    {
        var folder = ArchiveFolder.OpenOne(path, SourceFormat.InstagramExport);
        try
        {
            var owner = InstagramOwner.Of(folder, path);
            var parts = new List<ArchivePart>();
            foreach (var (pattern, kind, member) in Lists)
            {
                var files = Numbered(folder, pattern);
                var tally = TallyOf(folder, files, owner, kind);
                foreach (var file in files)
                    Add(file, ["[]", $"{member}[]"], new InstagramEntries(owner, kind), tally);
            }

            foreach (var (pattern, sections) in Posts)
            {
                foreach (var file in Numbered(folder, pattern)) Add(file, sections, new InstagramPosts(owner));
            }

            AddOldest();
            return new ArchiveReader(folder, parts, owner.Piece);

            void AddOldest()
            {
                var likes = new InstagramTuples(owner, InteractionKind.Like);
                var comments = new InstagramTuples(owner, InteractionKind.Reply);
                foreach (var file in Numbered(folder, "connections.json"))
                    Add(file, [""], new InstagramConnections(owner));
                foreach (var file in Numbered(folder, "likes.json"))
                    Add(file, ["media_likes[]", "comment_likes[]"], likes);
                foreach (var file in Numbered(folder, "comments.json"))
                    Add(file, ["media_comments[]", "~live_comments"], comments);
            }

            void Add(ArchiveEntry file, string[] sections, JsonRecords records, FollowListTally? tally = null) =>
                parts.Add(new ArchivePart(file, stream =>
                {
                    var reader = JsonDocumentReader.Open(stream, pool, JsonSections.Of(sections), records);
                    return tally?.Count(reader) ?? reader;
                }));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Files of the name, with or without a number; those without a byte hold nothing.</summary>
    private static List<ArchiveEntry> Numbered(ArchiveFolder folder, string pattern)
    {
        var name = pattern[..pattern.IndexOfAny(['*', '.'])];
        return
        [
            .. folder.Find(pattern).Where(entry => entry.SizeBytes > 0
                && NumberBehind().IsMatch(Path.GetFileNameWithoutExtension(entry.Name)[name.Length..])),
        ];
    }

    private static FollowListTally? TallyOf(
        ArchiveFolder folder, List<ArchiveEntry> files, InstagramOwner owner, InstagramEntryKind kind)
    {
        if (kind > InstagramEntryKind.Following || !FollowListSpan.IsWhole(folder, files)) return null;
        var direction = kind == InstagramEntryKind.Follower ? ListDirection.Followers : ListDirection.Following;
        return new FollowListTally(owner.Name, direction, files.Count, observedAt: []);
    }

    [GeneratedRegex("^(_?[0-9]+)?$")]
    private static partial Regex NumberBehind();
}
