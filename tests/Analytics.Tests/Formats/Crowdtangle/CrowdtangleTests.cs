using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Formats.Records;

namespace Analytics.Tests.Formats.Crowdtangle;

public sealed class CrowdtangleTests
{
    private const string Facebook =
        "Page Name,User Name,Facebook Id,Page Category,Page Admin Top Country,Page Description,Page Created,"
        + "Likes at Posting,Followers at Posting,Post Created,Post Created Date,Post Created Time,Type,"
        + "Total Interactions,Likes,Comments,Shares,Love,Wow,Haha,Sad,Angry,Care,Video Share Status,Is Video Owner?,"
        + "Post Views,Total Views,Total Views For All Crossposts,Video Length,URL,Message,Link,Final Link,Image Text,"
        + "Link Text,Description,Sponsor Id,Sponsor Name,Sponsor Category\n";

    private const string Instagram =
        "Account,User Name,Followers at Posting,Post Created,Type,Total Interactions,Likes,Comments,Views,URL,Link,"
        + "Photo,Title,Description,Image Text,Sponsor Id,Sponsor Name\n";

    [Fact]
    public void Read_Facebook_GivesPostsAndWhatThePageClaimed()
    {
        var read = Of(Facebook
            + "Der Radweg,radweg,1001,POLITICS,DE,Wir,2012-05-01 08:00:00 CEST,900,\"1,234\","
            + "2023-01-02 10:00:00 CET,2023-01-02,10:00:00,Link,\"2,010\",\"2,000\",7,3,0,0,0,0,0,0,,No,0,0,0,,"
            + "https://www.facebook.com/radweg/posts/555,\"Los, #Mitte!\",https://bit.ly/x,https://example.org/a,,,,"
            + "77,Ein Sponsor,BRAND\n");

        Assert.Empty(read.Rejects);
        Assert.Empty(read.Drift);
        Assert.Equal(
            [
                "555|1001|2023-01-02T10:00:00+01:00|Los, #Mitte!\nhttps://example.org/a||||DE|true|paid partnership|"
                + "2000|7|3||||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            ["1001|radweg|1234|||2012-05-01T08:00:00+02:00||DE||2023-01-02T10:00:00+01:00"],
            read.Rows[FactKind.Accounts]);
    }

    [Fact]
    public void Read_Instagram_GoesByUserName()
    {
        var text = Instagram
            + "Anna,Anna.B,500,2023-07-02 10:00:00 EDT,Photo,12,10,2,0,https://www.instagram.com/p/Cxy_1/,"
            + "https://www.instagram.com/p/Cxy_1/,,,\"Mit @Carl und\nmail@example.org #weg\",,,\n"
            + "Anna,Anna.B,500,2023-07-02 11:00:00 UTC,Video,12,10,2,\"4,000\",https://www.instagram.com/p/Cxy_2/,,,,x,"
            + ",,Marke\n";

        var read = Of(text);

        Assert.Empty(read.Rejects);
        Assert.Equal(
            [
                "Cxy_1|anna.b|2023-07-02T10:00:00-04:00|Mit @Carl und\nmail@example.org #weg|||||false||10|2|||||",
                "Cxy_2|anna.b|2023-07-02T11:00:00+00:00|x|||||true|paid partnership|10|2|||4000||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            ["anna.b|carl|mention|2023-07-02T10:00:00-04:00|Cxy_1"], read.Rows[FactKind.Interactions]);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_TimesAndNamesThatAreNone_AreRefused()
    {
        var read = Of(Instagram
            + "A,a,5,2023-07-02 10:00:00 XYZ,Photo,1,1,1,0,https://www.instagram.com/p/C1/,,,,,,,\n"
            + "A,a,5,gestern,Photo,1,1,1,0,https://www.instagram.com/p/C1/,,,,,,,\n"
            + "A,Anna Müller,5,2023-07-02 10:00:00,Photo,1,1,1,0,https://www.instagram.com/p/C1/,,,,,,,\n");

        Assert.Equal(
            [
                "2: Post Created the zone of the time is not known; export again with the zone UTC",
                "3: Post Created not a time such as 2023-01-02 10:00:00 CET", "4: User Name missing or not valid",
            ],
            read.Rejects);
    }

    private static RecordText Of(string text) => RecordText.OfText(SourceFormat.Crowdtangle, text);
}
