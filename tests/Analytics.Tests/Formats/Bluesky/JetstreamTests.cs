using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Formats.Records;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Formats.Bluesky;

/// <summary>Events of Bluesky as they were sent, and what is made of each.</summary>
public sealed class JetstreamTests
{
    [Fact]
    public void Read_EventsAsSent_GivesEachFollowActAndDeletion()
    {
        var path = SharedData.Require("jetstream", "expected_v1.jsonl");
        var read = RecordText.OfFile(SourceFormat.BlueskyJetstream, path);

        Assert.Empty(read.Rejects);
        Assert.Equal(6, read.Rows[FactKind.Follows].Count());
        var acts = read.Rows[FactKind.Interactions].ToLookup(row => row.Split('|')[2]);

        // One of the 105 likes is of an own post; its key is kept all the same.
        Assert.Equal(104, acts["like"].Count());
        // Replies and quotes go by the key of their post.
        Assert.Equal(105 + 15 + 6 + 6, read.Rows[FactKind.Records].Count());
        Assert.Equal(15, acts["repost"].Count());
        Assert.Equal(17, read.Rows[FactKind.Posts].Count());
        var ended = read.Rows[FactKind.Retractions].ToLookup(row => row.Split('|')[0]);
        Assert.Equal(3, ended["record"].Count());
        Assert.Single(ended["post"]);
        Assert.Single(ended["return"]);
        Assert.Contains("Ignored events of identity 1", read.Drift);
    }

    [Fact]
    public void Read_OneEventOfEachKind_GivesItOrSaysWhyNot()
    {
        var path = SharedData.Require("jetstream", "golden_v1.jsonl");
        var read = RecordText.OfFile(SourceFormat.BlueskyJetstream, path);

        Assert.Empty(read.Rejects);
        Assert.Single(read.Rows[FactKind.Follows]);
        Assert.Equal(3, read.Rows[FactKind.Interactions].Count());
        Assert.Single(read.Rows[FactKind.Posts]);
        Assert.StartsWith("return|2026-05-25T14:23:29.950Z|", Assert.Single(read.Rows[FactKind.Retractions]));
        Assert.Equal(
            [
                "Ignored changes of records app.bsky.actor.profile 1", "Ignored changes of records of other services 1",
                "Ignored events of identity 1", "Ignored records app.bsky.graph.block 1",
                "Ignored records of other services 1",
            ],
            read.Drift);
        Assert.Equal(new FileInfo(path).Length, read.Bytes.TotalBytes);
    }

    /// <summary>Members of objects that nobody reads are no drift, and neither is what posts carry.</summary>
    [Fact]
    public void Read_EventsAsSent_KnowsEveryMember()
    {
        var read = RecordText.OfFile(
            SourceFormat.BlueskyJetstream, SharedData.Require("jetstream", "expected_v1.jsonl"));

        Assert.DoesNotContain(read.Drift, drift => drift.StartsWith("UnknownKey", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SecondForm_GivesTheSameAsTheFirst()
    {
        var lines = File.ReadAllLines(SharedData.Require("jetstream", "expected_v1.jsonl"));
        var first = RecordText.OfText(SourceFormat.BlueskyJetstream, string.Join('\n', lines));
        string[] flat = [.. lines.Select(line => Flatten(line).ToJsonString())];
        string[] framed = [.. flat.Select(line => $$"""{"$type":"message","payload":{{line}}}""")];
        string[] mixed = [.. lines.Select((line, i) => i % 3 == 0 ? line : i % 3 == 1 ? flat[i] : framed[i])];
        foreach (var form in new[] { flat, framed, mixed })
        {
            var second = RecordText.OfText(SourceFormat.BlueskyJetstream, string.Join('\n', form));

            Assert.Empty(second.Rejects);
            Assert.Equal(first.Drift, second.Drift);
            foreach (var kind in Enum.GetValues<FactKind>())
                Assert.Equal(first.Rows[kind].Select(InWords), second.Rows[kind].Select(InWords));
        }
    }

    [Fact]
    public void Read_EventsOfTheSecondForm_TellsEndsAndWhatIsNone()
    {
        const string Day = "\"time\":\"2026-01-03T00:00:00.000001Z\"";
        const string Bob = $"\"seq\":4,\"did\":\"did:plc:b\",{Day}";
        const string Follow = "\"collection\":\"app.bsky.graph.follow\",\"rkey\":\"k\",\"operation\":\"create\","
            + "\"record\":{\"subject\":\"did:plc:d\",\"new\":1}";
        const string Like = "\"collection\":\"app.bsky.feed.like\",\"rkey\":\"k\"";
        var read = RecordText.OfText(
            SourceFormat.BlueskyJetstream,
            $$$"""
            {"did":"did:plc:a",{{{Day}}},"account":{"active":false,"status":"deleted","time":"2026-01-01T00:00:00Z"}}
            {{{{Bob}}},"account":{"active":false,"seq":9,"did":"did:plc:b","status":"desynchronized"}}
            {{{{Bob}}},"sync":{"blocks":{"$bytes":"x"},"did":"did:plc:b","rev":"r"}}
            {"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#info","name":"Outdated"}}
            {"$type":"error","error":"ConsumerTooSlow","message":"x"}
            {{{{Bob}}},"operation":"delete",{{{Like}}},"rev":"r"}
            {"seq":5,{{{Day}}},"operation":"delete",{{{Like}}}}
            {{{{Bob}}},"operation":"burn",{{{Like}}}}
            {{{{Bob}}}}
            {"did":"did:plc:c","time_us":1767398400000000,"kind":"commit","commit":{{{{Follow}}},"extra":2}}
            """);

        Assert.Equal(
            [
                "account|2026-01-01T00:00:00Z|did:plc:a|||",
                "record|2026-01-03T00:00:00.000001Z|did:plc:b|||at://did:plc:b/app.bsky.feed.like/k",
            ],
            read.Rows[FactKind.Retractions]);
        Assert.Equal(["did:plc:c|did:plc:d|1767398400000000||"], read.Rows[FactKind.Follows]);
        Assert.Equal(
            ["7: did missing", "8: operation not create, update or delete",
                "9: kind neither commit nor account nor identity"],
            read.Rejects);
        Assert.Equal(
            [
                "UnknownKey commit.extra 1", "UnknownKey commit.record.new 1",
                "Ignored accounts whose server is behind 1", "Ignored errors of the server 1",
                "Ignored events of sync 1", "Ignored notes of the server 1",
            ],
            read.Drift);
    }

    /// <summary>Version 1 has times as microseconds.</summary>
    private static string InWords(string row) =>
        Regex.Replace(row, @"(?<=\|)\d{16}(?=\|)", m => Time(long.Parse(m.Value, CultureInfo.InvariantCulture)));

    private static string Time(long micros) =>
        $"{DateTimeOffset.UnixEpoch.AddMicroseconds(micros):yyyy-MM-ddTHH:mm:ss.ffffffZ}";

    /// <summary>An event of version 1 as version 2 sends it.</summary>
    private static JsonObject Flatten(string line)
    {
        var nested = JsonNode.Parse(line)!.AsObject();
        var micros = nested["time_us"]!.GetValue<long>();
        var flat = new JsonObject
        {
            ["$type"] = $"network.bsky.jetstream.subscribeEvents#{nested["kind"]}",
            ["seq"] = micros,
            ["did"] = nested["did"]!.DeepClone(),
            ["time"] = Time(micros),
        };
        var rest = nested["commit"]?.AsObject() ?? nested;
        foreach (var (name, value) in rest)
        {
            if (name is not ("did" or "time_us" or "kind")) flat[name] = value?.DeepClone();
        }

        return flat;
    }
}
