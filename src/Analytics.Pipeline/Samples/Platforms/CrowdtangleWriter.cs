using System.Globalization;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// What CrowdTangle would have given out of the network: posts and how many followed their authors at that time. Of
/// those who answered, liked or passed on it told the number only.
/// </summary>
internal static class CrowdtangleWriter
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(-5);

    private static readonly string[] Facebook =
    [
        "Page Name", "User Name", "Facebook Id", "Page Category", "Page Admin Top Country", "Page Description",
        "Page Created", "Likes at Posting", "Followers at Posting", "Post Created", "Post Created Date",
        "Post Created Time", "Type", "Total Interactions", "Likes", "Comments", "Shares", "Love", "Wow", "Haha", "Sad",
        "Angry", "Care", "Video Share Status", "Is Video Owner?", "Post Views", "Total Views",
        "Total Views For All Crossposts", "Video Length", "URL", "Message", "Link", "Final Link", "Image Text",
        "Link Text", "Description", "Sponsor Id", "Sponsor Name", "Sponsor Category",
    ];

    private static readonly string[] Instagram =
    [
        "Account", "User Name", "Followers at Posting", "Post Created", "Type", "Total Interactions", "Likes",
        "Comments", "Views", "URL", "Link", "Photo", "Title", "Description", "Image Text", "Sponsor Id",
        "Sponsor Name",
    ];

    public static void WriteFacebook(PlatformNetwork network, string path)
    {
        using var table = new CsvFile(path, Facebook);
        foreach (var post in network.Posts.Where(IsPost).Reverse())
        {
            var page = post.Author;
            var at = Time(post.At);
            var paid = post.Sponsored ? "Ein Sponsor" : "";
            table.Write(
                page.Name, page.Handle, page.Id, "PERSON", Country(page), "", Time(page.CreatedAt), "0",
                Number(page.ClaimedFollowers), at, at[..10], at[11..19], "Status",
                Number(post.Likes + post.Replies + post.Reposts), Number(post.Likes), Number(post.Replies),
                Number(post.Reposts), "0", "0", "0", "0", "0", "0", "", "No", "0", "0", "0", "",
                $"https://www.facebook.com/{page.Handle}/posts/{post.Id}", post.Text, "", "", "", "", "",
                post.Sponsored ? "77" : "", paid, paid);
        }
    }

    public static void WriteInstagram(PlatformNetwork network, string path)
    {
        using var table = new CsvFile(path, Instagram);
        foreach (var post in network.Posts.Where(IsPost).Reverse())
        {
            table.Write(
                post.Author.Name, post.Author.Handle, Number(post.Author.ClaimedFollowers), Time(post.At), "Photo",
                Number(post.Likes + post.Replies), Number(post.Likes), Number(post.Replies), "0",
                $"https://www.instagram.com/p/{InstagramExportWriter.Code(post)}/", "", "", "", post.Text, "", "",
                post.Sponsored ? "Ein Sponsor" : "");
        }
    }

    /// <summary>Answers are comments, of which CrowdTangle knew the number only.</summary>
    public static bool IsPost(PlatformPost post) => post is { InReplyTo: null, Quoted: null };

    /// <summary>Two letters, as pages have them, where the place is a country.</summary>
    private static string Country(PlatformPerson page) => page.Place.Length == 2 ? page.Place : "";

    /// <summary>In New York's winter, which is no zone of the reader, and with commas in large numbers.</summary>
    private static string Time(DateTimeOffset at) =>
        at.ToOffset(Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " EST";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
