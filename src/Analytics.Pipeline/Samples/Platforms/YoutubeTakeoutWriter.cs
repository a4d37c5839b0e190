using System.Globalization;
using System.Text.Json;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// What Google would hand out to one of its people who uses YouTube in German: whom they follow, what they commented on
/// and which films they published. YouTube knows no reposts and hands out no likes.
/// </summary>
internal static class YoutubeTakeoutWriter
{
    private const string Youtube = "Takeout/YouTube und YouTube Music";

    /// <param name="folder">Becomes the unpacked export.</param>
    public static void Write(PlatformNetwork network, PlatformPerson owner, string folder)
    {
        using (var channel = new CsvFile(
            Path.Combine(folder, Youtube, "Kanäle/Kanal.csv"), "Kanal-ID", "Kanaltitel (Original)",
            "Sichtbarkeit des Kanals"))
            channel.Write(Channel(owner), owner.Name, "Öffentlich");

        using (var follows = new CsvFile(
            Path.Combine(folder, Youtube, "Abos/Abos.csv"), "Kanal-ID", "Kanal-URL", "Kanaltitel"))
        {
            foreach (var follow in network.Follows.Where(follow => follow.Follower == owner))
            {
                var id = Channel(follow.Followee);
                follows.Write(id, $"http://www.youtube.com/channel/{id}", follow.Followee.Name);
            }
        }

        using (var comments = new CsvFile(
            Path.Combine(folder, Youtube, "Kommentare/Kommentare.csv"), "Kommentar-ID", "Kanal-ID",
            "Zeitstempel der Erstellung des Kommentars", "Preis", "Übergeordnete Kommentar-ID", "Beitrags-ID",
            "Video-ID", "Kommentartext", "Kommentar-ID der obersten Ebene"))
        {
            foreach (var post in network.Posts.Where(post => post.Author == owner && post.InReplyTo is not null))
                comments.Write(Comment(post));
        }

        using var films = new CsvFile(
            Path.Combine(folder, Youtube, "Video-Metadaten/Videos.csv"), "Video ID", "Approx Duration (ms)",
            "Video Audio Language", "Video Category", "Video Description (Original)", "Channel ID", "Tag 1",
            "Video Title (Original)", "Privacy", "Video State", "Video Create Timestamp", "Video Publish Timestamp");
        foreach (var post in network.Posts.Where(post => post.Author == owner && IsFilm(post)))
        {
            films.Write(
                Id(post), "90000", post.Language, "People & Blogs", post.Text, Channel(owner), "", "Film", "Public",
                "Processed", Time(post.At), Time(post.At));
        }
    }

    public static bool IsFilm(PlatformPost post) => post is { InReplyTo: null, Quoted: null };

    /// <summary>24 letters and digits, <c>UC</c> in front.</summary>
    public static string Channel(PlatformPerson person) => $"UC{person.Id.PadLeft(22, 'x')}";

    /// <summary>Films have 11 letters and digits; comments begin with <c>Ug</c>.</summary>
    public static string Id(PlatformPost post) => post.InReplyTo is null
        ? InstagramExportWriter.Code(post)
        : $"Ug{InstagramExportWriter.Code(post)}";

    private static string[] Comment(PlatformPost post)
    {
        var parent = post.InReplyTo!;
        var top = parent;
        while (top.InReplyTo is { } next) top = next;
        var isAnswer = parent.InReplyTo is not null;
        return
        [
            Id(post), Channel(post.Author), Time(post.At), "0", isAnswer ? Id(parent) : "", "", Id(top), Text(post),
            isAnswer ? Id(parent) : "",
        ];
    }

    /// <summary>The text in pieces, cut at names of channels.</summary>
    private static string Text(PlatformPost post)
    {
        var pieces = new List<string>();
        var rest = post.Text;
        foreach (var person in post.Mentions)
        {
            var cut = rest.IndexOf($"@{person.Handle}", StringComparison.Ordinal);
            if (cut > 0) pieces.Add(Piece(rest[..cut], null));
            pieces.Add(Piece($"@{person.Handle}", person));
            rest = rest[(cut + person.Handle.Length + 1)..];
        }

        if (rest.Length > 0) pieces.Add(Piece(rest, null));
        return string.Join(',', pieces);
    }

    private static string Piece(string text, PlatformPerson? person) => JsonLine.Of(json =>
    {
        json.WriteString("text", text);
        if (person is not null)
            json.Object("mention", () => json.WriteString("externalChannelId", Channel(person)));
    });

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
}
