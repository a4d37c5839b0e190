using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.FourCat;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>Tells JSON exports apart by the names of their members.</summary>
internal static class JsonRecognition
{
    private static readonly (SourceFormat Format, string[][] AnyOf)[] Platforms =
    [
        (SourceFormat.BlueskyJetstream,
            [["did", "commit"], ["did", "identity"], ["did", "account"], ["did", "operation", "collection"]]),
        (SourceFormat.Reddit, [["author", "subreddit", "created_utc"]]),
        (SourceFormat.TiktokExport,
            [
                ["Activity"], ["Your Activity"], ["activity"], ["Profile And Settings"], ["Profile"],
                ["Likes and Favorites"],
            ]),
        (SourceFormat.InstagramExport,
            [["relationships_followers"], ["relationships_following"], ["likes_media_likes"], ["string_list_data"]]),
        (SourceFormat.FacebookExport, [["following_v3"], ["friends_v2"], ["followers_v3"], ["following_v2"]]),
        (SourceFormat.FourCat, [["thread_id", "author", "body"], ["__import_meta"], ["source_platform", "data"]]),
        (SourceFormat.XApiV2,
            [
                ["data", "includes"], ["data", "meta"], ["data.id"], ["data", "errors"], ["author_id", "text", "id"],
                ["edit_history_tweet_ids"], ["username", "public_metrics"], ["data.delete"], ["data", "__twarc"],
                ["id", "action", "redacted_at"], ["id", "action", "created_at", "reason"],
            ]),
    ];

    public static RecognizedExport? Of(string file, JsonKeys keys, ref string reason)
    {
        var isWrapped = keys.Has("source_platform");
        if (!keys.IsArray && FourCatPlatform.Of(name => keys.Has(isWrapped ? $"data.{name}" : name)) is { } platform)
            return new RecognizedExport(file, SourceFormat.FourCat) { Platform = platform.Name };
        foreach (var (format, anyOf) in Platforms)
        {
            if (!anyOf.Any(names => names.All(keys.Has))) continue;
            var known = ExportFormat.Of(format);
            if (!known.IsArchive || known.Endings.Contains(".json")) return new RecognizedExport(file, format);
            reason = $"one file of an export ({known.Name}), which alone does not say whose it is; name the folder or "
                + "the .zip that it came in";
            return null;
        }

        if (keys.Has("orderedItems") || keys.Has("@context"))
        {
            reason = "one file of a Mastodon archive; name the folder or the .tar.gz that it came in";
            return null;
        }

        if (!keys.IsArray) return TextRecognition.Table(file, SourceFormat.Ndjson, keys.Top, ref reason);
        reason = $"a JSON array of records that no reader knows (members {Names(keys)}); "
            + "a table needs one object a line";
        return null;
    }

    private static string Names(JsonKeys keys) => string.Join(", ", keys.Top.Take(8));
}
