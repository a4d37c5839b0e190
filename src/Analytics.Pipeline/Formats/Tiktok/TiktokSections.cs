using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Tiktok;

/// <summary>What a record of TikTok's document is.</summary>
internal enum TiktokPart
{
    /// <summary>Known and not read.</summary>
    None,

    /// <summary>The owner's profile.</summary>
    Profile,
    Follower,
    Following,
    Like,
    Repost,
    Comment,

    /// <summary>A film of the owner.</summary>
    Video,
}

/// <summary>Where the parts of TikTok's document lie, in all of its layouts.</summary>
internal static class TiktokSections
{
    private static readonly (string Path, TiktokPart Part)[] Paths =
    [
        .. Places(
            TiktokPart.Profile,
            ["Profile", "Profile And Settings", "Your Profile"],
            ["Profile Information.ProfileMap", "Profile Info.ProfileMap"]),
        .. Places(
            TiktokPart.Follower,
            ["Activity", "Your Activity", "Profile And Settings"],
            ["Follower List.FansList[]", "Follower.FansList[]"]),
        .. Places(
            TiktokPart.Following,
            ["Activity", "Your Activity", "Profile And Settings"],
            ["Following List.Following[]", "Following.Following[]"]),
        .. Places(
            TiktokPart.Like,
            ["Activity", "Your Activity", "Likes and Favorites"],
            ["Like List.ItemFavoriteList[]"]),
        .. Places(TiktokPart.Repost, ["Activity", "Your Activity"], ["Reposts.RepostList[]"]),
        .. Places(TiktokPart.Comment, ["Comment"], ["Comments.CommentsList[]"]),
        .. Places(TiktokPart.Video, ["Video", "Post"], ["Videos.VideoList[]", "Posts.VideoList[]"]),
        .. Unread(
            "", "Direct Messages", "Direct Message", "App Settings", "Ads and data", "Tiktok Live", "TikTok Live",
            "Tiktok Shopping", "TikTok Shopping", "TikTok Shop", "Income+ Wallet", "Income Plus Wallet",
            "Location Review", "Off TikTok Activity", "Poll"),
        .. new[] { "Activity.", "Your Activity." }.SelectMany(place => Unread(
            place, "Activity Summary", "Ad Interests", "Ads Visit History", "Donation", "Fundraiser", "Hashtag",
            "Instant Form Ads Responses", "Login History", "Mini Drama Watch History", "Off TikTok Activity",
            "Purchases", "Purchase History", "Searches", "Search History", "Share History", "Status", "Status List",
            "Video Browsing History", "Watch History", "Favorite Videos", "Favorite Sounds", "Favorite Effects",
            "Favorite Hashtags", "Favorite Collection", "Most Recent Location Data", "Block List", "Usage Data")),
        .. Unread(
            "Likes and Favorites.", "Collection", "Favorite Collection", "Favorite Comment", "Favorite Drama",
            "Favorite Effects", "Favorite Hashtags", "Favorite Location", "Favorite Movies and TV",
            "Favorite Playlists", "Favorite Sounds", "Favorite Videos"),
        .. Unread(
            "Profile And Settings.", "AI-Moji", "AISelfImage", "Autofill", "Block List", "Off TikTok Activity",
            "ProfileViews", "Settings"),
        .. Unread("Post.", "Recently Deleted Posts", "Story"),
    ];

    /// <summary>For the sections of the document in order.</summary>
    public static JsonSections All { get; } = JsonSections.Of([.. Paths.Select(path => path.Path)]);

    public static TiktokPart PartOf(int section) => Paths[section].Part;

    /// <summary>Small letters at the beginning of each word too: so some exports were written.</summary>
    private static IEnumerable<(string Path, TiktokPart Part)> Places(
        TiktokPart part, string[] groups, string[] places)
    {
        foreach (var group in groups)
        {
            foreach (var place in places)
            {
                var path = $"{group}.{place}";
                yield return (path, part);
                yield return (path.ToLowerInvariant(), part);
            }
        }

        // Counted beside the lists.
        foreach (var sibling in (string[])["App", "IsFastLane"])
        {
            foreach (var group in groups)
            {
                foreach (var place in places)
                    yield return ($"~{group}.{place.Split('.')[0]}.{sibling}", TiktokPart.None);
            }
        }
    }

    private static IEnumerable<(string Path, TiktokPart Part)> Unread(string place, params string[] names) => names
        .SelectMany(name => new[] { $"~{place}{name}", $"~{place}{name}".ToLowerInvariant() })
        .Distinct()
        .Select(path => (path, TiktokPart.None));
}
