using System.Globalization;

namespace Analytics.Tests.Ingest.Settling;

/// <summary>Events of Bluesky as lines, on days of May 2024.</summary>
internal static class Events
{
    /// <summary>A moment of May 2024.</summary>
    public static DateTimeOffset Day(double day) =>
        new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day - 1);

    public static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    public static string Follow(string actor, string subject, double day, string key) => Create(
        actor, "app.bsky.graph.follow", key, day, $"\"subject\":\"{subject}\"");

    public static string Like(string actor, string post, double day, string key) => Create(
        actor, "app.bsky.feed.like", key, day, $"\"subject\":{{\"uri\":\"{post}\",\"cid\":\"c\"}}");

    /// <param name="parent">The post that it answers, or null.</param>
    public static string Post(string actor, double day, string key, string? parent = null) => Create(
        actor, "app.bsky.feed.post", key, day,
        parent is null
            ? "\"text\":\"Hallo\""
            : $"\"text\":\"Ja\",\"reply\":{{\"parent\":{{\"uri\":\"{parent}\",\"cid\":\"c\"}},"
                + $"\"root\":{{\"uri\":\"{parent}\",\"cid\":\"c\"}}}}");

    public static string Uri(string actor, string key, string collection = "app.bsky.feed.post") =>
        $"at://{actor}/{collection}/{key}";

    public static string Unfollow(string actor, string key, double day) =>
        Delete(actor, "app.bsky.graph.follow", key, day);

    public static string Unlike(string actor, string key, double day) => Delete(actor, "app.bsky.feed.like", key, day);

    public static string DeletePost(string actor, string key, double day) =>
        Delete(actor, "app.bsky.feed.post", key, day);

    public static string Account(string actor, bool active, double day) =>
        $"{{\"did\":\"{actor}\",\"time_us\":{Micros(day)},\"kind\":\"account\",\"account\":{{"
        + $"\"active\":{(active ? "true" : "false")},\"did\":\"{actor}\",\"seq\":1,\"time\":\"{Text(Day(day))}\"}}}}";

    private static string Create(string actor, string collection, string key, double day, string record) =>
        $"{{\"did\":\"{actor}\",\"time_us\":{Micros(day)},\"kind\":\"commit\",\"commit\":{{\"rev\":\"r\","
        + $"\"operation\":\"create\",\"collection\":\"{collection}\",\"rkey\":\"{key}\",\"record\":{{"
        + $"\"$type\":\"{collection}\",\"createdAt\":\"{Text(Day(day))}\",{record}}},\"cid\":\"c\"}}}}";

    private static string Delete(string actor, string collection, string key, double day) =>
        $"{{\"did\":\"{actor}\",\"time_us\":{Micros(day)},\"kind\":\"commit\",\"commit\":{{\"rev\":\"r\","
        + $"\"operation\":\"delete\",\"collection\":\"{collection}\",\"rkey\":\"{key}\"}}}}";

    private static long Micros(double day) => Day(day).ToUnixTimeMilliseconds() * 1000;
}
