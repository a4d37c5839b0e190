using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// What an archive of Reddit would hold: submissions, comments that answer them or one another, and reposts and quotes
/// as crossposts. Reddit tells neither who follows whom nor who approves of what.
/// </summary>
internal static class RedditWriter
{
    private static readonly TimeSpan Settling = TimeSpan.FromDays(1);

    /// <summary>Every post that answers none, and every repost of one that answers none.</summary>
    public static void WriteSubmissions(PlatformNetwork network, string path)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        foreach (var post in network.Posts.Where(IsSubmission)) file.WriteLine(Submission(network, post));
        foreach (var act in network.Acts.Where(IsCrosspost)) file.WriteLine(Crosspost(network, act));
    }

    public static void WriteComments(PlatformNetwork network, string path)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        foreach (var post in network.Posts.Where(post => !IsSubmission(post))) file.WriteLine(Comment(network, post));
    }

    public static bool IsSubmission(PlatformPost post) => post.InReplyTo is null;

    /// <summary>Only submissions can be passed on.</summary>
    public static bool IsCrosspost(PlatformAct act) =>
        act.Kind == InteractionKind.Repost && IsSubmission(act.Post);

    /// <summary>Whether the archive looked at the post late enough for its counts to mean anything.</summary>
    public static bool IsSettled(PlatformNetwork network, DateTimeOffset at) => network.ObservedAt - at >= Settling;

    public static string FullName(PlatformPost post) => (IsSubmission(post) ? "t3_" : "t1_") + Number(post.Id);

    /// <summary>A number with the digits of base 36.</summary>
    public static string Number(string id)
    {
        var digits = "";
        for (var rest = BigInteger.Parse(id, CultureInfo.InvariantCulture); rest > 0; rest /= 36)
            digits = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % 36)] + digits;
        return digits;
    }

    private static string Submission(PlatformNetwork network, PlatformPost post) => JsonLine.Of(json =>
    {
        Common(json, network, post.Id, post.Author, post.At, post.Likes);
        json.WriteString("title", Text(post));
        json.WriteString("selftext", "");
        json.WriteBoolean("is_self", true);
        json.WriteString("url", $"https://www.reddit.com/r/sample/comments/{Number(post.Id)}/");
        json.WriteNumber("num_comments", post.Replies);
        json.WriteNumber("num_crossposts", post.Reposts);
        json.WriteBoolean("promoted", post.Sponsored);
        if (post.Quoted is { } quoted && IsSubmission(quoted)) Original(json, quoted);
    });

    private static string Crosspost(PlatformNetwork network, PlatformAct act) => JsonLine.Of(json =>
    {
        Common(json, network, act.Id, act.Actor, act.At, 0);
        json.WriteString("title", "Geteilt");
        json.WriteString("selftext", "");
        json.WriteBoolean("is_self", false);
        json.WriteString("url", $"/r/sample/comments/{Number(act.Post.Id)}/");
        json.WriteNumber("num_comments", 0);
        json.WriteNumber("num_crossposts", 0);
        Original(json, act.Post);
    });

    private static string Comment(PlatformNetwork network, PlatformPost post) => JsonLine.Of(json =>
    {
        var top = post;
        while (top.InReplyTo is { } parent) top = parent;
        Common(json, network, post.Id, post.Author, post.At, post.Likes);
        json.WriteString("body", Text(post));
        json.WriteString("parent_id", FullName(post.InReplyTo!));
        json.WriteString("link_id", FullName(top));
    });

    private static void Common(
        Utf8JsonWriter json, PlatformNetwork network, string id, PlatformPerson author, DateTimeOffset at, long likes)
    {
        json.WriteString("author", author.Handle);
        json.WriteString("author_fullname", $"t2_{Number(author.Id)}");
        json.WriteNumber("created_utc", at.ToUnixTimeSeconds());
        json.WriteString("id", Number(id));
        json.WriteNumber("retrieved_on", network.ObservedAt.ToUnixTimeSeconds());
        json.WriteNumber("score", likes + 1);
        json.WriteString("subreddit", "sample");
        json.WriteBoolean("stickied", false);
    }

    private static void Original(Utf8JsonWriter json, PlatformPost post)
    {
        json.WriteString("crosspost_parent", FullName(post));
        json.Array("crosspost_parent_list", [post], original => json.Object(() =>
        {
            json.WriteString("id", Number(original.Id));
            json.WriteString("author", original.Author.Handle);
            json.WriteString("title", Text(original));
        }));
    }

    /// <summary>Reddit marks names by <c>u/</c> where others write an at sign.</summary>
    private static string Text(PlatformPost post) => post.Mentions.Aggregate(
        post.Text, (text, person) => text.Replace($"@{person.Handle}", $"u/{person.Handle}", StringComparison.Ordinal));
}
