using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats;

/// <summary>
/// What there is to know about a format without opening a file: one list that the pipeline file, the search for files
/// and the readers share.
/// </summary>
/// <param name="Name">As in the pipeline file.</param>
/// <param name="Platform">What counts where a source names no platform.</param>
/// <param name="Endings">Of the files that a folder is searched for, without compression.</param>
/// <param name="Markers">
/// Paths inside an archive of which at least one is there: a folder that holds one is an archive. None for formats of
/// single files.
/// </param>
public sealed record ExportFormat(
    SourceFormat Format,
    string Name,
    string Platform,
    IReadOnlyList<string> Endings,
    IReadOnlyList<string> Markers)
{
    private static IReadOnlyList<string> Archives { get; } = [".zip", ".tar", ".tgz", ".tar.gz"];

    /// <summary>Whether a source says what its columns mean; other formats mean one thing only.</summary>
    public bool IsTable => Format <= SourceFormat.EdgeList;

    /// <summary>Whether many files belong together: a folder, or a .zip, .tar or .tar.gz of one.</summary>
    public bool IsArchive => Markers.Count > 0;

    /// <summary>All formats, in the order of <see cref="SourceFormat"/>.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new(SourceFormat.Csv, "csv", "default", [".csv", ".tsv", ".txt"], []),
        new(SourceFormat.Ndjson, "ndjson", "default", [".ndjson", ".jsonl", ".json"], []),
        new(SourceFormat.Parquet, "parquet", "default", [".parquet"], []),
        new(SourceFormat.EdgeList, "edgelist", "default", [".edgelist", ".edges", ".txt", ".tsv"], []),
        new(SourceFormat.XArchive, "x-archive", "x", Archives,
            [
                "data/account.js", "account.js", "data/follower.js", "data/following.js", "follower.js",
                "data/js/user_details.js",
            ]),
        new(SourceFormat.XApiV2, "x-api-v2", "x", [".json", ".jsonl", ".ndjson"], []),
        new(SourceFormat.MastodonArchive, "mastodon-archive", "mastodon", Archives, ["outbox.json", "actor.json"]),
        new(SourceFormat.BlueskyJetstream, "bluesky-jetstream", "bluesky", [".jsonl", ".ndjson", ".json"], []),
        new(SourceFormat.BlueskyCar, "bluesky-car", "bluesky", [".car"], []),
        new(SourceFormat.InstagramExport, "instagram-export", "instagram", Archives,
            [
                "connections/followers_and_following/followers_1.json",
                "connections/followers_and_following/following.json",
                "followers_and_following/followers_1.json", "followers_and_following/following.json",
                "followers_1.json", "following.json", "connections.json",
            ]),
        new(SourceFormat.FacebookExport, "facebook-export", "facebook", Archives,
            [
                "connections/friends/your_friends.json", "connections/followers/who_you_ve_followed.json",
                "friends_and_followers/friends.json", "your_friends.json", "who_you_ve_followed.json",
            ]),
        new(SourceFormat.TiktokExport, "tiktok-export", "tiktok", [".json", .. Archives],
            ["user_data_tiktok.json", "user_data.json"]),
        new(SourceFormat.YoutubeTakeout, "youtube-takeout", "youtube", Archives,
            [
                "YouTube and YouTube Music/subscriptions/subscriptions.csv",
                "YouTube und YouTube Music/Abos/Abos.csv",
            ]),
        new(SourceFormat.Reddit, "reddit", "reddit", [".ndjson", ".jsonl", ".json", ""], []),
        new(SourceFormat.FourCat, "4cat", "default", [".csv", ".ndjson"], []),
        new(SourceFormat.Crowdtangle, "crowdtangle", "default", [".csv"], []),
    ];

    public static ExportFormat Of(SourceFormat format) => All[(int)format];
}
