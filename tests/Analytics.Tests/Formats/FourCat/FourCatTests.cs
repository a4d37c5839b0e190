using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Formats.Records;

namespace Analytics.Tests.Formats.FourCat;

public sealed class FourCatTests
{
    private const string X =
        "id,thread_id,timestamp,unix_timestamp,body,author,author_id,author_followers,language_guess,retweet_count,"
        + "reply_count,like_count,quote_count,impression_count,is_retweet,retweeted_user,is_quote_tweet,quoted_user,"
        + "is_reply,replied_user,hashtags,urls,mentions\n";

    [Fact]
    public void Read_X_GoesByTheNumberThatTheTableHasAndByAtHandleElsewhere()
    {
        var read = Of(X
            + "11,11,2023-05-01 10:00:00,1682935200,\"Hallo @Berta, #Weg\",anna,1,500,de,3,2,9,0,1000,no,,no,,no,,Weg,"
            + "https://example.org/a,\"Berta,dora\"\n"
            + "12,11,2023-05-01 10:05:00,1682935500,Ja,Berta,2,,de,0,0,0,0,0,no,,no,,yes,Anna,,,anna\n"
            + "13,13,2023-05-01 10:06:00,1682935560,RT @anna: x,berta,2,,de,3,0,0,0,0,yes,anna,no,,no,,,,anna\n"
            + "14,14,2023-05-01 10:07:00,1682935620,Lest,berta,2,,und,0,0,1,0,0,no,,yes,Emil,no,,,,\n");

        Assert.Empty(read.Rejects);
        Assert.Empty(read.Drift);
        Assert.Equal(
            [
                "11|1|1682935200|Hallo @Berta, #Weg|de|Weg|https://example.org/a||||9|2|3|0|1000||",
                "12|2|1682935500|Ja|de||||||||||||1", "14|2|1682935620|Lest|||||||1|0|0|0|||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            [
                "1|2|mention|1682935200|11", "1|@dora|mention|1682935200|11", "2|1|reply|1682935500|",
                "2|1|repost|1682935560|", "2|@emil|quote|1682935620|",
            ],
            read.Rows[FactKind.Interactions]);
        Assert.Equal(
            ["1|anna|500|||||||", "2|Berta||||||||", "2|berta||||||||", "2|berta||||||||"],
            read.Rows[FactKind.Accounts]);
    }

    [Fact]
    public void Read_XCollectedFromTheBrowser_FindsQuotedPostsByNumber()
    {
        var read = Of(
            "id,thread_id,timestamp,unix_timestamp,body,author,author_id,is_retweet,retweeted_user,is_quote_tweet,"
            + "quote_tweet_id,quote_author,is_reply,replied_author,mentions\n"
            + "14,14,2023-05-01 10:07:00,1682935620,Lest,berta,2,no,,yes,99,Emil,no,,\n");

        Assert.Equal(["2|99|quote|1682935620"], read.Rows[FactKind.Unaddressed]);
        Assert.Empty(read.Rows[FactKind.Interactions]);
    }

    [Fact]
    public void Read_Tiktok_GoesByHandleAndTellsWhatIsPaid()
    {
        var text =
            "id,thread_id,author,author_full,author_followers,author_videos,body,timestamp,unix_timestamp,is_ad,"
            + "is_paid_partnership,likes,comments,shares,plays,hashtags,location_created\n"
            + "71,71,Anna.B,Anna,900,12,Mit @Carl #weg,2023-05-01 10:00:00,1682935200,no,yes,10,0,1,500,weg,DE\n"
            + "72,72,anna.b,Anna,900,12,Leer,2023-05-01 10:00:00,1682935200,no,no,0,0,0,0,,\n";

        var read = Of(text);

        Assert.Equal(
            [
                "71|anna.b|1682935200|Mit @Carl #weg||weg||DE|true|paid partnership|10|0|1||500||",
                "72|anna.b|1682935200|Leer|||||false||||||||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(["anna.b|carl|mention|1682935200|71"], read.Rows[FactKind.Interactions]);
        Assert.Equal(["anna.b||900||12|||||", "anna.b||900||12|||||"], read.Rows[FactKind.Accounts]);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_Comments_AnswerTheirPost()
    {
        var read = Of(
            "id,thread_id,author,body,unix_timestamp,likes,replies,post_id\n81,71,carl,Ja,1682935200,1,0,71\n");

        Assert.Equal(["carl|71|reply|1682935200"], read.Rows[FactKind.Unaddressed]);
    }

    [Fact]
    public void Read_Instagram_GoesByHandleThoughTheTableHasNumbers()
    {
        var read = Of(
            "id,thread_id,parent_id,timestamp,unix_timestamp,body,author_id,author,num_likes,num_comments,likes_hidden,"
            + "usertags,hashtags\n"
            + "Cx1,Cx1,Cx1,2023-05-01 10:00:00,1682935200,Bild,5,Anna,0,4,yes,carl,\n");

        Assert.Equal(["Cx1|anna|1682935200|Bild||||||||4|||||"], read.Rows[FactKind.Posts]);
        Assert.Equal(["anna|carl|mention|1682935200|Cx1"], read.Rows[FactKind.Interactions]);
        Assert.Empty(read.Rows[FactKind.Accounts]);
    }

    [Fact]
    public void Read_ObjectsByLine_AreTheSameAsATable()
    {
        var read = Of("""
            {"id":11,"thread_id":11,"unix_timestamp":1682935200,"body":"Ja","author":"Anna","author_id":1,
              "is_reply":"yes","replied_user":"berta","like_count":3,"mood":1}
            {"id":12,"thread_id":12,"unix_timestamp":1682935200,"body":"Ja","author":"berta","author_id":2,
              "is_reply":"no","replied_user":"","like_count":3}
            {"id":13,"rest_id":"13"}
            """.Replace("\n  ", "", StringComparison.Ordinal));

        Assert.Equal(["1|2|reply|1682935200|"], read.Rows[FactKind.Interactions]);
        Assert.Equal(["3: author missing"], read.Rejects);
        Assert.Equal(["UnknownKey mood 1", "UnknownKey rest_id 1"], read.Drift);
    }

    private static RecordText Of(string text) => RecordText.OfText(SourceFormat.FourCat, text);
}
