using System.Globalization;
using System.Text.Json;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// What TikTok would hand out to one of its people: lists with times; likes, reposts and comments that tell the film
/// and not whose it is; own films, of which only the newest have a number in their address.
/// </summary>
internal static class TiktokExportWriter
{
    /// <param name="folder">Becomes the unpacked export.</param>
    public static void Write(PlatformNetwork network, PlatformPerson owner, string folder) =>
        JsonFile.Write(folder, "user_data_tiktok.json", json => json.Object(() =>
        {
            json.Object("Comment", () => List(
                json, "Comments", "CommentsList", network.Posts.Where(post => post.Author == owner && IsComment(post)),
                post => Comment(json, post)));
            json.Object("Likes and Favorites", () => List(
                json, "Like List", "ItemFavoriteList", Acts(network, owner, InteractionKind.Like),
                act => Act(json, "date", "link", act)));
            json.Object("Post", () => List(
                json, "Posts", "VideoList", network.Posts.Where(post => post.Author == owner && IsFilm(post)),
                post => Film(json, post)));
            json.Object("Profile And Settings", () =>
            {
                List(
                    json, "Follower", "FansList", network.Follows.Where(follow => follow.Followee == owner).Reverse(),
                    follow => Follow(json, follow.Follower, follow.At));
                List(
                    json, "Following", "Following",
                    network.Follows.Where(follow => follow.Follower == owner).Reverse(),
                    follow => Follow(json, follow.Followee, follow.At));
                json.Object("Profile Info", () => json.Object("ProfileMap", () =>
                {
                    json.WriteString("displayName", owner.Name);
                    json.WriteNumber("followerCount", owner.ClaimedFollowers);
                    json.WriteNumber("followingCount", owner.ClaimedFollowing);
                    json.WriteString("userName", owner.Handle);
                }));
            });
            json.Object("Your Activity", () =>
            {
                List(
                    json, "Reposts", "RepostList", Acts(network, owner, InteractionKind.Repost),
                    act => Act(json, "Date", "Link", act));
                json.Object("Searches", () => json.WriteNull("SearchList"));
            });
        }));

    public static bool IsComment(PlatformPost post) => post.InReplyTo is not null;

    public static bool IsFilm(PlatformPost post) => post is { InReplyTo: null, Quoted: null };

    private static IEnumerable<PlatformAct> Acts(PlatformNetwork network, PlatformPerson owner, InteractionKind kind) =>
        network.Acts.Where(act => act.Actor == owner && act.Kind == kind).Reverse();

    private static void List<T>(
        Utf8JsonWriter json, string name, string list, IEnumerable<T> items, Action<T> write) =>
        json.Object(name, () =>
        {
            json.WriteNumber("App", 1233);
            json.Array(list, items, write);
        });

    private static void Comment(Utf8JsonWriter json, PlatformPost post) => json.Object(() =>
    {
        json.WriteString("date", $"{Time(post.At)} UTC");
        json.WriteString("comment", post.Text);
        json.WriteString("photo", "N/A");
        json.WriteString("originalPostUrl", Address(FourCatWriter.Top(post)));
    });

    private static void Act(Utf8JsonWriter json, string date, string link, PlatformAct act) => json.Object(() =>
    {
        json.WriteString(date, Time(act.At));
        json.WriteString(link, $"https://www.tiktokv.com/share/video/{act.Post.Id}/");
    });

    private static void Film(Utf8JsonWriter json, PlatformPost post) => json.Object(() =>
    {
        json.WriteString("Date", Time(post.At));
        json.WriteString("Link", Address(post));
        json.WriteString("Likes", post.Likes.ToString(CultureInfo.InvariantCulture));
        json.WriteString("Title", post.Text);
    });

    private static void Follow(Utf8JsonWriter json, PlatformPerson person, DateTimeOffset at) => json.Object(() =>
    {
        json.WriteString("Date", Time(at));
        json.WriteString("UserName", person.Handle);
    });

    private static string Address(PlatformPost post) =>
        $"https://www.tiktok.com/@{post.Author.Handle}/video/{post.Id}";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
