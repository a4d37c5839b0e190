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
        Assert.Equal(105 + 15 + 6, read.Rows[FactKind.Records].Count());
        Assert.Equal(15, acts["repost"].Count());
        Assert.Equal(17, read.Rows[FactKind.Posts].Count());
        var ended = read.Rows[FactKind.Retractions].ToLookup(row => row.Split('|')[0]);
        Assert.Equal(3, ended["record"].Count());
        Assert.Single(ended["post"]);
        Assert.Single(ended["return"]);
        Assert.Contains("Ignored events of identity 1", read.Drift);
    }
}
