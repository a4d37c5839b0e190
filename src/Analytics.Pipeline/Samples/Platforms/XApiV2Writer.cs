using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// Writes the network as twarc keeps it: pages of posts with what they refer to, and pages of the followers of each
/// account. The API tells neither when somebody followed nor when somebody liked, so likes are not written.
/// </summary>
internal static class XApiV2Writer
{
    private const int PostsOfAPage = 100;

    private const string Address = "https://api.x.com/2";

    /// <summary>Writes <c>posts.jsonl</c> and <c>followers.jsonl</c>.</summary>
    public static void Write(PlatformNetwork network, string folder)
    {
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "posts.jsonl"), Posts(network));
        Write(Path.Combine(folder, "followers.jsonl"), Followers(network));
    }

    private static void Write(string path, IEnumerable<JsonObject> pages)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var page in pages) file.WriteLine(page.ToJsonString());
    }

    private static IEnumerable<JsonObject> Posts(PlatformNetwork network)
    {
        var posts = network.Posts.Select(post => (post.At, post.Id, Post: post, Act: default(PlatformAct)));
        var reposts = network.Acts.Where(act => act.Kind == InteractionKind.Repost)
            .Select(act => (act.At, act.Id, act.Post, Act: (PlatformAct?)act));
        var sorted = posts.Concat(reposts).OrderBy(item => item.At).ThenBy(item => item.Id, StringComparer.Ordinal);
        var counts = network.Posts.CountBy(post => post.Author).ToDictionary();
        foreach (var chunk in sorted.Chunk(PostsOfAPage))
        {
            var data = new JsonArray();
            var people = new HashSet<PlatformPerson>();
            var others = new HashSet<PlatformPost>();
            foreach (var (_, _, post, act) in chunk)
            {
                data.Add(act is null ? Post(post) : Repost(act));
                people.Add(act?.Actor ?? post.Author);
                people.UnionWith(post.Mentions);
                if (act is not null) others.Add(post);
                foreach (var other in new[] { post.InReplyTo, post.Quoted }.OfType<PlatformPost>()) others.Add(other);
            }

            people.UnionWith(others.Select(post => post.Author));
            var accounts = people.Select(person => Account(person, counts.GetValueOrDefault(person)));
            yield return Page(network, data, $"{Address}/tweets/search/all?query=x", new JsonObject
            {
                ["users"] = new JsonArray([.. accounts]),
                ["tweets"] = new JsonArray([.. others.Select(Post)]),
            });
        }
    }

    private static IEnumerable<JsonObject> Followers(PlatformNetwork network)
    {
        var counts = network.Posts.CountBy(post => post.Author).ToDictionary();
        foreach (var list in network.Follows.GroupBy(follow => follow.Followee))
        {
            var data = list.Select(follow => Account(follow.Follower, counts.GetValueOrDefault(follow.Follower)));
            yield return Page(
                network, new JsonArray([.. data]), $"{Address}/users/{list.Key.Id}/followers?max_results=1000", null);
        }
    }

    private static JsonObject Page(PlatformNetwork network, JsonArray data, string address, JsonObject? includes)
    {
        var page = new JsonObject { ["data"] = data };
        if (includes is not null) page["includes"] = includes;
        page["meta"] = new JsonObject { ["result_count"] = data.Count };
        page["__twarc"] = new JsonObject
        {
            ["url"] = address,
            ["version"] = "2.14.0",
            ["retrieved_at"] = Time(network.ObservedAt),
        };
        return page;
    }

    private static JsonObject Post(PlatformPost post)
    {
        var references = new JsonArray();
        if (post.Quoted is { } quoted) references.Add(Reference("quoted", quoted));
        if (post.InReplyTo is { } parent) references.Add(Reference("replied_to", parent));
        var written = new JsonObject
        {
            ["id"] = post.Id,
            ["author_id"] = post.Author.Id,
            ["created_at"] = Time(post.At),
            ["text"] = post.Text,
            ["lang"] = post.Language,
            ["edit_history_tweet_ids"] = new JsonArray(post.Id),
            ["paid_partnership"] = post.Sponsored,
            ["entities"] = Entities(post),
            ["public_metrics"] = new JsonObject
            {
                ["retweet_count"] = post.Reposts,
                ["reply_count"] = post.Replies,
                ["like_count"] = post.Likes,
                ["quote_count"] = post.Quotes,
                ["bookmark_count"] = 0,
                ["impression_count"] = post.Views,
            },
        };
        if (references.Count > 0) written["referenced_tweets"] = references;
        if (post.InReplyTo is { } answered) written["in_reply_to_user_id"] = answered.Author.Id;
        return written;
    }

    private static JsonObject Repost(PlatformAct act) => new()
    {
        ["id"] = act.Id,
        ["author_id"] = act.Actor.Id,
        ["created_at"] = Time(act.At),
        ["text"] = $"RT @{act.Post.Author.Handle}: {act.Post.Text}",
        ["lang"] = act.Post.Language,
        ["edit_history_tweet_ids"] = new JsonArray(act.Id),
        ["referenced_tweets"] = new JsonArray(Reference("retweeted", act.Post)),
    };

    private static JsonObject Reference(string type, PlatformPost post) => new() { ["type"] = type, ["id"] = post.Id };

    private static JsonObject Entities(PlatformPost post) => new()
    {
        ["hashtags"] = new JsonArray([.. post.Hashtags.Select(tag => new JsonObject { ["tag"] = tag })]),
        ["urls"] = new JsonArray([.. post.Links.Select(link => new JsonObject { ["expanded_url"] = link })]),
        ["mentions"] = new JsonArray(
        [
            .. post.Mentions.Select(person => new JsonObject { ["username"] = person.Handle, ["id"] = person.Id }),
        ]),
    };

    private static JsonObject Account(PlatformPerson person, int posts) => new()
    {
        ["id"] = person.Id,
        ["username"] = person.Handle,
        ["name"] = person.Name,
        ["created_at"] = Time(person.CreatedAt),
        ["location"] = person.Place,
        ["public_metrics"] = new JsonObject
        {
            ["followers_count"] = person.ClaimedFollowers,
            ["following_count"] = person.ClaimedFollowing,
            ["tweet_count"] = posts,
            ["listed_count"] = 0,
        },
    };

    private static string Time(DateTimeOffset at) =>
        at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
