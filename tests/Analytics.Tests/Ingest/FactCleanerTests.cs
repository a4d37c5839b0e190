using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Ingest;
using Analytics.Tests.Formats;
using static Analytics.Tests.Ingest.Cleaned;

namespace Analytics.Tests.Ingest;

public sealed class FactCleanerTests
{
    private const string Day = "2024-01-01 00:00:00";

    private static readonly SourceDefinition Follows = TestSource.Csv(FactKind.Follows);
    private static readonly SourceDefinition Interactions = TestSource.Csv(FactKind.Interactions);
    private static readonly SourceDefinition Posts = TestSource.Csv(FactKind.Posts);
    private static readonly SourceDefinition Accounts = TestSource.Csv(FactKind.Accounts);

    [Fact]
    public void Clean_Follows_GivesPseudonymsAndTimes()
    {
        var clean = Of(Follows, "follower_id,followee_id,at,last_seen,ended_at\n"
            + "a, b ,2024-01-02,2024-02-03,2024-02-03T10:00:00+02:00\nb,a,2024-01-02T23:30:00-01:00,,\nc,a,,,\n");

        Assert.Empty(clean.Rejects);
        Assert.Equal(
            [
                $"{Account("a")}|{Account("b")}|2024-01-02 00:00:00|2024-02-03 00:00:00|2024-02-03 08:00:00",
                $"{Account("b")}|{Account("a")}|2024-01-03 00:30:00|2024-01-03 00:30:00|NULL",
                $"{Account("c")}|{Account("a")}|2024-06-30 00:00:00|2024-06-30 00:00:00|NULL",
            ],
            clean.Rows);
    }

    [Fact]
    public void Clean_FollowsOfADatedExport_WereSeenThenAtTheLatest()
    {
        var source = Follows with { ObservedAt = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero) };

        var clean = Of(source, "follower_id,followee_id,at\na,b,2024-01-01\na,c,2024-05-01\na,d,\n");

        Assert.Equal(
            ["2024-01-01 00:00:00|2024-03-01 00:00:00|NULL", "2024-05-01 00:00:00|2024-05-01 00:00:00|NULL",
            "2024-03-01 00:00:00|2024-03-01 00:00:00|NULL"],
            clean.Rows.Select(row => string.Join('|', row.Split('|')[2..])));
    }

    [Theory]
    [InlineData(",b,,,", "follower_id", "missing", null)]
    [InlineData("a,  ,,,", "followee_id", "missing", null)]
    [InlineData("a,NULL,,,", "followee_id", "missing", null)]
    [InlineData("a,a,,,", "followee_id", "an account cannot follow itself", null)]
    [InlineData("a,b,yesterday,,", "at", "not a time between 1990 and 2099", "xxxxxxxxx")]
    [InlineData("a,b,,2024-13-01,", "last_seen", "not a time between 1990 and 2099", "2024-13-01")]
    [InlineData("a,b,,,1989-12-31", "ended_at", "not a time between 1990 and 2099", "1989-12-31")]
    [InlineData(",,yesterday,,", "follower_id", "missing", null)]
    public void Clean_BadFollow_IsRefusedForItsFirstFault(string record, string field, string reason, string? sample)
    {
        var source = Follows with { NullValues = ["NULL", "-"] };

        var clean = Of(source, $"follower_id,followee_id,at,last_seen,ended_at\n{record}\nx,y,-,,\n");

        Assert.Equal([new RejectedRecord(2, field, reason, sample)], clean.Rejects);
        Assert.Single(clean.Rows);
    }

    [Theory]
    [InlineData("like", "like favourite favorite LK Like")]
    [InlineData("reply", "reply RE comment Comment")]
    [InlineData("repost", "repost retweet share boost RT reblog rt")]
    [InlineData("mention", "mention MT mt")]
    [InlineData("quote", "quote QT Quote")]
    public void Clean_InteractionUnderAnyName_IsOfThatKind(string kind, string names)
    {
        var lines = names.Split(' ').Select(name => $"a,b,{name},1700000000,p\n");

        var clean = Of(Interactions, "actor_id,target_id,kind,at,post_id\n" + string.Concat(lines));

        Assert.Empty(clean.Rejects);
        Assert.All(clean.Rows, row =>
            Assert.Equal($"{Account("a")}|{Account("b")}|{kind}|{Post("p")}|2023-11-14 22:13:20", row));
    }

    [Theory]
    [InlineData("a,b,,1700000000,", "kind", "missing", null)]
    [InlineData(
        "a,b,lik,1700000000,", "kind", "not a kind of interaction (like, reply, repost, mention, quote)", "xxx")]
    [InlineData("a,b,like,,", "at", "missing", null)]
    [InlineData("a,b,like,17000000000000000000,", "at", "not a time between 1990 and 2099", "00000000000000000000")]
    [InlineData("a,a,like,1700000000,", "target_id", "an account cannot turn to itself", null)]
    [InlineData(",b,like,1700000000,", "actor_id", "missing", null)]
    public void Clean_BadInteraction_IsRefused(string record, string field, string reason, string? sample)
    {
        var clean = Of(Interactions, $"actor_id,target_id,kind,at,post_id\n{record}\n");

        Assert.Equal([new RejectedRecord(2, field, reason, sample)], clean.Rejects);
        Assert.Empty(clean.Rows);
    }

    [Fact]
    public void Clean_InteractionsThatDifferInOneColumn_AreDifferentRows()
    {
        var clean = Of(
            Interactions, "actor_id,target_id,kind,at,post_id\na,b,like,1700000000,p\nc,b,like,1700000000,p\n"
            + "a,c,like,1700000000,p\na,b,quote,1700000000,p\na,b,like,1700000000.000001,p\na,b,like,1700000000,q\n"
            + "a,b,like,1700000000,\na,b,LIKE,2023-11-14T22:13:20Z,p\n");

        Assert.Equal(8, clean.Rows.Count);
        Assert.Equal(7, clean.Rows.Distinct().Count());
        Assert.Equal(clean.Rows[0], clean.Rows[^1]);
    }

    [Fact]
    public void Clean_Post_TakesFromTheTextWhatTheExportDoesNotDeliver()
    {
        var clean = Of(
            Posts,
            "post_id,author_id,at,text,language,place,sponsored,likes,views,reach,in_reply_to_author\n"
            + "1,a,2024-01-01,\"Neu: #Radweg #radweg https://www.Example.org/x (http://b.at). Anzeige\","
            + "de,Wien,TRUE,12.0,0,7,b\n"
            + "2,a,2024-01-01,,,,,,,,\n3,a,2024-01-01,plain,,,no,,,,\n");

        Assert.Empty(clean.Rejects);
        Assert.Equal(
            [
                $"{Post("1")}|{Account("a")}|{Day}|de|[radweg]|[example.org, b.at]|Wien|true|anzeige"
                    + $"|12|NULL|NULL|NULL|0|7|{Account("b")}|false|NULL",
                $"{Post("2")}|{Account("a")}|{Day}|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"
                    + "|NULL|NULL",
                $"{Post("3")}|{Account("a")}|{Day}|NULL|[]|[]|NULL|false|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"
                    + "|NULL|NULL",
            ],
            clean.Rows);
    }

    /// <summary>Only of a marker that was found in the text it is known where it stands.</summary>
    [Theory]
    [InlineData("", "Werbung: neu", "werbung", "true")]
    [InlineData("", "neu (Werbung)", "werbung", "false")]
    [InlineData("", "plain", "NULL", "NULL")]
    [InlineData("", "", "NULL", "NULL")]
    [InlineData("Werbung", "Werbung: neu", "werbung", "true")]
    [InlineData("Werbung", "neu und Anzeige", "werbung", "NULL")]
    [InlineData("Werbung", "", "werbung", "NULL")]
    [InlineData("Some Brand", "Werbung: neu", "declared", "NULL")]
    public void Clean_Disclosure_KnowsItsPlaceFromTheText(
        string delivered, string text, string marker, string upFront)
    {
        var clean = Of(Posts, $"post_id,author_id,at,text,disclosure\n1,a,2024-01-01,{text},{delivered}\n");

        var row = clean.Rows[0].Split('|');
        Assert.Equal([marker, upFront], [row[8], row[16]]);
    }

    [Theory]
    [InlineData("a b", "[a, b]")]
    [InlineData("a|B c|#A", "[a, b c]")]
    [InlineData("a;b, c", "[a, b, c]")]
    [InlineData("#a #b #a", "[a, b]")]
    [InlineData("[]", "[]")]
    [InlineData("[\"A\", \"b\"]", "[a, b]")]
    [InlineData("[{\"text\": \"a\", \"indices\": [1, 2]}]", "[a]")]
    [InlineData("[a, 'b c', \"d\"]", "[a, b c, d]")]
    [InlineData("[\"a\", b]", "[a, b]")]
    [InlineData("#", "[]")]
    public void Clean_ListInAnySpelling_GivesItsElementsOnce(string field, string expected)
    {
        var clean = Of(
            Posts, $"post_id,author_id,at,text,hashtags\n1,a,2024-01-01,#other,\"{field.Replace("\"", "\"\"")}\"\n");

        Assert.Equal(expected, clean.Rows[0].Split('|')[4]);
    }

    [Theory]
    [InlineData("1,a,2024-01-01,maybe,1", "sponsored", "not true or false", "xxxxx")]
    [InlineData("1,a,2024-01-01,,-1", "likes", "not a count", "-0")]
    [InlineData("1,a,2024-01-01,,1.5", "likes", "not a count", "0.0")]
    [InlineData("1,a,2024-01-01,,12k", "likes", "not a count", "00x")]
    [InlineData("1,a,,,1", "at", "missing", null)]
    [InlineData("1,,2024-01-01,,1", "author_id", "missing", null)]
    [InlineData(",a,2024-01-01,,1", "post_id", "missing", null)]
    public void Clean_BadPost_IsRefused(string record, string field, string reason, string? sample)
    {
        var clean = Of(Posts, $"post_id,author_id,at,sponsored,likes\n{record}\n");

        Assert.Equal([new RejectedRecord(2, field, reason, sample)], clean.Rejects);
    }

    [Fact]
    public void Clean_Account_KeepsWhatTheProfileSaysAndNotTheHandle()
    {
        var clean = Of(
            Accounts, "account_id,handle,claimed_followers,claimed_following,claimed_posts,created_at,language,"
            + "place,profile_tags,observed_at\n"
            + "1,@secret,10,20,30,2020-01-01,de,Graz,Rad;BAHN ; rad,2024-01-01\n1,,,,,,,,,\n");

        Assert.Empty(clean.Rejects);
        Assert.Equal(
            [
                $"{Account("1")}|default|10|20|30|2020-01-01 00:00:00|de|Graz|[rad, bahn]|2024-01-01 00:00:00",
                $"{Account("1")}|default|NULL|NULL|NULL|NULL|NULL|NULL|NULL|2024-06-30 00:00:00",
            ],
            clean.Rows);
    }

    [Fact]
    public void Clean_TextThatIsNotUtf8_IsRefusedEverywhere()
    {
        byte[] content =
        [
            .. "account_id,language,place\n"u8, 0xFF, .. ",de,x\n1,"u8, 0xC3, .. ",x\n2,de,"u8, 0xE4, .. "\n3,de,x\n"u8,
        ];

        // Without being told, the reader would take single letters above 127 for those of Windows.
        var clean = Of(Accounts with { Encoding = TextEncoding.Utf8 }, content);

        Assert.Equal(["account_id", "language", "place"], clean.Rejects.Select(reject => reject.Field));
        Assert.All(clean.Rejects, reject => Assert.Equal("not valid UTF-8", reject.Reason));
        Assert.Single(clean.Rows);
    }

    /// <summary>The record behind a refused one takes its row, where NULLs must not have stayed.</summary>
    [Fact]
    public void Clean_RowAfterARefusedOneWithNulls_HasItsOwnValues()
    {
        var clean = Of(Posts, "post_id,author_id,at,language,hashtags,place,sponsored,likes,in_reply_to_author\n"
            + ",,,,,,,,\n,,,,,,,,\n1,a,2024-01-01,de,x,Wien,1,7,b\n,,,,,,,,\n,a,2024-01-01,de,q,Wien,1,7,b\n"
            + "2,a,2024-01-01,,,,,,\n");

        Assert.Equal(4, clean.Rejects.Count);
        Assert.Equal(
            [
                $"{Post("1")}|{Account("a")}|{Day}|de|[x]|NULL|Wien|true|NULL|7|NULL|NULL|NULL"
                    + $"|NULL|NULL|{Account("b")}|NULL|NULL",
                $"{Post("2")}|{Account("a")}|{Day}|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"
                    + "|NULL|NULL",
            ],
            clean.Rows);
    }

    [Fact]
    public void Clean_FullBatches_KeepEveryRow()
    {
        var records = Enumerable.Range(0, 5000).Select(i => $"{(i % 3 == 0 ? "" : $"u{i}")},v\n");

        var clean = Of(Follows, "follower_id,followee_id\n" + string.Concat(records));

        Assert.Equal(1667, clean.Rejects.Count);
        Assert.Equal(
            Enumerable.Range(0, 5000).Where(i => i % 3 != 0).Select(i => Account($"u{i}")),
            clean.Rows.Select(row => row.Split('|')[0]));
    }
}
