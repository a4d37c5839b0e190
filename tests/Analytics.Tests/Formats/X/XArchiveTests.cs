using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Formats.Archives;
using Analytics.Tests.Formats.Records;

namespace Analytics.Tests.Formats.X;

/// <summary>Archives of X in the layouts of ten years, with people who do not exist.</summary>
public sealed class XArchiveTests
{
    private const string Account = """
        window.YTD.account.part0 = [
          {
            "account" : {
              "email" : "nobody@example.org", "createdVia" : "web", "username" : "Owner_1", "accountId" : "100",
              "createdAt" : "2012-03-16T19:54:13.000Z", "accountDisplayName" : "Nobody"
            }
          }
        ]
        """;

    private const string Manifest = """
        window.__THAR_CONFIG = {
          "userInfo" : { "accountId" : "100", "userName" : "Owner_1", "displayName" : "Nobody" },
          "archiveInfo" : { "generationDate" : "2024-05-01T10:00:00.000Z", "isPartialArchive" : false },
          "dataTypes" : {
            "follower" : { "files" : [ { "fileName" : "data/follower.js", "count" : "3" } ] },
            "following" : { "files" : [
              { "fileName" : "data/following.js", "count" : "1" },
              { "fileName" : "data/following-part1.js", "count" : "1" } ] },
            "tweets" : { "mediaDirectory" : "data/tweets_media", "files" : [ { "count" : "7" } ] },
            "ageinfo" : { "files" : [ { "count" : "1" } ] }
          }
        }
        """;

    private const string Follower = """
        window.YTD.follower.part0 = [
          { "follower" : { "accountId" : "201", "userLink" : "https://twitter.com/intent/user?user_id=201" } },
          { "follower" : { "accountId" : "202", "userLink" : "https://twitter.com/intent/user?user_id=202" } }
        ]
        """;

    private static readonly (string Name, string Text)[] Whole =
    [
        ("data/account.js", Account),
        ("data/manifest.js", Manifest),
        ("data/follower.js", Follower),
        ("data/following.js", """window.YTD.following.part0 = [ { "following" : { "accountId" : "203" } } ]"""),
        ("data/following-part1.js", """window.YTD.following.part1 = [ { "following" : { "accountId" : "204" } } ]"""),
        ("data/tweets.js", "window.YTD.tweets.part0 = [" + Tweets + "]"),
        ("data/like.js", """
            window.YTD.like.part0 = [
              { "like" : { "tweetId" : "5", "fullText" : "Ein Text",
                "expandedUrl" : "https://twitter.com/i/web/status/5" } }
            ]
            """),
        ("data/deleted-tweets.js", "window.YTD.deleted_tweets.part0 = [" + Tweets + "]"),
        ("data/block.js", "window.YTD.block.part0 = [ ]"),
        ("data/tweets_media/1-a.jpg", "no picture"),
        ("Your archive.html", "<html></html>"),
    ];

    private const string Tweets = """
        { "tweet" : {
            "edit_info" : { "initial" : { "editTweetIds" : ["11"], "editsRemaining" : "5" } }, "retweeted" : false,
            "entities" : {
              "hashtags" : [ { "text" : "Radweg", "indices" : ["0", "7"] } ], "symbols" : [],
              "user_mentions" : [
                { "name" : "A", "screen_name" : "anna", "indices" : ["0", "5"], "id_str" : "301", "id" : "301" },
                { "name" : "B", "screen_name" : "gone", "indices" : ["6", "9"], "id_str" : "-1", "id" : "-1" } ],
              "urls" : [
                { "url" : "https://t.co/x", "expanded_url" : "https://www.example.org/a", "display_url" : "e" } ] },
            "favorite_count" : "4", "id_str" : "11", "truncated" : false, "retweet_count" : "2", "id" : "11",
            "created_at" : "Sat Aug 12 16:10:37 +0000 2023", "lang" : "de",
            "full_text" : "#Radweg mit @anna https://t.co/x"
        } },
        { "tweet" : {
            "entities" : { "hashtags" : [], "user_mentions" : [
                { "screen_name" : "bert", "id_str" : "302" },
                { "screen_name" : "anna", "id_str" : "301" } ], "urls" : [] },
            "in_reply_to_status_id_str" : "7", "in_reply_to_user_id" : "302", "in_reply_to_user_id_str" : "302",
            "in_reply_to_screen_name" : "bert", "favorite_count" : "0", "id_str" : "12", "retweet_count" : "0",
            "created_at" : "Sat Aug 12 17:10:37 +0000 2023", "full_text" : "@bert @anna Danke", "lang" : "und"
        } },
        { "tweet" : {
            "entities" : { "hashtags" : [ { "text" : "Fremd" } ], "urls" : [],
              "user_mentions" : [
                { "screen_name" : "Carla", "id_str" : "303" }, { "screen_name" : "anna", "id_str" : "301" } ] },
            "id_str" : "13", "created_at" : "Sun Aug 13 00:00:00 +0000 2023",
            "full_text" : "RT @carla: #Fremd sagt @anna"
        } },
        { "tweet" : {
            "entities" : { "hashtags" : [], "user_mentions" : [], "urls" : [
              { "url" : "https://t.co/w", "expanded_url" : "https://twitter.com/dora/status/8000/photo/1" },
              { "url" : "https://t.co/y", "expanded_url" : "https://twitter.com/dora/status/9000?s=20" } ] },
            "id_str" : "14", "created_at" : "Sun Aug 13 01:00:00 +0000 2023", "full_text" : "Seht her https://t.co/y"
        } },
        { "tweet" : {
            "entities" : { "hashtags" : [],
              "user_mentions" : [ { "screen_name" : "Anna", "id_str" : "301" } ], "urls" : [
              { "expanded_url" : "https://x.com/anna/status/9001" } ] },
            "id_str" : "15", "created_at" : "Sun Aug 13 02:00:00 +0000 2023", "full_text" : "Auch @Anna https://t.co/z"
        } },
        { "tweet" : { "id_str" : "16", "created_at" : "Sun Aug 13 03:00:00 +0000 2023", "full_text" : "RT @nobody: weg",
            "entities" : { "user_mentions" : [] } } },
        { "tweet" : { "full_text" : "keine Nummer", "surprise" : 1 } }
        """;

    [Fact]
    public void Read_ArchiveOfToday_GivesFollowsOfTheOwner()
    {
        const string made = "2024-05-01T10:00:00.000Z";
        using var files = new ArchiveFiles(Whole);
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Equal(
            [
                $"201|100|{made}|{made}|", $"202|100|{made}|{made}|",
                $"100|203|{made}|{made}|", $"100|204|{made}|{made}|",
            ],
            read.Rows[FactKind.Follows]);
        Assert.Equal(
            ["100|followers|2|2024-05-01T10:00:00.000Z", "100|following|2|2024-05-01T10:00:00.000Z"],
            read.Rows[FactKind.Lists]);
        Assert.Equal(
            ["100|Owner_1|3|2|7|2012-03-16T19:54:13.000Z||||2024-05-01T10:00:00.000Z"], read.Rows[FactKind.Accounts]);
    }

    [Fact]
    public void Read_ArchiveOfToday_GivesPostsAndWhatTheyDo()
    {
        using var files = new ArchiveFiles(Whole);
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Equal(
            [
                """11|100|2023-08-12T16:10:37+0000|#Radweg mit @anna https://t.co/x|de|["Radweg"]|"""
                    + """["https://www.example.org/a"]||||4||2||||""",
                "12|100|2023-08-12T17:10:37+0000|@bert @anna Danke||[]|[]||||0||0||||302",
                "14|100|2023-08-13T01:00:00+0000|Seht her https://t.co/y||[]|[]||||||||||",
                "15|100|2023-08-13T02:00:00+0000|Auch @Anna https://t.co/z||[]|[]||||||||||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            [
                "100|301|mention|2023-08-12T16:10:37+0000|11", "100|302|reply|2023-08-12T17:10:37+0000|7",
                "100|301|mention|2023-08-12T17:10:37+0000|12", "100|303|repost|2023-08-13T00:00:00+0000|",
                "100|301|quote|2023-08-13T02:00:00+0000|9001", "100|301|mention|2023-08-13T02:00:00+0000|15",
            ],
            read.Rows[FactKind.Interactions]);
        Assert.Equal(["100|9000|quote|2023-08-13T01:00:00+0000"], read.Rows[FactKind.Unaddressed]);
    }

    [Fact]
    public void Read_WhatNoFactHasAPlaceFor_IsTold()
    {
        using var files = new ArchiveFiles(Whole);
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Equal(["data/tweets.js 43: id_str missing"], read.Rejects);
        Assert.Equal(
            [
                "UnknownKey tweet.surprise 1", "Ignored file block.js 1", "Ignored file deleted-tweets.js 1",
                "Ignored likes, which have neither author nor time 1", "Ignored pictures, films and pages 2",
                "Ignored reposts whose author has no number 1",
            ],
            read.Drift);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_ZippedArchive_GivesWhatTheFolderGives()
    {
        using var files = new ArchiveFiles(Whole);
        var folder = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());
        var zip = RecordText.OfFile(SourceFormat.XArchive, files.AsZip("twitter-2024-05-01-abc.zip"));

        foreach (var kind in Enum.GetValues<FactKind>()) Assert.Equal(folder.Rows[kind], zip.Rows[kind]);
        Assert.Equal(folder.Bytes, zip.Bytes);
    }

    [Fact]
    public void Read_BareTweetsWithoutManifest_GivesThemAndNoTimeOfFollows()
    {
        using var files = new ArchiveFiles(
            ("account.js", Account),
            ("follower.js", Follower),
            ("following.js", "window.YTD.following.part0 = [ ]"),
            ("tweet.js", """
                window.YTD.tweet.part0 = [ {
                  "retweeted" : false, "source" : "x",
                  "entities" : { "hashtags" : [], "user_mentions" : [], "urls" : [] },
                  "id" : "21", "created_at" : "Mon Sep 16 17:12:53 +0000 2019", "full_text" : "Ein alter Text"
                } ]
                """),
            ("like.js", ""));
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Equal(["201|100|||", "202|100|||"], read.Rows[FactKind.Follows]);
        Assert.Equal(["100|followers|2|"], read.Rows[FactKind.Lists]);
        Assert.Equal(
            ["21|100|2019-09-16T17:12:53+0000|Ein alter Text||[]|[]||||||||||"], read.Rows[FactKind.Posts]);
        Assert.Empty(read.Rejects);
        Assert.Equal(["Ignored file like.js 1"], read.Drift);
    }

    [Fact]
    public void Read_ArchiveFromBefore2018_GivesRepostsOfWholePosts()
    {
        using var files = new ArchiveFiles(
            ("data/js/user_details.js", """
                var user_details =  { "screen_name" : "owner_1", "location" : "Köln", "id" : "100",
                  "full_name" : "Nobody", "bio" : "", "created_at" : "2012-03-16 19:54:13 +0000" }
                """),
            ("data/js/tweets/2012_03.js", """
                Grailbird.data.tweets_2012_03 =
                 [ { "source" : "web",
                     "entities" : { "user_mentions" : [], "media" : [], "hashtags" : [], "urls" : [] },
                     "geo" : { }, "id_str" : "31", "text" : "Hallo", "id" : 31,
                     "created_at" : "2012-03-17 17:50:56 +0000", "user" : { "id_str" : "100" } },
                   { "retweeted_status" : { "id_str" : "8", "text" : "Fremd", "user" : { "id_str" : "304" } },
                     "id_str" : "32", "text" : "RT @emil: Fremd", "created_at" : "2012-03-18 17:50:56 +0000" } ]
                """));
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Equal(["31|100|2012-03-17 17:50:56 +0000|Hallo||[]|[]||||||||||"], read.Rows[FactKind.Posts]);
        Assert.Equal(["100|304|repost|2012-03-18 17:50:56 +0000|8"], read.Rows[FactKind.Interactions]);
        Assert.Equal(["100|owner_1||||2012-03-16 19:54:13 +0000||||"], read.Rows[FactKind.Accounts]);
        Assert.Empty(read.Rejects);
    }

    [Fact]
    public void Read_EditedPost_CountsAsItsFirstVersion()
    {
        using var files = new ArchiveFiles(
            ("data/account.js", Account),
            ("data/tweets.js", """
                window.YTD.tweets.part0 = [ { "tweet" : { "id_str" : "42", "full_text" : "besser",
                  "created_at" : "Mon Sep 16 17:12:53 +0000 2024", "edit_info" : { "edit" : { "initialTweetId" : "41",
                    "editControlInitial" : { "editTweetIds" : [ "41", "42" ] } } } } } ]
                """));
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Equal(["41|100|2024-09-16T17:12:53+0000|besser|||||||||||||"], read.Rows[FactKind.Posts]);
        Assert.Empty(read.Drift);
    }

    [Fact]
    public void Read_ListCutInItsMiddle_IsNoWholeList()
    {
        using var files = new ArchiveFiles(
            ("data/account.js", Account), ("data/follower.js", Follower[..^20]));
        var read = RecordText.OfFile(SourceFormat.XArchive, files.AsFolder());

        Assert.Single(read.Rows[FactKind.Follows]);
        Assert.Empty(read.Rows[FactKind.Lists]);
        Assert.Single(read.Rejects);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_ArchivesOfTwoPeopleInOne_IsRefusedInsteadOfGivenToTheFirst()
    {
        using var files = new ArchiveFiles(
            ("anna/data/account.js", Account), ("anna/data/follower.js", Follower),
            ("ben/data/account.js", Account.Replace("100", "101", StringComparison.Ordinal)),
            ("ben/data/follower.js", Follower));

        var error = Assert.Throws<ExportFileException>(
            () => RecordText.OfFile(SourceFormat.XArchive, files.AsZip()));

        Assert.Contains("exports of several accounts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchiveOfNobody_SaysWhatIsMissing()
    {
        using var files = new ArchiveFiles(("data/follower.js", Follower));
        var error = Assert.Throws<ExportFileException>(
            () => RecordText.OfFile(SourceFormat.XArchive, files.AsFolder()));
        Assert.Contains("data/account.js", error.Message, StringComparison.Ordinal);
    }
}
