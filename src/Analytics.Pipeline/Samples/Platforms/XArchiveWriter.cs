using System.Globalization;
using System.Text.Json;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// The archive that X would hand out to one of its people: lists without times, own posts with short links, reposts as
/// texts that begin with RT, and likes that name a post and nothing else.
/// </summary>
internal static class XArchiveWriter
{
    /// <param name="folder">Becomes the unpacked archive.</param>
    public static void Write(PlatformNetwork network, PlatformPerson owner, string folder)
    {
        var followers = network.Follows.Where(follow => follow.Followee == owner).Select(f => f.Follower).ToList();
        var following = network.Follows.Where(follow => follow.Follower == owner).Select(f => f.Followee).ToList();
        var posts = network.Posts.Where(post => post.Author == owner).ToList();
        var reposts = Acts(network, owner, InteractionKind.Repost);
        var likes = Acts(network, owner, InteractionKind.Like);

        File(folder, "account", [owner], (json, person) =>
        {
            json.WriteString("email", $"{person.Handle}@example.org");
            json.WriteString("createdVia", "web");
            json.WriteString("username", person.Handle);
            json.WriteString("accountId", person.Id);
            json.WriteString("createdAt", Iso(person.CreatedAt));
            json.WriteString("accountDisplayName", person.Name);
        });
        File(folder, "follower", followers, Follow);
        File(folder, "following", following, Follow);
        JsonFile.Write(
            folder, "data/tweets.js", json => json.Array(
                posts.Select(post => (post.At, Write: (Action)(() => Tweet(json, post))))
                    .Concat(reposts.Select(act => (act.At, Write: (Action)(() => Repost(json, act)))))
                    .OrderByDescending(tweet => tweet.At),
                tweet => json.Object(() => json.Object("tweet", tweet.Write))),
            "window.YTD.tweets.part0 = ");
        File(folder, "like", likes, (json, act) =>
        {
            json.WriteString("tweetId", act.Post.Id);
            json.WriteString("fullText", act.Post.Text);
            json.WriteString("expandedUrl", $"https://twitter.com/i/web/status/{act.Post.Id}");
        });
        Manifest(folder, network, owner, [
            ("account", 1), ("follower", followers.Count), ("following", following.Count),
            ("tweets", posts.Count + reposts.Count), ("like", likes.Count),
        ]);
    }

    private static List<PlatformAct> Acts(PlatformNetwork network, PlatformPerson owner, InteractionKind kind) =>
        [.. network.Acts.Where(act => act.Actor == owner && act.Kind == kind)];

    /// <summary>A list of objects, each wrapped in one that says what it is.</summary>
    private static void File<T>(
        string folder, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) =>
        JsonFile.Write(
            folder, $"data/{name}.js",
            json => json.Array(items, item => json.Object(() => json.Object(name, () => write(json, item)))),
            $"window.YTD.{name}.part0 = ");

    private static void Follow(Utf8JsonWriter json, PlatformPerson person)
    {
        json.WriteString("accountId", person.Id);
        json.WriteString("userLink", $"https://twitter.com/intent/user?user_id={person.Id}");
    }

    private static void Manifest(
        string folder, PlatformNetwork network, PlatformPerson owner, (string Name, int Count)[] files) =>
        JsonFile.Write(
            folder, "data/manifest.js", json => json.Object(() =>
            {
                json.Object("userInfo", () =>
                {
                    json.WriteString("accountId", owner.Id);
                    json.WriteString("userName", owner.Handle);
                    json.WriteString("displayName", owner.Name);
                });
                json.Object("archiveInfo", () =>
                {
                    json.WriteString("sizeBytes", "1000");
                    json.WriteString("generationDate", Iso(network.ObservedAt));
                    json.WriteBoolean("isPartialArchive", false);
                    json.WriteString("maxPartSizeBytes", "53687091200");
                });
                json.Object("dataTypes", () =>
                {
                    foreach (var (name, count) in files)
                    {
                        json.Object(name, () => json.Array("files", [count], number => json.Object(() =>
                        {
                            json.WriteString("fileName", $"data/{name}.js");
                            json.WriteString("globalName", $"YTD.{name}.part0");
                            json.WriteString("count", Text(number));
                        })));
                    }
                });
            }),
            "window.__THAR_CONFIG = ");

    private static void Tweet(Utf8JsonWriter json, PlatformPost post)
    {
        var text = post.Text;
        var links = post.Links.ToList();
        if (post.Quoted is { } quoted)
        {
            links.Add($"https://twitter.com/{quoted.Author.Handle}/status/{quoted.Id}");
            text += $" {links[^1]}";
        }

        for (var i = 0; i < links.Count; i++) text = text.Replace(links[i], Short(post, i), StringComparison.Ordinal);
        List<PlatformPerson> mentions = [.. post.Mentions];
        if (post.InReplyTo is { } answered)
        {
            text = $"@{answered.Author.Handle} {text}";
            json.WriteString("in_reply_to_status_id_str", answered.Id);
            json.WriteString("in_reply_to_status_id", answered.Id);
            json.WriteString("in_reply_to_user_id", answered.Author.Id);
            json.WriteString("in_reply_to_user_id_str", answered.Author.Id);
            json.WriteString("in_reply_to_screen_name", answered.Author.Handle);
            if (!mentions.Contains(answered.Author)) mentions.Insert(0, answered.Author);
        }

        Entities(json, post.Hashtags, mentions, links.Select((link, i) => (Short(post, i), link)));
        Common(json, post.Id, post.At, text, post.Language, post.Likes, post.Reposts);
    }

    private static void Repost(Utf8JsonWriter json, PlatformAct act)
    {
        Entities(json, act.Post.Hashtags, [act.Post.Author, .. act.Post.Mentions], []);
        Common(json, act.Id, act.At, $"RT @{act.Post.Author.Handle}: {act.Post.Text}", act.Post.Language, 0, 0);
    }

    private static void Entities(
        Utf8JsonWriter json,
        IEnumerable<string> hashtags,
        IEnumerable<PlatformPerson> mentions,
        IEnumerable<(string Short, string Whole)> links) => json.Object("entities", () =>
    {
        json.Array("hashtags", hashtags, tag => json.Object(() => json.WriteString("text", tag)));
        json.Array("symbols", Array.Empty<string>(), json.WriteStringValue);
        json.Array("user_mentions", mentions, person => json.Object(() =>
        {
            json.WriteString("name", person.Name);
            json.WriteString("screen_name", person.Handle);
            json.WriteString("id_str", person.Id);
            json.WriteString("id", person.Id);
        }));
        json.Array("urls", links, link => json.Object(() =>
        {
            json.WriteString("url", link.Short);
            json.WriteString("expanded_url", link.Whole);
            json.WriteString("display_url", link.Whole[(link.Whole.IndexOf("//", StringComparison.Ordinal) + 2)..]);
        }));
    });

    private static void Common(
        Utf8JsonWriter json, string id, DateTimeOffset at, string text, string language, long likes, long reposts)
    {
        json.WriteBoolean("retweeted", false);
        json.WriteString("source", "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>");
        json.WriteString("favorite_count", Text(likes));
        json.WriteString("id_str", id);
        json.WriteString("id", id);
        json.WriteBoolean("truncated", false);
        json.WriteString("retweet_count", Text(reposts));
        json.WriteString(
            "created_at", at.UtcDateTime.ToString("ddd MMM dd HH:mm:ss '+0000' yyyy", CultureInfo.InvariantCulture));
        json.WriteBoolean("favorited", false);
        json.WriteString("full_text", text);
        json.WriteString("lang", language);
    }

    private static string Short(PlatformPost post, int link) => $"https://t.co/{post.Id[^6..]}{link}";

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
