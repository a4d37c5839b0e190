using System.IO.Compression;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Formats.Records;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Formats.Tiktok;

public sealed class TiktokTests
{
    private const string Old = """
        {"Activity":{
          "Follower List":{"App":1233,"FansList":[
            {"Date":"2021-11-11 01:22:22","UserName":"Carl.X"},{"Date":"2021-11-12 01:22:22","UserName":"N/A"}]},
          "Following List":{"Following":[{"Date":"2021-10-11 01:22:22","UserName":"dora"}]},
          "Like List":{"ItemFavoriteList":[
            {"Date":"2021-10-12 01:22:22","Link":"https://www.tiktokv.com/share/video/7101234567890123456/"}]},
          "Video Browsing History":{"VideoList":[{"Date":"2021-10-12 01:22:22","Link":"https://x/video/1/"}]},
          "Search History":{"SearchList":null}},
         "Direct Messages":{"Chat History":{"ChatHistory":{"Chat History with dora:":[{"Content":"x"}]}}},
         "Profile":{"Profile Information":{"ProfileMap":{"userName":"Anna_B","followerCount":2,"birthDate":"x"}}}}
        """;

    private const string New = """
        {"Comment":{"Comments":{"App":1,"CommentsList":[
           {"date":"2024-05-01 10:00:00 UTC","comment":"x",
            "originalPostUrl":"https://www.tiktok.com/@carl/video/7101111111111111111"},
           {"date":"2024-05-01 10:00:00 UTC","comment":"x","photo":"N/A"}]}},
         "Likes and Favorites":{"Like List":{"App":1,"ItemFavoriteList":[
           {"date":"2024-05-02 10:00:00","link":"https://www.tiktokv.com/share/video/7102222222222222222/"}]}},
         "Post":{"Posts":{"VideoList":[
           {"Date":"2024-04-01 10:00:00","Link":"https://v16.tiktokcdn.com/abc","Likes":"12","Title":"Weg"},
           {"Date":"2024-04-02 10:00:00","Link":"https://www.tiktok.com/@anna_b/video/7103333333333333333","Likes":"9",
            "Title":"Mit @Carl.x #weg"}]}},
         "Profile And Settings":{
           "Follower":{"App":1,"IsFastLane":false,"FansList":[{"Date":"2024-01-01 10:00:00","UserName":"carl.x"}]},
           "Following":{"Following":[{"Date":"2024-01-02 10:00:00","UserName":"dora"}]},
           "Profile Info":{"ProfileMap":{"userName":"anna_b","followerCount":0}}},
         "Your Activity":{"Reposts":{"RepostList":[
            {"Date":"2024-05-03 10:00:00","Link":"https://www.tiktokv.com/share/video/7104444444444444444/"}]},
            "Searches":{"SearchList":[{"Date":"x","SearchTerm":"y"}]}}}
        """;

    [Fact]
    public void Read_OldLayout_GivesListsAndLikesOfTheOwner()
    {
        var read = RecordText.OfText(SourceFormat.TiktokExport, Old);

        Assert.Empty(read.Rejects);
        Assert.Equal(
            ["carl.x|anna_b|2021-11-11 01:22:22||", "anna_b|dora|2021-10-11 01:22:22||"],
            read.Rows[FactKind.Follows]);
        Assert.Equal(["anna_b|7101234567890123456|like|2021-10-12 01:22:22"], read.Rows[FactKind.Unaddressed]);
        Assert.Equal(["anna_b||2|||||||"], read.Rows[FactKind.Accounts]);
        Assert.Equal(["anna_b|followers|2|", "anna_b|following|1|"], read.Rows[FactKind.Lists]);
        Assert.Equal(["Ignored follows of accounts that are gone 1"], read.Drift);
        Assert.Equal(Encoding.UTF8.GetByteCount(Old), read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_NewLayoutInAZip_GivesRepostsAndCommentsToo()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "TikTok_Data.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("user_data_tiktok.json").Open()))
            writer.Write(New);

        var read = RecordText.OfFile(SourceFormat.TiktokExport, path);

        Assert.Empty(read.Rejects);
        Assert.Equal(2, read.Rows[FactKind.Follows].Count());
        Assert.Equal(
            [
                "anna_b|7101111111111111111|reply|2024-05-01 10:00:00 UTC",
                "anna_b|7102222222222222222|like|2024-05-02 10:00:00",
                "anna_b|7104444444444444444|repost|2024-05-03 10:00:00",
            ],
            read.Rows[FactKind.Unaddressed]);
        Assert.Equal(
            ["7103333333333333333|anna_b|2024-04-02 10:00:00|Mit @Carl.x #weg|||||||9||||||"],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            ["anna_b|carl.x|mention|2024-04-02 10:00:00|7103333333333333333"], read.Rows[FactKind.Interactions]);
        Assert.Equal(["anna_b|||||||||"], read.Rows[FactKind.Accounts]);
        Assert.Equal(
            ["Ignored comments without the address of a film 1", "Ignored films without a number 1"], read.Drift);
    }

    [Fact]
    public void Read_SmallLetters_AreTheSameParts()
    {
        var read = RecordText.OfText(SourceFormat.TiktokExport, """
            {"activity":{"follower list":{"fanslist":[]},
              "following list":{"following":[{"date":"2021-10-11","username":"dora"}]}},
             "profile":{"profile information":{"profilemap":{"username":"anna"}}},"mood":1}
            """);

        Assert.Equal(["anna|dora|2021-10-11||"], read.Rows[FactKind.Follows]);
        Assert.Contains("UnknownKey mood 1", read.Drift);
    }

    [Fact]
    public void Open_WithoutProfile_IsRefused()
    {
        var error = Assert.Throws<ExportFileException>(
            () => RecordText.OfText(SourceFormat.TiktokExport, """{"Activity":{"Follower List":{"FansList":[]}}}"""));

        Assert.Contains("userName in ProfileMap", error.Message, StringComparison.Ordinal);
    }
}
