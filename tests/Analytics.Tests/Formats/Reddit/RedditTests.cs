using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Formats.Records;

namespace Analytics.Tests.Formats.Reddit;

public sealed class RedditTests
{
    private const string Settled = "\"created_utc\":1700000000,\"retrieved_on\":1700200000";

    [Fact]
    public void Read_Comment_IsAPostThatAnswersItsParent()
    {
        var read = Of($$"""
            {"id":"k1","author":"Anna_B","link_id":"t3_s1","parent_id":"t1_k0",
              "body":"So ist es, u/Carl-9!",{{Settled}},"score":5,"subreddit":"berlin"}
            """);

        Assert.Equal(
            ["t1_k1|anna_b|1700000000|So ist es, u/Carl-9!|||||||4||||||"], read.Rows[FactKind.Posts]);
        Assert.Equal(["anna_b|t1_k0|reply|1700000000"], read.Rows[FactKind.Unaddressed]);
        Assert.Equal(["anna_b|carl-9|mention|1700000000|t1_k1"], read.Rows[FactKind.Interactions]);
        Assert.Empty(read.Drift);
    }

    [Fact]
    public void Read_Submission_HasTitleTextLinkAndCounts()
    {
        var read = Of($$"""
            {"id":"s1","author":"anna","title":"Radweg #Mitte","selftext":"Endlich.","url":"https://example.org/a",
              "is_self":false,{{Settled}},"score":1,"num_comments":12,"num_crossposts":2,"promoted":true}
            {"id":"s2","author":"anna","title":"Nur Text","selftext":"","url":"https://www.reddit.com/r/x",
              "is_self":true,{{Settled}},"score":-3,"num_comments":0}
            """);

        Assert.Equal(
            [
                "t3_s1|anna|1700000000|Radweg #Mitte\nEndlich.\nhttps://example.org/a|||||true||0|12|2||||",
                "t3_s2|anna|1700000000|Nur Text||||||||0|||||",
            ],
            read.Rows[FactKind.Posts]);
    }

    [Fact]
    public void Read_CountsTakenWithinADay_AreNotDelivered()
    {
        var read = Of("""
            {"id":"s1","author":"anna","title":"Neu","selftext":"","is_self":true,"created_utc":"1700000000",
              "retrieved_on":1700000020,"score":1,"num_comments":0}
            {"id":"s2","author":"anna","title":"Neu","selftext":"","is_self":true,"created_utc":1700000000,
              "retrieved_on":1700000020,"score":9,"num_comments":3,"_meta":{"retrieved_2nd_on":1700129600}}
            """);

        Assert.Equal(
            ["t3_s1|anna|1700000000|Neu|||||||||||||", "t3_s2|anna|1700000000|Neu|||||||8|3|||||"],
            read.Rows[FactKind.Posts]);
    }

    [Theory]
    [InlineData("\"body\":\"x\",\"author\":\"[deleted]\"")]
    [InlineData("\"body\":\"[removed]\",\"author\":\"anna\"")]
    [InlineData("\"body\":\"[deleted]\",\"author\":\"anna\"")]
    [InlineData("\"body\":\"[ Removed by Reddit ]\",\"author\":\"anna\"")]
    [InlineData("\"body\":\"x\",\"author\":\"anna\",\"_meta\":{\"was_deleted_later\":true}")]
    [InlineData("\"body\":\"x\",\"author\":\"anna\",\"_meta\":{\"removal_type\":\"removed by reddit\"}")]
    [InlineData("\"body\":\"x\",\"author\":\"anna\",\"removed_by_category\":\"moderator\"")]
    [InlineData("\"body\":\"x\",\"author\":\"anna\",\"removal_reason\":\"legal\"")]
    public void Read_DeletedOrRemoved_IsARetractionAndNothingElse(string members)
    {
        var read = Of($$"""{"id":"k1","link_id":"t3_s1","parent_id":"t3_s1",{{Settled}},{{members}}}""");

        Assert.Equal(["post|1700200000|||t1_k1|"], read.Rows[FactKind.Retractions]);
        Assert.Equal([FactKind.Retractions], read.Rows.Select(table => table.Key));
        Assert.Empty(read.Rejects);
    }

    [Fact]
    public void Read_Crosspost_PassesOnTheOriginal()
    {
        var read = Of($$"""
            {"id":"s2","author":"anna","title":"Seht","selftext":"",{{Settled}},"crosspost_parent":"t3_s1",
              "crosspost_parent_list":[{"id":"s1","author":"Carl","title":"x"}]}
            {"id":"s3","author":"anna","title":"Seht","selftext":"",{{Settled}},"crosspost_parent":"t3_s0"}
            """);

        Assert.Equal(["anna|carl|repost|1700000000|t3_s1"], read.Rows[FactKind.Interactions]);
        Assert.Equal(["anna|t3_s0|repost|1700000000"], read.Rows[FactKind.Unaddressed]);
    }

    /// <summary>Pushshift's later records have the parent as a decimal number, and none at the top.</summary>
    [Fact]
    public void Read_ParentAsNumberOrMissing_FindsThePost()
    {
        var read = Of($$"""
            {"id":"k1","author":"anna","link_id":"t3_zz","parent_id":1295,"body":"a",{{Settled}}}
            {"id":"k2","author":"anna","link_id":"t3_zz","parent_id":36,"body":"a",{{Settled}}}
            {"id":"k3","author":"anna","link_id":"t3_zz","parent_id":null,"body":"a",{{Settled}}}
            """);

        Assert.Equal(
            ["anna|t3_zz|reply|1700000000", "anna|t1_10|reply|1700000000", "anna|t3_zz|reply|1700000000"],
            read.Rows[FactKind.Unaddressed]);
    }

    [Theory]
    [InlineData("/u/Carl says", "carl")]
    [InlineData("(u/carl_2)", "carl_2")]
    [InlineData("https://www.reddit.com/u/carl", null)]
    [InlineData("menu/carl u/ab", null)]
    [InlineData("ü/u/carl", null)]
    public void Read_NamesInTexts_AreMentions(string text, string? named)
    {
        var read = Of(
            $$"""{"id":"k1","author":"anna","link_id":"t3_s","parent_id":"t3_s","body":"{{text}}",{{Settled}}}""");

        Assert.Equal(
            named is null ? [] : [$"anna|{named}|mention|1700000000|t1_k1"], read.Rows[FactKind.Interactions]);
    }

    [Fact]
    public void Read_WhatIsNoPost_IsRefusedWithItsFieldAndEveryByteIsCounted()
    {
        const string text = """
            {"id":"k/1","author":"anna","body":"a"}
            {"id":"k1","author":"anna müller","body":"a"}
            {"id":"k1","author":
            {"id":"k1","title":"of nobody"}

            {"id":"k1","author":"anna","title":"x","selftext":"","created_utc":1700000000,"mood":"good"}

            """;

        var read = Of(text);

        Assert.Equal(3, read.Rejects.Count);
        Assert.Equal(["1: id no number of a post", "2: author no name of an account"], read.Rejects.Take(2));
        Assert.Equal(["UnknownKey mood 1", "Ignored posts without an author 1"], read.Drift);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), read.Bytes.TotalBytes);
    }

    /// <param name="text">A record that goes on in the next line is indented there.</param>
    private static RecordText Of(string text) =>
        RecordText.OfText(SourceFormat.Reddit, text.Replace("\n  ", "", StringComparison.Ordinal));
}
