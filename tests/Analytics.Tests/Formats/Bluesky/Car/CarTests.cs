using System.Text;
using System.Text.Json.Nodes;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Bluesky.Car;
using Analytics.Pipeline.Samples.Platforms.Bluesky;
using Analytics.Tests.Formats.Records;

namespace Analytics.Tests.Formats.Bluesky.Car;

/// <summary>Repositories of Bluesky, written by a writer that shares no line with the reader.</summary>
public sealed class CarTests
{
    private const string Ada = "did:plc:ada";
    private const string Bob = "did:plc:bob";
    private const string NewYearMicros = "1704067200000000";
    private const string Post = $"at://{Bob}/app.bsky.feed.post/3k";

    /// <summary>2024-01-01 00:00, as a key of a record.</summary>
    private const string NewYear = "3khuwc44c2222";

    [Fact]
    public void Read_OneRecordOfEachKind_GivesItsRows()
    {
        var read = Read(Whole(Sample()));

        Assert.Null(read.Fault);
        Assert.Empty(read.Rejects);
        Assert.Equal([$"{Ada}|{Bob}|2024-01-02T00:00:00Z|{NewYearMicros}|"], read.Rows[FactKind.Follows]);
        Assert.Equal(
            [
                $"{Ada}|{Bob}|like|2024-01-03T00:00:00Z|{Post}", $"{Ada}|{Bob}|mention|{NewYearMicros}|{Own}",
                $"{Ada}|{Bob}|reply|{NewYearMicros}|{Post}", $"{Ada}|{Bob}|repost|2024-01-04T00:00:00Z|{Post}",
            ],
            read.Rows[FactKind.Interactions].Order(StringComparer.Ordinal));
        Assert.Equal(
            [$"{Own}|{Ada}|{NewYearMicros}|Grüße \"an\"\n@bob #Rad|de|[\"Rad\"]|[]||||||||||{Bob}"],
            read.Rows[FactKind.Posts]);
        Assert.Equal([$"{Ada}|following|1|{NewYearMicros}"], read.Rows[FactKind.Lists]);
        Assert.Equal(
            ["Ignored records app.bsky.actor.profile 1", "Ignored records of other services 1"], read.Drift);
    }

    /// <summary>Names of records depend on the whole tree above them, which is many levels deep here.</summary>
    [Fact]
    public void Read_ManyRecordsInAnyOrder_FindsTheNameOfEach()
    {
        var records = new Dictionary<string, JsonObject>();
        for (var i = 0; i < 3000; i++)
        {
            var kind = i % 3 == 0 ? "feed.like" : "graph.follow";
            var subject = $"did:plc:{i}";
            records[$"app.bsky.{kind}/3k{i:x5}"] = i % 3 == 0
                ? Act($"at://{subject}/app.bsky.feed.post/x", "2024-01-01T00:00:00Z")
                : Follow(subject, "2024-01-01T00:00:00Z");
        }

        var repository = new BlueskyRepository(Ada, NewYear, records);
        var expected = records.Keys.Select(name => $"at://{Ada}/{name}").Order(StringComparer.Ordinal).ToList();
        for (var seed = 0; seed < 4; seed++)
        {
            var blocks = repository.Blocks.ToArray();
            if (seed > 0) new Random(seed).Shuffle(blocks);
            var car = BlueskyRepository.Car(repository.Commit, blocks);
            var read = Read(car, capacity: seed == 3 ? 700 : 1 << 16);

            Assert.Null(read.Fault);
            Assert.Equal(
                expected, read.Rows[FactKind.Records].Select(row => row.Split('|')[0]).Order(StringComparer.Ordinal));
            Assert.Equal(2000, read.Rows[FactKind.Follows].Count());
            Assert.Equal(car.Length, read.Bytes.TotalBytes);
        }
    }

    [Fact]
    public void Read_EqualRecords_AreOneBlockAndTwoFacts()
    {
        var post = new JsonObject { ["text"] = "same", ["createdAt"] = "2024-01-01T00:00:00Z" };
        var read = Read(Whole(new()
        {
            ["app.bsky.feed.post/a"] = post,
            ["app.bsky.feed.post/b"] = post,
        }));

        Assert.Equal(2, read.Rows[FactKind.Posts].Count());
    }

    [Fact]
    public void Read_ChangedByte_CostsNoMoreThanWhatItIsIn()
    {
        var car = Whole(Sample());
        for (var i = 0; i < car.Length; i++)
        {
            var changed = car.ToArray();
            changed[i] ^= 0x10;
            try
            {
                var read = Read(changed);
                Assert.Equal(car.Length, read.Bytes.TotalBytes);
                var said = read.Rejects.Count > 0 || read.Fault is not null;
                Assert.True(said, $"nothing was said about byte {i}");
            }
            catch (ExportFileException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    [Fact]
    public void Read_CutAnywhere_KeepsWhatIsWholeAndTellsTheCut()
    {
        var car = Whole(Sample());
        var most = 0;
        for (var length = 0; length < car.Length; length++)
        {
            try
            {
                var read = Read(car[..length]);
                Assert.NotNull(read.Fault);
                Assert.Equal(length, read.Bytes.TotalBytes);
                Assert.Empty(read.Rows[FactKind.Lists]);
                most = Math.Max(most, read.Rows[FactKind.Interactions].Count());
            }
            catch (ExportFileException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }

        Assert.True(most > 1);
    }

    [Fact]
    public void Read_BlocksThatAreNotTheirNames_AreRefused()
    {
        var repository = new BlueskyRepository(Ada, NewYear, Sample());
        var like = repository.Blocks.Single(block => Encoding.UTF8.GetString(block.Data).Contains("2024-01-03"));
        var blocks = repository.Blocks.Select(b => b == like ? like with { Data = [.. like.Data, 0] } : b);

        var read = Read(BlueskyRepository.Car(repository.Commit, blocks));

        Assert.EndsWith(": the block is not what its name says", Assert.Single(read.Rejects), StringComparison.Ordinal);
        Assert.DoesNotContain("like", read.Rows[FactKind.Interactions].Select(row => row.Split('|')[2]));
    }

    /// <summary>Every length in the file is a promise that the rest of the file may not keep.</summary>
    [Theory]
    [InlineData("9BFFFFFFFFFFFFFFFF", "states a length that it does not have")]
    [InlineData("BBFFFFFFFFFFFFFFFF", "states a length that it does not have")]
    [InlineData("7AFFFFFFFF61", "states a length that it does not have")]
    [InlineData("9F00FF", "holds a value without a stated length")]
    [InlineData("62C328", "holds a text that is not valid UTF-8")]
    [InlineData("F97E00", "holds a value that DAG-CBOR does not have")]
    [InlineData("FB7FF0000000000000", "holds a number that is none")]
    [InlineData("C1", "holds no CID where one is expected")]
    [InlineData("19FF", "ends inside a value")]
    [InlineData("A1", "states a length that it does not have")]
    [InlineData("A16161", "ends inside a value")]
    [InlineData("A10000", "holds no text where one is expected")]
    [InlineData("A000", "goes on behind its value")]
    public void Read_RecordThatIsNoDagCbor_IsRefused(string hex, string reason)
    {
        var read = Read(WithRecord(Convert.FromHexString(hex)));

        Assert.EndsWith($": the block {reason}", Assert.Single(read.Rejects), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RecordNestedTooDeep_IsRefused()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x81, 100_000), 0];
        var read = Read(WithRecord(deep), capacity: 1 << 20);

        Assert.EndsWith("is nested deeper than 60 levels", Assert.Single(read.Rejects), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("0AA16776657273696F6E02", "found a CAR file of version 2, expected version 1")]
    [InlineData("FFFFFFFF7F", "states a header of")]
    [InlineData("05A0", "is cut off")]
    [InlineData("01A0", "found a CAR file of version 0")]
    [InlineData("0100", "found no header of a CAR file")]
    public void Open_NoRepository_IsRefusedWithTheReason(string hex, string reason)
    {
        var error = Assert.Throws<ExportFileException>(
            () => Read(Convert.FromHexString(hex)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static RecordText Read(byte[] car, int capacity = 1 << 16) => RecordText.Of(CarReader.Open(
        _ => new MemoryStream(car), new RecordBlockPool(capacity), TestContext.Current.CancellationToken));

    private static string Own => $"at://{Ada}/app.bsky.feed.post/{NewYear}";

    private static byte[] Whole(Dictionary<string, JsonObject> records)
    {
        var repository = new BlueskyRepository(Ada, NewYear, records);
        return BlueskyRepository.Car(repository.Commit, repository.Blocks);
    }

    /// <summary>A repository in which the record of a post has these bytes.</summary>
    private static byte[] WithRecord(byte[] data)
    {
        var name = $"app.bsky.feed.post/{NewYear}";
        var cid = ContentId.Of(data);
        var node = Block(new JsonObject
        {
            ["e"] = new JsonArray(new JsonObject
            {
                ["p"] = 0,
                ["k"] = new JsonObject { ["$bytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(name)) },
                ["v"] = new JsonObject { ["$link"] = ContentId.Text(cid) },
                ["t"] = null,
            }),
            ["l"] = null,
        });
        var commit = Block(new JsonObject
        {
            ["did"] = Ada,
            ["version"] = 3,
            ["data"] = new JsonObject { ["$link"] = ContentId.Text(node.Cid) },
        });
        return BlueskyRepository.Car(commit.Cid, [commit, node, new RepositoryBlock(cid, data)]);
    }

    private static RepositoryBlock Block(JsonObject value)
    {
        var data = DagCborText.Of(value);
        return new RepositoryBlock(ContentId.Of(data), data);
    }

    private static Dictionary<string, JsonObject> Sample() => new()
    {
        ["app.bsky.actor.profile/self"] = new() { ["name"] = "Ada", ["big"] = -1, ["half"] = 0.5, ["no"] = null },
        ["app.bsky.graph.follow/3a"] = Follow(Bob, "2024-01-02T00:00:00Z"),
        ["app.bsky.feed.like/3b"] = Act(Post, "2024-01-03T00:00:00Z"),
        ["app.bsky.feed.repost/3c"] = Act(Post, "2024-01-04T00:00:00Z"),
        ["org.example.thing/x"] = new() { ["yes"] = true },
        [$"app.bsky.feed.post/{NewYear}"] = new()
        {
            ["$type"] = "app.bsky.feed.post",
            ["text"] = "Grüße \"an\"\n@bob #Rad",
            ["langs"] = new JsonArray("de", "en"),
            ["reply"] = new JsonObject { ["parent"] = Reference(Post), ["root"] = Reference(Post) },
            ["facets"] = new JsonArray(
                Facet(new JsonObject { ["$type"] = "app.bsky.richtext.facet#mention", ["did"] = Bob }),
                Facet(new JsonObject { ["$type"] = "app.bsky.richtext.facet#tag", ["tag"] = "Rad" })),
            ["embed"] = new JsonObject
            {
                ["$type"] = "app.bsky.embed.images",
                ["images"] = new JsonArray(new JsonObject
                {
                    ["image"] = new JsonObject { ["ref"] = new JsonObject { ["$link"] = Cid } },
                }),
            },
        },
    };

    private static string Cid => ContentId.Text(ContentId.Of([1]));

    private static JsonObject Follow(string subject, string at) => new()
    {
        ["$type"] = "app.bsky.graph.follow",
        ["subject"] = subject,
        ["createdAt"] = at,
    };

    private static JsonObject Act(string uri, string at) => new()
    {
        ["$type"] = "app.bsky.feed.like",
        ["subject"] = Reference(uri),
        ["createdAt"] = at,
    };

    private static JsonObject Reference(string uri) => new() { ["uri"] = uri, ["cid"] = Cid };

    private static JsonObject Facet(JsonObject feature) => new()
    {
        ["index"] = new JsonObject { ["byteStart"] = 0, ["byteEnd"] = 4 },
        ["features"] = new JsonArray(feature),
    };
}
