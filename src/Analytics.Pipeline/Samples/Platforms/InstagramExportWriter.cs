using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// What Instagram would hand out to one of its people who uses it in German: lists with times, likes and comments that
/// name accounts, and own posts, with every letter of a text broken as Meta breaks it. Quotes and reposts are nothing
/// that Instagram has.
/// </summary>
internal static class InstagramExportWriter
{
    private const string Lists = "connections/followers_and_following";
    private const string Activity = "your_instagram_activity";
    private const string CodeDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <param name="folder">Becomes the unpacked export.</param>
    public static void Write(PlatformNetwork network, PlatformPerson owner, string folder)
    {
        Write(folder, "personal_information/personal_information/personal_information.json", json =>
            json.Object(() => json.Array("profile_user", [owner], person => json.Object(() =>
                json.Object("string_map_data", () =>
                {
                    Value(json, "Benutzername", person.Handle);
                    Value(json, "Name", person.Name);
                })))));

        var followers = network.Follows.Where(follow => follow.Followee == owner).Reverse();
        var following = network.Follows.Where(follow => follow.Follower == owner).Reverse();
        Write(folder, $"{Lists}/followers_1.json", json => json.Array(followers, follow => Entry(
            json, "", $"https://www.instagram.com/{follow.Follower.Handle}", follow.Follower.Handle, follow.At)));
        Write(folder, $"{Lists}/following.json", json => json.Object(() => json.Array(
            "relationships_following", following, follow => Entry(
                json, follow.Followee.Handle, $"https://www.instagram.com/_u/{follow.Followee.Handle}", null,
                follow.At))));

        var likes = network.Acts.Where(act => act.Actor == owner && act.Kind == InteractionKind.Like).Reverse();
        Write(folder, $"{Activity}/likes/liked_posts.json", json => json.Array(likes, act => Like(json, act)));
        var own = network.Posts.Where(post => post.Author == owner).Reverse().ToList();
        Write(folder, $"{Activity}/comments/post_comments_1.json", json => json.Array(
            own.Where(post => post.InReplyTo is not null), post => Comment(json, post)));
        Write(folder, $"{Activity}/media/posts_1.json", json => json.Array(
            own.Where(IsPost), post => Post(json, post)));
    }

    /// <summary>Whether Instagram could hold it as a post of its own.</summary>
    public static bool IsPost(PlatformPost post) => post is { InReplyTo: null, Quoted: null };

    /// <summary>Name of the file of its picture.</summary>
    public static string Picture(PlatformPost post) => $"{post.Id}_n.jpg";

    /// <summary>The short code in its address: its number, written with 64 digits.</summary>
    public static string Code(PlatformPost post)
    {
        var code = new StringBuilder();
        for (var rest = BigInteger.Parse(post.Id, CultureInfo.InvariantCulture); rest > 0; rest >>= 6)
            code.Insert(0, CodeDigits[(int)(rest & 63)]);
        return code.ToString();
    }

    private static void Write(string folder, string name, Action<Utf8JsonWriter> content) =>
        JsonFile.Write(folder, name, content, escaped: true);

    private static void Entry(Utf8JsonWriter json, string title, string href, string? value, DateTimeOffset at) =>
        json.Object(() =>
        {
            json.WriteString("title", title);
            json.Array("media_list_data", Array.Empty<string>(), json.WriteStringValue);
            json.Array("string_list_data", [href], address => json.Object(() =>
            {
                json.WriteString("href", address);
                if (value is not null) json.WriteString("value", value);
                json.WriteNumber("timestamp", at.ToUnixTimeSeconds());
            }));
        });

    private static void Like(Utf8JsonWriter json, PlatformAct act) => json.Object(() =>
    {
        json.WriteNumber("timestamp", act.At.ToUnixTimeSeconds());
        json.Array("media", Array.Empty<string>(), json.WriteStringValue);
        json.WriteStartArray("label_values");
        json.Object(() =>
        {
            json.WriteString("label", "URL");
            json.WriteString("value", $"https://www.instagram.com/p/{Code(act.Post)}/");
            json.WriteString("href", $"https://www.instagram.com/p/{Code(act.Post)}/");
        });
        json.Object(() =>
        {
            json.Array("dict", [act.Post.Author], person => json.Object(() =>
            {
                json.WriteStartArray("dict");
                Label(json, "URL", "");
                Label(json, "Name", person.Name);
                Label(json, "Benutzername", person.Handle);
                json.WriteEndArray();
                json.WriteString("title", "");
            }));
            json.WriteString("title", Broken("Eigentümer"));
        });
        json.WriteEndArray();
        json.WriteString("fbid", act.Id);
    });

    private static void Label(Utf8JsonWriter json, string label, string value) => json.Object(() =>
    {
        json.WriteString("label", Broken(label));
        json.WriteString("value", Broken(value));
    });

    private static void Comment(Utf8JsonWriter json, PlatformPost post) => json.Object(() =>
    {
        json.Array("media_list_data", [""], uri => json.Object(() => json.WriteString("uri", uri)));
        json.Object("string_map_data", () =>
        {
            Value(json, "Kommentar", post.Text);
            Value(json, "Medieninhaber", post.InReplyTo!.Author.Handle);
            json.Object("Zeit", () => json.WriteNumber("timestamp", post.At.ToUnixTimeSeconds()));
        });
    });

    private static void Value(Utf8JsonWriter json, string key, string value) =>
        json.Object(key, () => json.WriteString("value", Broken(value)));

    private static void Post(Utf8JsonWriter json, PlatformPost post) => json.Object(() =>
        json.Array("media", [post], picture => json.Object(() =>
        {
            json.WriteString("uri", $"media/posts/{picture.At.UtcDateTime:yyyyMM}/{Picture(picture)}");
            json.WriteNumber("creation_timestamp", picture.At.ToUnixTimeSeconds());
            json.Object("media_metadata", () => { });
            json.WriteString("title", Broken(picture.Text));
        })));

    /// <summary>Each byte of the text taken for a letter.</summary>
    private static string Broken(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
