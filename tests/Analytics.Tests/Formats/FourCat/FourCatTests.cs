using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
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

    /// <summary>Shape of X's own posts, from 4CAT's mapping: numbers stand where the table has handles.</summary>
    [Fact]
    public void Read_ObjectsOfX_TellNumbersOfEverybody()
    {
        var read = Of(
            Tweet(11, 1, "Anna", "Hallo @Berta #Weg",
                """ "in_reply_to_user_id_str":"2","in_reply_to_status_id_str":"9" """)
            + Tweet(12, 2, "Berta", "Lest", "\"quoted_status_id_str\":\"8\"",
                ""","quoted_status_result":{"result":{"tweet":{"rest_id":"8","legacy":{"user_id_str":"5"}}}}""")
            + Tweet(13, 2, "Berta", "RT @Anna: x", "\"retweeted_status_result\":{\"result\":{\"rest_id\":\"11\","
                + "\"legacy\":{\"user_id_str\":\"1\"}}}")
            + Tweet(14, 2, "Berta", "x", "\"quoted_status_id_str\":\"7\"", ",\"mood\":1"));

        Assert.Empty(read.Rejects);
        Assert.Equal(["UnknownKey mood 1"], read.Drift);
        Assert.Equal(
            [
                "11|1|2018-10-10T20:19:24+0000|Hallo @Berta #Weg|de|Weg|https://example.org/a|Graz|||9|2|3|0|70||2",
                "12|2|2018-10-10T20:19:24+0000|Lest|de|Weg|https://example.org/a|Graz|||9|2|3|0|70||",
                "14|2|2018-10-10T20:19:24+0000|x|de|Weg|https://example.org/a|Graz|||9|2|3|0|70||",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            [
                "1|2|reply|2018-10-10T20:19:24+0000|9", "1|4|mention|2018-10-10T20:19:24+0000|11",
                "2|5|quote|2018-10-10T20:19:24+0000|8", "2|4|mention|2018-10-10T20:19:24+0000|12",
                "2|1|repost|2018-10-10T20:19:24+0000|11", "2|4|mention|2018-10-10T20:19:24+0000|14",
            ],
            read.Rows[FactKind.Interactions]);
        Assert.Equal(["2|7|quote|2018-10-10T20:19:24+0000"], read.Rows[FactKind.Unaddressed]);
        Assert.Equal("1|Anna|500|||2009-04-21T06:49:15+0000||||", read.Rows[FactKind.Accounts].First());
    }

    /// <summary>A line of the add-on holds what 4CAT keeps, and says around it where it comes from.</summary>
    [Theory]
    [InlineData("", ",\"__import_meta\":{\"source_platform\":\"tiktok.com\"}}")]
    [InlineData("{\"nav_index\":\"1\",\"item_id\":\"71\",\"source_platform\":\"tiktok.com\",\"data\":", "}}")]
    public void Read_ObjectsOfTiktok_AreTheSameAsATable(string before, string after)
    {
        var film = before
            + """{"id":"71","desc":"Mit @Carl #weg","createTime":1682935200,"""
            + """ "author":{"uniqueId":"Anna.B","nickname":"A"},"""
            + """ "stats":{"diggCount":10,"commentCount":0,"shareCount":1,"playCount":500},"""
            + """ "authorStats":{"followerCount":900,"videoCount":12},"adAuthorization":true,"""
            + """ "textExtra":[{"hashtagName":"weg"},{"hashtagName":"","userUniqueId":"carl"}],"""
            + """ "locationCreated":"DE" """
            + after + "\n";

        var read = Of(film);

        Assert.Empty(read.Rejects);
        Assert.Empty(read.Drift);
        Assert.Equal(
            ["71|anna.b|1682935200|Mit @Carl #weg||weg||DE|true|paid partnership|10|0|1||500||"],
            read.Rows[FactKind.Posts]);
        Assert.Equal(["anna.b|carl|mention|1682935200|71"], read.Rows[FactKind.Interactions]);
        Assert.Equal(["anna.b||900||12|||||"], read.Rows[FactKind.Accounts]);
        Assert.Equal(film.Length, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_ObjectsOfTiktokComments_AnswerTheirPost()
    {
        var read = Of(Lines(
            """
            {"cid":"5","aweme_id":"71","text":"Ja","create_time":1682935300,"digg_count":4,"reply_comment_total":0,
              "reply_id":"0","user":{"uid":"9","unique_id":"Dora","nickname":"D"},"comment_language":"de",
              "__import_meta":{}}
            {"cid":"6","aweme_id":"71","text":"","create_time":1682935300}
            """));

        Assert.Equal(["5|dora|1682935300|Ja|de||||||4|0|||||"], read.Rows[FactKind.Posts]);
        Assert.Equal(["dora|71|reply|1682935300"], read.Rows[FactKind.Unaddressed]);
        Assert.Equal(["2: author missing"], read.Rejects);
    }

    [Fact]
    public void Read_ObjectsOfInstagramAndThreads_GoByHandle()
    {
        var instagram = Of(Lines(
            """
            {"code":"Cx1","media_type":1,"taken_at":1682935200,"user":{"id":"7","username":"Anna"},
              "caption":{"text":"Mit #weg"},"like_count":5,"comment_count":2,
              "usertags":{"in":[{"user":{"username":"carl"}}]},"product_type":"feed","is_paid_partnership":true}
            {"code":"Cx2","media_type":1,"taken_at":1682935200,"user":{"username":"Anna"},"caption":null,
              "like_count":3,"like_and_view_counts_disabled":true,"comment_count":2,"product_type":"ad"}
            """));
        var threads = Of(Lines(
            """
            {"code":"Dx1","taken_at":1682935200,"user":{"pk":"7","username":"Anna"},"caption":{"text":"Mit @carl"},
              "like_count":5,"text_post_app_info":{"repost_count":1,"direct_reply_count":2,"quote_count":3},
              "is_paid_partnership":null}
            """));

        Assert.Equal(
            [
                "Cx1|anna|1682935200|Mit #weg|||||true|paid partnership|5|2|||||",
                "Cx2|anna|1682935200||||||true|paid partnership||2|||||",
            ],
            instagram.Rows[FactKind.Posts]);
        Assert.Equal(["anna|carl|mention|1682935200|Cx1"], instagram.Rows[FactKind.Interactions]);
        Assert.Empty(instagram.Drift);
        Assert.Equal(["Dx1|anna|1682935200|Mit @carl|||||false||5|2|1|3|||"], threads.Rows[FactKind.Posts]);
        Assert.Equal(["anna|carl|mention|1682935200|Dx1"], threads.Rows[FactKind.Interactions]);
        Assert.Empty(threads.Drift);
    }

    [Theory]
    [InlineData("{\"uri\":\"at://x\",\"author\":{\"did\":\"did:plc:a\"},\"__import_meta\":{}}")]
    [InlineData("{\"nav_index\":\"1\",\"source_platform\":\"9gag.com\",\"data\":{\"title\":\"anna\",\"nsfw\":0}}")]
    public void Read_ObjectsOfOtherPlatforms_AreRefusedWithTheRemedy(string line)
    {
        var error = Assert.Throws<ExportFileException>(() => Of(line + "\n"));

        Assert.Contains("download it as csv", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", error.Message, StringComparison.Ordinal);
    }

    /// <summary>One object a line.</summary>
    private static string Lines(string text) => text.Replace("\n  ", "", StringComparison.Ordinal);

    private static string Tweet(int id, int author, string handle, string text, string legacy, string more = "") =>
        $$"""{"__typename":"Tweet","rest_id":"{{id}}","core":{"user_results":{"result":{"rest_id":"{{author}}","""
        + $$""" "core":{"screen_name":"{{handle}}","created_at":"Tue Apr 21 06:49:15 +0000 2009"},"""
        + """ "legacy":{"followers_count":500}}}},"views":{"count":"70","state":"EnabledWithCount"},"legacy":{"""
        + $$""" "created_at":"Wed Oct 10 20:19:24 +0000 2018","user_id_str":"{{author}}","full_text":"{{text}}","""
        + """ "lang":"de","favorite_count":9,"reply_count":2,"retweet_count":3,"quote_count":0,"""
        + """ "place":{"full_name":"Graz"},"entities":{"hashtags":[{"text":"Weg"}],"symbols":[],"""
        + """ "urls":[{"expanded_url":"https://example.org/a"}],"user_mentions":[{"id_str":"4"}]},"""
        + legacy + "}" + more + ",\"__import_meta\":{\"source_platform\":\"x.com\"}}\n";

    private static RecordText Of(string text) => RecordText.OfText(SourceFormat.FourCat, text);
}
