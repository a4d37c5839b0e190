using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// The archive that a Mastodon server would hand out to one of its people, unpacked, with the list of followed accounts
/// beside it. The people live on two servers.
/// </summary>
internal static partial class MastodonArchiveWriter
{
    private const string Everybody = "https://www.w3.org/ns/activitystreams#Public";

    /// <param name="folder">Becomes the unpacked archive.</param>
    public static void Write(PlatformNetwork network, PlatformPerson owner, string folder)
    {
        JsonFile.Write(folder, "actor.json", json => json.Object(() =>
        {
            Context(json);
            json.WriteString("id", Account(owner));
            json.WriteString("type", "Person");
            json.WriteString("preferredUsername", owner.Handle);
            json.WriteString("name", owner.Name);
            json.WriteString("published", Iso(owner.CreatedAt));
            json.WriteString("outbox", "outbox.json");
            json.WriteString("likes", "likes.json");
            json.WriteString("bookmarks", "bookmarks.json");
        }));
        var posts = network.Posts.Where(post => post.Author == owner).ToList();
        var boosts = network.Acts.Where(act => act.Actor == owner && act.Kind == InteractionKind.Repost).ToList();
        var likes = network.Acts.Where(act => act.Actor == owner && act.Kind == InteractionKind.Like).ToList();
        Collection(folder, "outbox.json", posts.Count + boosts.Count, json => json.Array(
            "orderedItems",
            posts.Select(post => (post.At, Write: (Action)(() => Create(json, post))))
                .Concat(boosts.Select(act => (act.At, Write: (Action)(() => Announce(json, act)))))
                .OrderBy(item => item.At),
            item => json.Object(item.Write)));
        Collection(folder, "likes.json", likes.Count, json => json.Array(
            "orderedItems", likes, act => json.WriteStringValue(Status(act.Post))));
        Collection(folder, "bookmarks.json", 0, json => json.Array(
            "orderedItems", Array.Empty<string>(), json.WriteStringValue));

        var following = network.Follows.Where(follow => follow.Follower == owner).Select(f => f.Followee);
        File.WriteAllText(
            Path.Combine(folder, "following_accounts.csv"),
            "Account address,Show boosts,Notify on new posts,Languages\n"
            + string.Concat(following.Select(person => $"{Address(person)},true,false,\n")));
    }

    /// <summary>As people write it, <c>name@server</c>.</summary>
    public static string Address(PlatformPerson person) => $"{person.Handle}@{Server(person)}";

    /// <summary>Address of a post; its number begins with the time, as on every server.</summary>
    public static string Status(PlatformPost post)
    {
        var suffix = long.Parse(post.Id, CultureInfo.InvariantCulture) & 0xFFFF;
        var number = post.At.ToUnixTimeMilliseconds() << 16 | suffix;
        return $"{Account(post.Author)}/statuses/{number}";
    }

    private static string Server(PlatformPerson person) =>
        (person.Id[^1] - '0') % 2 == 0 ? "gruppe.example" : "stadt.example";

    private static string Account(PlatformPerson person) => $"https://{Server(person)}/users/{person.Handle}";

    private static void Collection(string folder, string name, int items, Action<Utf8JsonWriter> write) =>
        JsonFile.Write(folder, name, json => json.Object(() =>
        {
            Context(json);
            json.WriteString("id", name);
            json.WriteString("type", "OrderedCollection");
            json.WriteNumber("totalItems", items);
            write(json);
        }));

    private static void Context(Utf8JsonWriter json) =>
        json.WriteString("@context", "https://www.w3.org/ns/activitystreams");

    private static void Create(Utf8JsonWriter json, PlatformPost post)
    {
        Activity(json, $"{Status(post)}/activity", "Create", post.Author, post.At, addressee: null);
        json.Object("object", () =>
        {
            json.WriteString("id", Status(post));
            json.WriteString("type", "Note");
            json.WriteNull("summary");
            json.WriteString("inReplyTo", post.InReplyTo is { } answered ? Status(answered) : null);
            json.WriteString("published", Iso(post.At));
            json.WriteString("attributedTo", Account(post.Author));
            Addressees(json, post.Author, addressee: null);
            json.WriteBoolean("sensitive", false);
            var content = Content(post);
            json.WriteString("content", content);
            json.Object("contentMap", () => json.WriteString(post.Language, content));
            if (post.Quoted is { } quoted) json.WriteString("quote", Status(quoted));
            Tags(json, post);
            Count(json, "likes", post.Likes);
            Count(json, "shares", post.Reposts);
        });
    }

    private static void Announce(Utf8JsonWriter json, PlatformAct act)
    {
        var id = $"{Account(act.Actor)}/statuses/{act.Id}/activity";
        Activity(json, id, "Announce", act.Actor, act.At, act.Post.Author);
        json.WriteString("object", Status(act.Post));
    }

    private static void Activity(
        Utf8JsonWriter json,
        string id,
        string type,
        PlatformPerson actor,
        DateTimeOffset at,
        PlatformPerson? addressee)
    {
        json.WriteString("id", id);
        json.WriteString("type", type);
        json.WriteString("actor", Account(actor));
        json.WriteString("published", Iso(at));
        Addressees(json, actor, addressee);
    }

    private static void Addressees(Utf8JsonWriter json, PlatformPerson actor, PlatformPerson? addressee)
    {
        json.Array("to", [Everybody], json.WriteStringValue);
        string[] copies = [$"{Account(actor)}/followers"];
        if (addressee is not null) copies = [Account(addressee), .. copies];
        json.Array("cc", copies, json.WriteStringValue);
    }

    private static void Tags(Utf8JsonWriter json, PlatformPost post)
    {
        List<PlatformPerson> named = [.. post.Mentions];
        if (post.InReplyTo is { } answered && !named.Contains(answered.Author)) named.Insert(0, answered.Author);
        var tags = named
            .Select(person => (Type: "Mention", Href: Account(person), Name: $"@{Address(person)}"))
            .Concat(post.Hashtags.Select(tag =>
                (Type: "Hashtag", Href: $"https://{Server(post.Author)}/tags/{tag}", Name: $"#{tag}")));
        json.Array("tag", tags, tag => json.Object(() =>
        {
            json.WriteString("type", tag.Type);
            json.WriteString("href", tag.Href);
            json.WriteString("name", tag.Name);
        }));
    }

    private static void Count(Utf8JsonWriter json, string name, long count) => json.Object(name, () =>
    {
        json.WriteString("type", "Collection");
        json.WriteNumber("totalItems", count);
    });

    /// <summary>Paragraphs, breaks, and links around hashtags, people and addresses.</summary>
    private static string Content(PlatformPost post)
    {
        var text = new StringBuilder(post.Text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")
            .ToString();
        text = LinkInText().Replace(text, link => $"<a href=\"{link.Value}\" target=\"_blank\">{link.Value}</a>");
        foreach (var tag in post.Hashtags.Distinct().OrderByDescending(tag => tag.Length))
        {
            text = Regex.Replace(
                text, $@"(?<![\w/>])#{Regex.Escape(tag)}(?!\w)",
                $"<a href=\"https://{Server(post.Author)}/tags/{tag}\" class=\"mention hashtag\">#<span>{tag}</span>"
                + "</a>");
        }

        foreach (var person in post.Mentions)
        {
            text = text.Replace(
                $"@{person.Handle}",
                $"<a href=\"https://{Server(person)}/@{person.Handle}\" class=\"u-url mention\">@<span>"
                + $"{person.Handle}</span></a>",
                StringComparison.Ordinal);
        }

        return $"<p>{text.Replace("\n", "<br />", StringComparison.Ordinal)}</p>";
    }

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"https?://[^\s]+")]
    private static partial Regex LinkInText();
}
