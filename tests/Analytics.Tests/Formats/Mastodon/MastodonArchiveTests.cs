using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Tests.Formats.Archives;
using Analytics.Tests.Formats.Records;

namespace Analytics.Tests.Formats.Mastodon;

/// <summary>Archives of Mastodon servers that do not exist.</summary>
public sealed class MastodonArchiveTests
{
    private const string Public = "\"https://www.w3.org/ns/activitystreams#Public\"";
    private const string Actor = """
        {"@context":["https://www.w3.org/ns/activitystreams"],"id":"https://social.example/users/Owner","type":"Person",
         "preferredUsername":"Owner","name":"Nobody","published":"2019-03-01T00:00:00Z","outbox":"outbox.json",
         "likes":"likes.json","bookmarks":"bookmarks.json"}
        """;

    /// <summary>2024-03-01T14:15:00Z in front of 16 bits.</summary>
    private const string Like = "112020848640000000";

    private const string Content =
        "<p>Mehr <a href=\\\"/tags/x\\\" class=\\\"mention hashtag\\\">#<span>Radweg</span></a> &amp;<br />auf "
        + "<a href=\\\"https://www.example.org/a?b=1\\\"><span>example.org</span></a></p>";

    private static readonly (string Name, string Text)[] Whole =
    [
        ("actor.json", Actor),
        ("outbox.json", """
            {"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection",
             "totalItems":6,"orderedItems":[
            """ + Outbox + "]}"),
        ("likes.json", """
            {"@context":"x","id":"likes.json","type":"OrderedCollection","totalItems":3,"orderedItems":[
             "https://other.example/users/Anna/statuses/112020848640000000",
             "https://misskey.example/notes/9abc", "https://old.example/users/bert/statuses/1234", 5]}
            """),
        ("bookmarks.json", """{"orderedItems":["https://other.example/users/anna/statuses/1"]}"""),
        ("following_accounts.csv", """
            Account address,Show boosts,Notify on new posts,Languages
            Anna@Other.example,true,false,
            bert@old.example,true,false,"de, en"
            not an address,true,false,

            """),
        ("media_attachments/files/1/original/a.png", "no picture"),
    ];

    private static string Outbox => string.Join(
        ",\n",
        Note("1", """
            "contentMap":{"de":"x"},"inReplyTo":null,"summary":"Werbung",
            "content":"CONTENT",
            "tag":[{"type":"Mention","href":"https://other.example/users/Anna","name":"@Anna@other.example"},
                   {"type":"Mention","href":"https://social.example/users/carla","name":"@carla"},
                   {"type":"Hashtag","href":"https://social.example/tags/radweg","name":"#radweg"},
                   {"type":"Emoji","name":":smile:","icon":{}}],
            "likes":{"id":"l","type":"Collection","totalItems":3},"shares":{"id":"s","type":"Collection","totalItems":1}
            """.Replace("CONTENT", Content, StringComparison.Ordinal)),
        Note("2", """
            "inReplyTo":"https://new.example/ap/users/77/statuses/5","content":"<p>Danke</p>",
            "tag":[{"type":"Mention","href":"https://new.example/ap/users/77","name":"@dora@new.example"}],
            "quote":"https://other.example/users/anna/statuses/6"
            """),
        Note("3", """
            "inReplyTo":"https://social.example/users/Owner/statuses/1","content":"<p>Noch etwas</p>","tag":[]
            """),
        """
            {"id":"4","type":"Create","published":"2024-03-04T00:00:00Z","to":[],
             "object":{"id":"4","to":["https://other.example/users/anna"],"cc":[],"content":"geheim"}}
            """,
        Boost("https://other.example/users/anna/statuses/8", "https://other.example/users/Anna"),
        Boost("https://pleroma.example/objects/1-2", "https://pleroma.example/users/emil"),
        Boost("https://video.example/videos/watch/1", "https://social.example/users/Owner/followers"),
        """{"id":"9","type":"Move","published":"2024-03-04T00:00:00Z"}""");

    [Fact]
    public void Read_Outbox_GivesPublicPostsAndWhatTheyDo()
    {
        using var files = new ArchiveFiles(Whole);
        var read = RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder());

        Assert.Equal(
            [
                "https://social.example/users/Owner/statuses/1|owner@social.example|2024-03-02T00:00:00Z|"
                    + "Werbung\nMehr #Radweg &\nauf example.org\n|de|[\"#radweg\"]|"
                    + "[\"https://www.example.org/a?b=1\"]||||3||1||||",
                "https://social.example/users/Owner/statuses/2|owner@social.example|2024-03-02T00:00:00Z|Danke\n||[]|[]"
                    + "||||||||||dora@new.example",
                "https://social.example/users/Owner/statuses/3|owner@social.example|2024-03-02T00:00:00Z|Noch etwas\n"
                    + "||[]|[]||||||||||owner@social.example",
            ],
            read.Rows[FactKind.Posts]);
        Assert.Equal(
            [
                "owner@social.example|anna@other.example|mention|2024-03-02T00:00:00Z|"
                    + "https://social.example/users/Owner/statuses/1",
                "owner@social.example|carla@social.example|mention|2024-03-02T00:00:00Z|"
                    + "https://social.example/users/Owner/statuses/1",
                "owner@social.example|dora@new.example|reply|2024-03-02T00:00:00Z|"
                    + "https://new.example/ap/users/77/statuses/5",
                "owner@social.example|anna@other.example|quote|2024-03-02T00:00:00Z|"
                    + "https://other.example/users/anna/statuses/6",
                "owner@social.example|anna@other.example|repost|2024-03-03T00:00:00Z|"
                    + "https://other.example/users/anna/statuses/8",
                "owner@social.example|emil@pleroma.example|repost|2024-03-03T00:00:00Z|"
                    + "https://pleroma.example/objects/1-2",
                "owner@social.example|anna@other.example|like|1709302500000|"
                    + $"https://other.example/users/Anna/statuses/{Like}",
            ],
            read.Rows[FactKind.Interactions]);
    }

    [Fact]
    public void Read_ListBesideTheArchive_GivesWholeListOfTheOwner()
    {
        using var files = new ArchiveFiles(Whole);
        var read = RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder());

        Assert.Equal(
            ["owner@social.example|anna@other.example|||", "owner@social.example|bert@old.example|||"],
            read.Rows[FactKind.Follows]);
        Assert.Equal(["owner@social.example|following|3|"], read.Rows[FactKind.Lists]);
        Assert.Equal(
            ["owner@social.example|owner@social.example||||2019-03-01T00:00:00Z||||"], read.Rows[FactKind.Accounts]);
    }

    [Fact]
    public void Read_WhatNoFactHasAPlaceFor_IsTold()
    {
        using var files = new ArchiveFiles(Whole);
        var read = RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder());

        Assert.Equal(
            [
                "following_accounts.csv 4: Account address not an address such as name@server",
                "likes.json 3: not the address of a post",
            ],
            read.Rejects);
        Assert.Equal(
            [
                "Ignored activities other than posts and boosts 1",
                "Ignored boosts whose author the address does not tell 1",
                "Ignored file bookmarks.json 1", "Ignored interaction with oneself 1",
                "Ignored likes of posts whose address does not tell author and time 2",
                "Ignored pictures, films and pages 1", "Ignored posts that are not public 1",
            ],
            read.Drift);
        Assert.Equal(files.SizeBytes, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_PackedArchives_GiveWhatTheFolderGives()
    {
        using var files = new ArchiveFiles(Whole);
        var folder = RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder());
        foreach (var path in (string[])[files.AsZip(), files.AsTarGz()])
        {
            var packed = RecordText.OfFile(SourceFormat.MastodonArchive, path);
            foreach (var kind in Enum.GetValues<FactKind>()) Assert.Equal(folder.Rows[kind], packed.Rows[kind]);
            Assert.Equal(folder.Bytes, packed.Bytes);
        }
    }

    [Fact]
    public void Read_ServerWithTwoNames_UsesTheOneInAddresses()
    {
        using var files = new ArchiveFiles(
            ("actor.json", """
                {"id":"https://web.example/ap/users/1","preferredUsername":"owner","webfinger":"owner@example.org"}
                """),
            ("outbox.json", "{\"orderedItems\":[" + Boost(
                "https://web.example/users/anna/statuses/8", "https://web.example/users/anna") + "]}"));
        var read = RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder());

        Assert.Equal(
            [
                "owner@example.org|anna@example.org|repost|2024-03-03T00:00:00Z|"
                    + "https://web.example/users/anna/statuses/8",
            ],
            read.Rows[FactKind.Interactions]);
    }

    [Fact]
    public void Read_ListWithoutHeader_GivesEachLine()
    {
        using var files = new ArchiveFiles(
            ("actor.json", Actor), ("following_accounts (1).csv", "anna@other.example\nbert@old.example\n"));
        var read = RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder());

        Assert.Equal(2, read.Rows[FactKind.Follows].Count());
        Assert.Equal(["owner@social.example|following|2|"], read.Rows[FactKind.Lists]);
    }

    [Fact]
    public void Open_ArchiveOfNobody_SaysWhatIsMissing()
    {
        using var files = new ArchiveFiles(("outbox.json", "{\"orderedItems\":[]}"));
        var error = Assert.Throws<ExportFileException>(
            () => RecordText.OfFile(SourceFormat.MastodonArchive, files.AsFolder()));
        Assert.Contains("actor.json", error.Message, StringComparison.Ordinal);
    }

    private static string Note(string number, string members) =>
        $$"""
        {"id":"a","type":"Create","actor":"https://social.example/users/Owner","published":"2024-03-02T00:00:00Z",
         "to":[{{Public}}],"cc":[],"object":{"id":"https://social.example/users/Owner/statuses/{{number}}",
         "type":"Note","published":"2024-03-02T00:00:00Z","to":[{{Public}}],"cc":[],{{members}} } }
        """;

    private static string Boost(string post, string addressee) =>
        $$"""
        {"id":"b","type":"Announce","actor":"https://social.example/users/Owner","published":"2024-03-03T00:00:00Z",
         "to":[{{Public}}],"cc":["{{addressee}}","https://social.example/users/Owner/followers"],"object":"{{post}}"}
        """;
}
