using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Formats.Archives;
using Analytics.Tests.Formats.Records;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Formats.Instagram;

/// <summary>Exports of Instagram in all layouts, in English and German, with people who do not exist.</summary>
public sealed class InstagramExportTests
{
    private const string Folder = "connections/followers_and_following/";
    private const string Activity = "your_instagram_activity/";

    private static readonly (string, string) Owner = (
        "personal_information/personal_information/personal_information.json",
        """
        { "profile_user": [ { "title": "", "media_map_data": {}, "string_map_data": {
            "E-Mail-Adresse": { "href": "", "value": "nobody@example.org", "timestamp": 0 },
            "Benutzername": { "href": "", "value": "Owner.1", "timestamp": 0 } } } ] }
        """);

    [Theory]
    [InlineData("followers_1.list.json", "alice|owner.1|1700000000||", "bob|owner.1|1700000001||")]
    [InlineData(
        "followers_1.object.json", "alice|owner.1|1609459200||", "bob|owner.1|1640995200||",
        "fan.only|owner.1|1672531200||", "alice|owner.1|1609459200||")]
    public void Read_ListAsPublished_GivesEachFollower(string file, params string[] expected)
    {
        var text = File.ReadAllText(SharedData.Require("instagram", file));
        using var files = new ArchiveFiles(Owner, ($"{Folder}followers_1.json", text));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal(expected, read.Rows[FactKind.Follows]);
        Assert.Empty(read.Rejects);
        Assert.Empty(read.Drift);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_ListsInAllForms_GiveFollowsBothWays()
    {
        using var files = new ArchiveFiles(
            Owner,
            ($"{Folder}followers_1.json", $"[{Entry("", "https://www.instagram.com/anna", "anna", 1_500_000_000)}]"),
            ($"{Folder}followers_2.json", $"[{Entry("", "https://www.instagram.com/bert", "bert", 1_700_000_000)}]"),
            ($"{Folder}following.json", $$"""
                { "relationships_following": [
                  { "title": "Carla_", "string_list_data": [
                    { "href": "https://www.instagram.com/_u/Carla_", "timestamp": 1700000002 } ] },
                  { "title": "dora", "string_list_data": [ { "timestamp": 0 } ] },
                  { "title": "", "string_list_data": [] } ] }
                """),
            ($"{Folder}following_hashtags.json", """{ "relationships_following_hashtags": [] }"""),
            ($"{Folder}recently_unfollowed_accounts.json",
                $$"""{ "relationships_unfollowed_users": [ {{Entry("", "", "emil", 1_700_000_003)}} ] }"""));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsZip());

        Assert.Equal(
            [
                "anna|owner.1|1500000000||", "bert|owner.1|1700000000||", "owner.1|carla_|1700000002||",
                "owner.1|dora|||",
            ],
            read.Rows[FactKind.Follows]);
        Assert.Equal(["follow|1700000003|owner.1|emil||"], read.Rows[FactKind.Retractions]);
        Assert.Equal(["owner.1|followers|2|"], read.Rows[FactKind.Lists]);
        Assert.Equal(["owner.1|owner.1||||||||"], read.Rows[FactKind.Accounts]);
        Assert.Equal(
            [
                "Ignored entries of followed accounts without the name of an account 1",
                "Ignored file following_hashtags.json 1",
            ],
            read.Drift);
    }

    [Fact]
    public void Read_LikesInAllForms_NameAccountAndPost()
    {
        using var files = new ArchiveFiles(
            Owner,
            ($"{Activity}likes/liked_posts.json", $$"""
                { "likes_media_likes": [
                  {{Entry("anna", "https://www.instagram.com/p/AAA/", "\\u00f0\\u009f\\u0091\\u008d", 1_700_000_000)}},
                  {{Entry("", "https://www.instagram.com/reel/BBB/", "bert", 1_700_000_001)}},
                  {{Entry("Name Mit Leerzeichen", "https://www.instagram.com/p/CCC/", "", 1_700_000_002)}} ] }
                """),
            ($"{Activity}likes/liked_comments.json", $$"""
                { "likes_comment_likes": [
                  {{Entry("carla", "https://www.instagram.com/p/DDD/", "x", 1_700_000_003)}} ] }
                """),
            ($"{Activity}story_interactions/story_likes.json", """
                [ { "timestamp": 1700000004, "media": [], "fbid": "1", "label_values": [
                    { "label": "URL", "value": "https://www.instagram.com/stories/x/1", "href": "https://x.example/" },
                    { "dict": [ { "dict": [
                        { "label": "Name", "value": "Kein Name" },
                        { "label": "Nutzername", "value": "Dora" } ], "title": "" } ], "title": "Inhaber" } ] } ]
                """),
            ("older/liked_posts.json", """
                [ { "timestamp": 1700000005, "media": [], "label_values": [
                    { "label": "URL", "value": "https:\/\/www.instagram.com\/p\/EEE\/",
                      "href": "https:\/\/www.instagram.com\/p\/EEE\/" },
                    { "title": "Owner", "dict": [ { "dict": [
                        { "label": "URL", "value": "" }, { "label": "Username", "value": "emil" } ] } ] } ] } ]
                """));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal(
            [
                "owner.1|emil|like|1700000005|EEE", "owner.1|anna|like|1700000000|AAA",
                "owner.1|bert|like|1700000001|BBB", "owner.1|carla|like|1700000003|", "owner.1|dora|like|1700000004|",
            ],
            read.Rows[FactKind.Interactions]);
        Assert.Equal(["Ignored entries of likes without the name of an account 1"], read.Drift);
        Assert.Empty(read.Rejects);
    }

    [Fact]
    public void Read_CommentsInAllForms_AreRepliesToTheOwnerOfThePost()
    {
        using var files = new ArchiveFiles(
            Owner,
            ($"{Activity}comments/post_comments_1.json", """
                [ { "media_list_data": [ { "uri": "" } ], "string_map_data": {
                    "Comment": { "value": "Sch\u00c3\u00b6n!" }, "Media Owner": { "value": "anna" },
                    "Time": { "timestamp": 1700000000 } } } ]
                """),
            ($"{Activity}comments/reels_comments.json", """
                { "comments_reels_comments": [ { "string_map_data": {
                    "Kommentar": { "value": "x" }, "Medieninhaber": { "value": "bert" },
                    "Zeit": { "timestamp": 1700000001 } } } ] }
                """),
            ("comments/post_comments.json", $$"""
                { "comments_media_comments": [ {{Entry("carla", "", "dora", 1_700_000_002)}},
                  {{Entry("", "", "dora", 1_700_000_003)}} ] }
                """));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal(
            [
                "owner.1|carla|reply|1700000002|", "owner.1|anna|reply|1700000000|", "owner.1|bert|reply|1700000001|",
            ],
            read.Rows[FactKind.Interactions]);
        Assert.Equal(["Ignored entries of comments without the name of an account 1"], read.Drift);
    }

    [Fact]
    public void Read_OwnPosts_MendsTheirTextAndFindsWhomTheyName()
    {
        using var files = new ArchiveFiles(
            Owner,
            ($"{Activity}content/posts_1.json", """
                [ { "media": [ { "uri": "media/posts/202311/pic_17.jpg", "creation_timestamp": 1700000000,
                      "title": "Sch\u00c3\u00b6ner #Radweg mit @Anna. Post an a@b.de", "media_metadata": {} } ] },
                  { "title": "Zwei Bilder", "creation_timestamp": 1700000009, "media": [
                      { "uri": "media/posts/202311/a.jpg", "creation_timestamp": 1700000001, "title": "" },
                      { "uri": "media/posts/202311/b.jpg", "creation_timestamp": 1700000001, "title": "" } ] },
                  { "title": "ohne Bild" } ]
                """),
            ($"{Activity}content/reels.json", """
                { "ig_reels_media": [ { "media": [
                  { "uri": "media/reels/r.mp4", "creation_timestamp": 1700000002, "title": "Gr\u00fcn" } ] } ] }
                """),
            ($"{Activity}content/archived_posts.json", """{ "ig_archived_post_media": [] }"""),
            ("ads_and_topics/posts_viewed.json", """{ "impressions_history_posts_seen": [] }"""));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal(
            [
                "owner.1/pic_17.jpg|owner.1|1700000000|Schöner #Radweg mit @Anna. Post an a@b.de|||||||||||||",
                "owner.1/a.jpg|owner.1|1700000009|Zwei Bilder|||||||||||||",
                "owner.1/r.mp4|owner.1|1700000002|Grün|||||||||||||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            ["owner.1|anna|mention|1700000000|owner.1/pic_17.jpg"], read.Rows[FactKind.Interactions]);
        Assert.Equal([$"{Activity}content/posts_1.json 6: media.uri no file of a picture or film"], read.Rejects);
        Assert.Equal(["Ignored file archived_posts.json 1", "Ignored file posts_viewed.json 1"], read.Drift);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_ExportFromBefore2021_GivesTheSameFacts()
    {
        using var files = new ArchiveFiles(
            ("profile.json", """{ "biography": "", "username": "owner.1", "email": "nobody@example.org" }"""),
            ("connections.json", """
                { "blocked_users": { "zed": "2019-01-01T00:00:00" },
                  "followers": { "anna": "2019-01-02T10:00:00+00:00", "bert": "2019-01-03T10:00:00+00:00" },
                  "following": { "carla": "2019-01-04T10:00:00+00:00" } }
                """),
            ("likes.json", """
                { "media_likes": [ ["2019-02-01T10:00:00+00:00", "anna"] ],
                  "comment_likes": [ ["2019-02-02T10:00:00+00:00", "bert"] ] }
                """),
            ("comments.json", """{ "media_comments": [ ["2019-02-03T10:00:00+00:00", "Sch\u00f6n", "carla"] ] }"""),
            ("media.json", """
                { "photos": [ { "caption": "Sommer", "taken_at": "2019-03-01T10:00:00+00:00", "location": "Kiel",
                    "path": "photos/201903/abc.jpg" } ], "stories": [ { "path": "stories/x.jpg" } ] }
                """));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal(
            [
                "anna|owner.1|2019-01-02T10:00:00+00:00||", "bert|owner.1|2019-01-03T10:00:00+00:00||",
                "owner.1|carla|2019-01-04T10:00:00+00:00||",
            ],
            read.Rows[FactKind.Follows]);
        Assert.Equal(
            [
                "owner.1|anna|like|2019-02-01T10:00:00+00:00|", "owner.1|bert|like|2019-02-02T10:00:00+00:00|",
                "owner.1|carla|reply|2019-02-03T10:00:00+00:00|",
            ],
            read.Rows[FactKind.Interactions]);
        Assert.Equal(
            ["owner.1/abc.jpg|owner.1|2019-03-01T10:00:00+00:00|Sommer||||Kiel|||||||||"], read.Rows[FactKind.Posts]);
        Assert.Empty(read.Rejects);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    /// <summary>Professional accounts are told how many followers they have, in English at least.</summary>
    [Theory]
    [InlineData("""{"organic_insights_audience":[{"string_map_data":{"Followers":{"value":"102,497"}}}]}""",
        "owner.1|owner.1|102,497|||||||")]
    [InlineData("""{"organic_insights_audience":[{"string_map_data":{"Seguidores":{"value":"9"}}}]}""",
        "owner.1|owner.1||||||||")]
    [InlineData("""{"organic_insights_audience":[]}""", "owner.1|owner.1||||||||")]
    [InlineData("{", "owner.1|owner.1||||||||")]
    public void Read_FiguresOfTheAudience_AreWhatTheAccountClaims(string insights, string account)
    {
        using var files = new ArchiveFiles(
            Owner,
            ($"{Folder}followers_1.json", $"[{Entry("", "", "anna", 1_600_000_000)}]"),
            ("logged_information/past_instagram_insights/audience_insights.json", insights));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal([account], read.Rows[FactKind.Accounts]);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    [Theory]
    [InlineData(94_000_000, false)]
    [InlineData(96_000_000, true)]
    public void Read_ListOfSomeYears_IsWholeOnlyIfNoRangeOnOfferCutsSo(int seconds, bool isWhole)
    {
        using var files = new ArchiveFiles(
            Owner,
            ($"{Folder}followers_1.json", $"[{Entry("", "", "anna", 1_600_000_000)}, "
                + $"{Entry("", "", "bert", 1_600_000_000 + seconds)}]"));
        var read = RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder());

        Assert.Equal(isWhole ? ["owner.1|followers|2|"] : [], read.Rows[FactKind.Lists]);
    }

    [Fact]
    public void Read_ListsAlone_BelongToWhomTheNameOfTheExportTells()
    {
        using var files = new ArchiveFiles(
            ($"{Folder}followers_1.json", $"[{Entry("", "", "anna", 1_600_000_000)}]"));
        var read = RecordText.OfFile(
            SourceFormat.InstagramExport, files.AsZip("instagram-Owner.1-2025-06-13-YOudpLi7.zip"));
        Assert.Equal(["anna|owner.1|1600000000||"], read.Rows[FactKind.Follows]);

        var error = Assert.Throws<ExportFileException>(
            () => RecordText.OfFile(SourceFormat.InstagramExport, files.AsFolder("renamed")));
        Assert.Contains("personal_information.json", error.Message, StringComparison.Ordinal);
    }

    private static string Entry(string title, string href, string value, long seconds) =>
        $$"""
        { "title": "{{title}}", "media_list_data": [], "string_list_data": [
          { "href": "{{href}}", "value": "{{value}}", "timestamp": {{seconds}} } ] }
        """;
}
