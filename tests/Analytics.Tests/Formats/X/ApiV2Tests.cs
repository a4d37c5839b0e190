using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Formats.Records;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Formats.X;

/// <summary>Responses of the API of X, as collected and as built here.</summary>
public sealed class ApiV2Tests
{
    private const string Ada = """{"id":"1","username":"ada","public_metrics":{"followers_count":5}}""";
    private const string Bob = """{"id":"2","username":"Bob"}""";

    /// <summary>The numbers were counted by another program, by the rules of the format's page.</summary>
    [Theory]
    [InlineData("edited_after.jsonl", 2, 1, "")]
    [InlineData("edited_before.jsonl", 1, 1, "")]
    [InlineData("noflat.jsonl", 119, 178, "mention 41, quote 13, reply 46, repost 45, unaddressed quote 5")]
    [InlineData("quoted_edit.jsonl", 3, 2, "quote 2, reply 2")]
    [InlineData("streaming_output_with_error.jsonl", 11, 11, "quote 1, reply 3")]
    [InlineData("two_tweets.jsonl", 1, 2, "repost 1")]
    [InlineData("users.jsonl", 51, 96, "mention 23, reply 2, unaddressed quote 6, unaddressed repost 1")]
    [InlineData("tweets_compliance.jsonl", 0, 0, "")]
    [InlineData("empty.json", 0, 0, "")]
    public void Read_FilesAsCollected_GivesWhatTheyHold(string file, int posts, int accounts, string acts)
    {
        var path = SharedData.Require("twarc", file);
        var read = RecordText.OfFile(SourceFormat.XApiV2, path);

        Assert.Null(read.Fault);
        Assert.Equal(posts, read.Rows[FactKind.Posts].Count());
        Assert.Equal(accounts, read.Rows[FactKind.Accounts].Count());
        var kinds = read.Rows[FactKind.Interactions].Select(row => row.Split('|')[2])
            .Concat(read.Rows[FactKind.Unaddressed].Select(row => "unaddressed " + row.Split('|')[2]))
            .GroupBy(kind => kind).OrderBy(group => group.Key, StringComparer.Ordinal);
        Assert.Equal(acts, string.Join(", ", kinds.Select(group => $"{group.Key} {group.Count()}")));
        Assert.DoesNotContain(read.Drift, drift => drift.StartsWith("UnknownKey", StringComparison.Ordinal));
        Assert.Equal(new FileInfo(path).Length, read.Bytes.TotalBytes);
        if (file.StartsWith("streaming", StringComparison.Ordinal))
            Assert.Equal(["8: not valid JSON at byte 44"], read.Rejects);
        else Assert.Empty(read.Rejects);
    }

    [Fact]
    public void Read_ComplianceAsDelivered_EndsBothPosts()
    {
        var read = RecordText.OfFile(SourceFormat.XApiV2, SharedData.Require("twarc", "tweets_compliance.jsonl"));

        Assert.Equal(
            [
                "post||||1508930210327190142|", "account||1508930210327190142|||",
                "post|2021-08-17T17:26:15.788Z|||5786775544525335150|",
                "account|2021-08-17T17:26:15.788Z|5786775544525335150|||",
            ],
            read.Rows[FactKind.Retractions]);
    }

    [Fact]
    public void Read_EditedPost_CountsOnceUnderItsFirstIdWithItsNewestText()
    {
        var read = RecordText.OfFile(SourceFormat.XApiV2, SharedData.Require("twarc", "edited_after.jsonl"));

        var posts = read.Rows[FactKind.Posts].Distinct();
        var edited = Assert.Single(posts, row => row.StartsWith("4730746494389977975|", StringComparison.Ordinal));
        Assert.Contains("|32|14|3|2||", edited, StringComparison.Ordinal);
        Assert.Contains("Ignored older versions of edited posts 1", read.Drift);
    }

    [Fact]
    public void Read_Page_FindsAuthorsMentionsAndPlacesInWhatIsIncluded()
    {
        var page = $$$"""
            {"data":[
            {"id":"10","author_id":"1","created_at":"2024-01-01T00:00:00.000Z","lang":"de","text":"#Rad @bob",
            "geo":{"place_id":"p"},"entities":{"hashtags":[{"start":0,"end":4,"tag":"Rad"}],
            "mentions":[{"username":"bob"},{"username":"gone"}],
            "urls":[{"url":"https://t.co/a","expanded_url":"https://example.org/x"},
            {"expanded_url":"https://twitter.com/b/status/9"},{"expanded_url":"https://x.org/p","media_key":"3_1"}]},
            "public_metrics":{"like_count":3,"impression_count":0}},
            {"id":"11","author_id":"1","created_at":"2024-01-02T00:00:00.000Z","text":"RT @Bob: x","lang":"en",
            "referenced_tweets":[{"type":"retweeted","id":"20"}],"entities":{"mentions":[{"username":"Bob"}]}},
            {"id":"12","author_id":"1","created_at":"2024-01-03T00:00:00.000Z","text":"@Bob yes","lang":"und",
            "in_reply_to_user_id":"2","referenced_tweets":[{"type":"replied_to","id":"20"},{"type":"quoted","id":"99"}],
            "entities":{"mentions":[{"username":"Bob","id":"2"}]},"public_metrics":{"impression_count":70}}],
            "includes":{"users":[{{{Ada}}},{{{Bob}}}],"places":[{"id":"p","full_name":"Graz, Austria"}],
            "tweets":[{"id":"20","author_id":"2","created_at":"2023-12-31T00:00:00.000Z","text":"x"}]},
            "errors":[{"title":"Not Found"}],"meta":{"result_count":3},
            "__twarc":{"url":"https://example.org/x","retrieved_at":"2024-02-01T00:00:00+00:00","version":"2"}}
            """;
        foreach (var text in new[] { page.ReplaceLineEndings("\n  "), page.ReplaceLineEndings(""), $"[{page},\n{{}}]" })
        {
            var read = RecordText.OfText(SourceFormat.XApiV2, text);

            Assert.Equal(
                [
                    "1|2|mention|2024-01-01T00:00:00.000Z|10", "1|2|repost|2024-01-02T00:00:00.000Z|20",
                    "1|2|reply|2024-01-03T00:00:00.000Z|20",
                ],
                read.Rows[FactKind.Interactions]);
            Assert.Equal(["1|99|quote|2024-01-03T00:00:00.000Z"], read.Rows[FactKind.Unaddressed]);
            Assert.Equal(
                [
                    "10|1|2024-01-01T00:00:00.000Z|#Rad @bob|de|[\"Rad\"]|[\"https://example.org/x\"]|Graz, Austria"
                    + "|||3||||||",
                    "12|1|2024-01-03T00:00:00.000Z|@Bob yes||[]|[]||||||||70||2",
                    "20|2|2023-12-31T00:00:00.000Z|x||[]|[]||||||||||",
                ],
                read.Rows[FactKind.Posts]);
            Assert.Equal(
                ["1|ada|5|||||||2024-02-01T00:00:00+00:00", "2|Bob||||||||2024-02-01T00:00:00+00:00"],
                read.Rows[FactKind.Accounts]);
            Assert.Contains("Ignored mentions of accounts without an id 1", read.Drift);
            Assert.Contains("Ignored errors of the platform 1", read.Drift);
        }
    }

    [Fact]
    public void Read_Flattened_FindsAllInThePostItself()
    {
        var text = $$$"""
            {"id":"11","author_id":"1","created_at":"2024-01-02T00:00:00.000Z","text":"RT","author":{{{Ada}}},
            "referenced_tweets":[{"type":"retweeted","id":"20","author_id":"2","author":{{{Bob}}},"text":"x",
            "created_at":"2023-12-31T00:00:00.000Z","entities":{"mentions":[{"username":"ada","id":"1"}]}}],
            "__twarc":{"retrieved_at":"2024-02-01T00:00:00+00:00"}}
            """.ReplaceLineEndings("");

        var read = RecordText.OfText(SourceFormat.XApiV2, $"{text}\n{Ada}\n");

        Assert.Equal(
            ["1|2|repost|2024-01-02T00:00:00.000Z|20", "2|1|mention|2023-12-31T00:00:00.000Z|20"],
            read.Rows[FactKind.Interactions]);
        Assert.Single(read.Rows[FactKind.Posts]);
        Assert.Equal(3, read.Rows[FactKind.Accounts].Count());
        Assert.Empty(read.Rejects);
        Assert.Empty(read.Drift);
    }

    [Theory]
    [InlineData("followers", "1|7|2024-02-01", "2|7|2024-02-01")]
    [InlineData("following", "7|1|2024-02-01", "7|2|2024-02-01")]
    [InlineData("tweets", new string[0])]
    public void Read_PageOfFollowers_TakesTheAccountFromItsAddress(string list, params string[] expected)
    {
        var address = $"https://api.x.com/2/users/7/{list}?max_results=2";
        var text = $$$"""{"data":[{{{Ada}}},{{{Bob}}}],"__twarc":{"url":"{{{address}}}","""
            + "\"retrieved_at\":\"2024-02-01\"}}";

        var read = RecordText.OfText(SourceFormat.XApiV2, text);

        Assert.Equal(expected, read.Rows[FactKind.Follows].Select(row => row.TrimEnd('|')));
        Assert.Equal(2, read.Rows[FactKind.Accounts].Count());
    }

    [Fact]
    public void Read_StreamWithErrorsAndEndings_TellsEach()
    {
        var read = RecordText.OfText(
            SourceFormat.XApiV2,
            """
            {"data":{"delete":{"tweet":{"id":"5","author_id":"1"},"event_at":"2024-01-01"}}}
            {"errors":[{"title":"operational-disconnect","disconnect_type":"x"}]}
            {"data":{"user_delete":{"user":{"id":"8"},"event_at":"2024-01-02"}}}

            {"data":{"user_undelete":{"user":{"id":"8"},"event_at":"2024-01-03"}}}
            {"id":"9","action":"delete","reason":"scrub_geo","created_at":"2020-01-01"}
            {"title":"ConnectionException","detail":"too many","type":"about:blank"}
            {"data":[{"id":"10","text":"no author asked for"}]}
            {"unheard":1}
            {"data":{"author_id":"1
            """);

        Assert.Equal(
            ["post|2024-01-01|||5|", "account|2024-01-02|8|||", "return|2024-01-03|8|||"],
            read.Rows[FactKind.Retractions]);
        Assert.Equal(
            [
                "8: author_id missing; ask the API for author_id and created_at of posts",
                "9: no page, post, account or event of the API of X", "10: not valid JSON at byte 23",
            ],
            read.Rejects);
        Assert.Contains("Ignored errors of the platform 2", read.Drift);
        Assert.Contains("UnknownKey unheard 1", read.Drift);
    }

    [Fact]
    public void Read_Utf16AsShellsOfWindowsWriteIt_IsRead()
    {
        var bytes = Encoding.Unicode.GetBytes("\uFEFF" + Ada + "\r\n");

        var read = RecordText.OfBytes(SourceFormat.XApiV2, bytes);

        Assert.Single(read.Rows[FactKind.Accounts]);
        Assert.Equal(bytes.Length, read.Bytes.TotalBytes);
    }
}
