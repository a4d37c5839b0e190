using System.Globalization;
using System.Text;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// What 4CAT would give out of the network: one table of everything that was posted on X, and for TikTok a table of
/// films and the objects of comments.
/// </summary>
internal static class FourCatWriter
{
    private static readonly string[] X =
    [
        "collected_from_url", "id", "thread_id", "timestamp", "unix_timestamp", "link", "body", "author",
        "author_fullname", "author_id", "author_followers", "language_guess", "retweet_count", "reply_count",
        "like_count", "quote_count", "impression_count", "is_retweet", "retweeted_user", "is_quote_tweet",
        "quote_tweet_id", "quote_author", "is_reply", "replied_author", "hashtags", "urls", "mentions",
    ];

    private static readonly string[] Films =
    [
        "id", "thread_id", "author", "author_full", "author_followers", "body", "timestamp", "unix_timestamp", "is_ad",
        "is_paid_partnership", "likes", "comments", "shares", "plays", "hashtags",
    ];

    public static void WriteX(PlatformNetwork network, string path)
    {
        using var table = new CsvFile(path, X);
        foreach (var post in network.Posts)
        {
            table.Write(
                "https://x.com/search", post.Id, Top(post).Id, Time(post.At), Unix(post.At),
                $"https://x.com/{post.Author.Handle}/status/{post.Id}", post.Text, post.Author.Handle,
                post.Author.Name, post.Author.Id, Number(post.Author.ClaimedFollowers), post.Language,
                Number(post.Reposts), Number(post.Replies), Number(post.Likes), Number(post.Quotes),
                Number(post.Views), "no", "", post.Quoted is null ? "no" : "yes", post.Quoted?.Id ?? "",
                post.Quoted?.Author.Handle ?? "", post.InReplyTo is null ? "no" : "yes",
                post.InReplyTo?.Author.Handle ?? "", string.Join(',', post.Hashtags), string.Join(',', post.Links),
                string.Join(',', post.Mentions.Select(person => person.Handle)));
        }

        foreach (var act in network.Acts.Where(act => act.Kind == InteractionKind.Repost))
        {
            var text = $"RT @{act.Post.Author.Handle}: {act.Post.Text}";
            table.Write(
                "https://x.com/search", act.Id, act.Id, Time(act.At), Unix(act.At),
                $"https://x.com/{act.Actor.Handle}/status/{act.Id}", text, act.Actor.Handle, act.Actor.Name,
                act.Actor.Id, Number(act.Actor.ClaimedFollowers), act.Post.Language, Number(act.Post.Reposts), "0",
                "0", "0", "0", "yes", act.Post.Author.Handle, "no", "", "", "no", "", "", "",
                act.Post.Author.Handle);
        }
    }

    public static void WriteTiktok(PlatformNetwork network, string path)
    {
        using var table = new CsvFile(path, Films);
        foreach (var post in network.Posts.Where(IsFilm))
        {
            table.Write(
                post.Id, post.Id, post.Author.Handle, post.Author.Name, Number(post.Author.ClaimedFollowers), post.Text,
                Time(post.At), Unix(post.At), "no", post.Sponsored ? "yes" : "no", Number(post.Likes),
                Number(post.Replies), Number(post.Reposts), Number(post.Views), string.Join(',', post.Hashtags));
        }
    }

    /// <summary>TikTok's own objects, which 4CAT gives out as .ndjson.</summary>
    public static void WriteTiktokComments(PlatformNetwork network, string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var post in network.Posts.Where(post => post.InReplyTo is not null))
        {
            file.WriteLine(JsonLine.Of(json =>
            {
                json.WriteString("aweme_id", Top(post).Id);
                json.WriteString("cid", post.Id);
                json.WriteNumber("create_time", post.At.ToUnixTimeSeconds());
                json.WriteNumber("digg_count", post.Likes);
                json.WriteNumber("reply_comment_total", post.Replies);
                json.WriteString("reply_id", "0");
                json.WriteNumber("stick_position", 0);
                json.WriteString("text", post.Text);
                json.Object("user", () =>
                {
                    json.WriteString("nickname", post.Author.Name);
                    json.WriteString("uid", post.Author.Id);
                    json.WriteString("unique_id", post.Author.Handle);
                });
                json.Object("__import_meta", () => json.WriteString("source_platform", "tiktok-comments"));
            }));
        }
    }

    /// <summary>Whether TikTok could hold it as a film: answers are comments, and nothing is quoted there.</summary>
    public static bool IsFilm(PlatformPost post) => post is { InReplyTo: null, Quoted: null };

    /// <summary>The post at the top of its conversation.</summary>
    public static PlatformPost Top(PlatformPost post) => post.InReplyTo is { } parent ? Top(parent) : post;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Unix(DateTimeOffset at) => Number(at.ToUnixTimeSeconds());

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
