using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

public sealed class DelimitedReaderTests
{
    private static readonly SourceDefinition Follows = TestSource.Csv(
        FactKind.Follows, "follower_id=a", "followee_id=b");

    private static readonly SourceDefinition Edges =
        TestSource.Of(SourceFormat.EdgeList, FactKind.Follows, "nowhere.txt");

    [Theory]
    [InlineData("a,b\n1,2\n", "2: 1|2")]
    [InlineData("b,a\n1,2\n", "2: 2|1")]
    [InlineData("a,b\r\n1,2\r\n3,4", "2: 1|2", "3: 3|4")]
    [InlineData("a,b", new string[0])]
    [InlineData("a,b\n", new string[0])]
    [InlineData("\uFEFFa,b\n1,2", "2: 1|2")]
    [InlineData("\n\r\na,b\n1,2", "4: 1|2")]
    [InlineData("A, B \n1,2", "2: 1|2")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n", "2: 1|2")]
    [InlineData("a;b\n1;2\n", "2: 1|2")]
    [InlineData("a\tb\n1\t2\n", "2: 1|2")]
    [InlineData("a|b\n1|2\n", "2: 1|2")]
    [InlineData("a,b\n\n1,2\n\r\n3,4\n\n", "3: 1|2", "5: 3|4")]
    [InlineData("a,b\n1,2,\n3,4,,,\n", "2: 1|2", "3: 3|4")]
    [InlineData("a,b\n1,\n,2\n,\n", "2: 1|", "3: |2", "4: |")]
    [InlineData("x,a,b\n9,1,2\n", "2: 1|2")]
    [InlineData("a,b\n\"1\n2\",3\n4,5\n", "2: 1\n2|3", "4: 4|5")]
    [InlineData("a,b\n\"1\r\n2\",\"\"\"x\"\"\"\r\n4,5\r\n", "2: 1\r\n2|\"x\"", "4: 4|5")]
    [InlineData("a,b\n1,x\"y\n\"\",\"\"\"\"\n", "2: 1|x\"y", "3: |\"")]
    public void Read_WellFormed_GivesTheFields(string text, params string[] expected) =>
        Assert.Equal(expected, RawRecords.OfText(Follows, text).Lines);

    [Theory]
    [InlineData("a,b\n1\n2,3\n", "2: found 1 fields, expected 2", "3: 2|3")]
    [InlineData("a,b\n1,2,3\n2,3\n", "2: found 3 fields, expected 2", "3: 2|3")]
    [InlineData("a,b\n\"1\",\"2\",\"3\"\n2,3\n", "2: found 3 fields, expected 2", "3: 2|3")]
    [InlineData("a,b\n\"1,2\n3,4\n5,6\n", "2: quotes do not match", "3: 3|4", "4: 5|6")]
    [InlineData("a,b\n\"1\"x,2\n3,4\n", "2: quotes do not match", "3: 3|4")]
    [InlineData("a,b\n\"1\" ,2\n3,4\n", "2: quotes do not match", "3: 3|4")]
    [InlineData("a,b\n\"1\"\r,2\n3,4\n", "2: quotes do not match", "3: 3|4")]
    [InlineData("a,b\n1,\"2\n3,\"4\n5,6", "2: quotes do not match", "3: quotes do not match", "4: 5|6")]
    public void Read_BrokenRecord_CostsThatRecordAlone(string text, params string[] expected) =>
        Assert.Equal(expected, RawRecords.OfText(Follows, text).Lines);

    [Fact]
    public void Read_Comments_ArePassedOverWhateverTheyQuote()
    {
        var source = Follows with { Comment = '#' };

        var read = RawRecords.OfText(source, "# made, \"today\n#\na,b\n1,2\n#x,\"\n3,\"\n4\"\n#,\"\n", 16);

        Assert.Equal(["4: 1|2", "6: 3|\n4"], read.Lines);
    }

    [Fact]
    public void Read_CommentNotAsked_IsARecord() =>
        Assert.Equal(["2: #1|2"], RawRecords.OfText(Follows, "a,b\n#1,2\n").Lines);

    [Fact]
    public void Read_OwnDelimiterAndQuote_AreUsed()
    {
        var source = Follows with { Delimiter = '~', Quote = '\'' };

        Assert.Equal(["2: 1~|it's", "3: \"x|2"], RawRecords.OfText(source, "'a'~'b'\n'1~'~'it''s'\n\"x~2\n").Lines);
    }

    [Fact]
    public void Read_QuotedNameWithDelimiterAndQuotes_IsFound()
    {
        var source = TestSource.Csv(FactKind.Follows, "follower_id=who, \"exactly\"", "followee_id=b");

        Assert.Equal(["2: 1|2"], RawRecords.OfText(source, "\"who, \"\"exactly\"\"\",b\n1,2\n").Lines);
    }

    [Fact]
    public void Read_NoHeader_TakesColumnsByPlace()
    {
        var source = TestSource.Csv(FactKind.Follows) with { Header = false };

        Assert.Equal(["1: 1|2", "2: 3|4"], RawRecords.OfText(source, "1,2\n3,4\n").Lines);
    }

    /// <summary>A batch once showed what an earlier record had in a column that this one does not reach.</summary>
    [Fact]
    public void Read_NoHeaderAndRecordsOfSeveralLengths_KeepsNothingOfOtherRecords()
    {
        var source = TestSource.Csv(FactKind.Interactions) with { Header = false };

        var read = RawRecords.OfText(source, "1,2\n3,4,like,2024-01-01\n5,6\n", capacity: 25);

        Assert.Equal(["1: 1|2|NULL|NULL", "2: 3|4|like|2024-01-01", "3: 5|6|NULL|NULL"], read.Lines);
    }

    [Fact]
    public void Read_OversizedRecord_IsRefusedAndTheNextIsRead()
    {
        var text = $"a,b\n1,2\n{new string('x', 300)},3\n4,5\n\"{new string('y', 300)}\",6\n7,8\n{new string('z', 99)}";

        var read = RawRecords.OfText(Follows, text, capacity: 64);

        Assert.Equal(
            ["2: 1|2", "3: record longer than 64 bytes", "4: 4|5", "5: record longer than 64 bytes", "6: 7|8",
            "7: record longer than 64 bytes"],
            read.Lines);
    }

    [Fact]
    public void Read_MoreRecordsThanABatch_GivesAll()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},\"{i + 1}\"\n"));

        Assert.Equal(
            Enumerable.Range(0, 5000).Select(i => $"{i + 2}: {i}|{i + 1}"), RawRecords.OfText(Follows, text).Lines);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\uFEFF", "the file is empty")]
    [InlineData("x,y\n1,2\n", "no column 'a' for follower_id; found x, y.")]
    [InlineData("a,a,b\n1,2,3\n", "the column 'a' is there 2 times")]
    [InlineData("a,b\n1,2\0\n", "binary data (a zero at byte 7)")]
    public void Open_NotThatTable_IsRefusedWithTheReason(string text, string reason)
    {
        var error = Assert.Throws<ExportFileException>(() => RawRecords.OfText(Follows, text));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StreamThatFails_KeepsWhatCameAndTellsTheFault()
    {
        var stream = new DribblingStream(
            "a,b\n1,2\n3,4\n5,"u8.ToArray(), 3, 1)
        { FailsWith = new IOException("cable cut") };

        var read = RawRecords.OfStream(Follows, stream);

        Assert.Equal(["2: 1|2", "3: 3|4"], read.Lines[..2]);
        Assert.Equal("cable cut", read.Fault?.Message);
    }

    [Theory]
    [InlineData("1 2\n3\t4\n", "1: 1|2", "2: 3|4")]
    [InlineData("# Nodes: 3\n# FromNodeId\tToNodeId\n1\t2\r\n\n  3 \t  4  \n", "3: 1|2", "5: 3|4")]
    [InlineData("1 2 1341100972\n3 4\n", "1: 1|2", "2: 3|4")]
    [InlineData("1 2\n3\n\t\n5 6", "1: 1|2", "2: found 1 fields, expected 2", "4: 5|6")]
    [InlineData("# nothing\n", new string[0])]
    public void Read_EdgeList_SplitsAtRunsOfBlanks(string text, params string[] expected) =>
        Assert.Equal(expected, RawRecords.OfText(Edges, text).Lines);

    [Fact]
    public void Read_EdgeListOfInteractions_TakesTheColumnsByPlace()
    {
        var source = Edges with { Kind = FactKind.Interactions, Interaction = InteractionKind.Repost };

        Assert.Equal(["1: 1|2|1341100972"], RawRecords.OfText(source, "1 2 1341100972 RT\n").Lines);
    }

    [Fact]
    public void Read_EdgeListOfMappedColumns_TakesTheseAndToleratesMore()
    {
        var source = TestSource.Of(
            SourceFormat.EdgeList, FactKind.Interactions, "nowhere.txt", "actor_id=c1", "target_id=c2", "kind=c4",
            "at=c3");

        var read = RawRecords.OfText(source, "1 2 1341100972 RT\n3 4 1341100973 MT more\n5 6 7\n");

        Assert.Equal(
            ["1: 1|2|RT|1341100972", "2: 3|4|MT|1341100973", "3: found 3 fields, expected 4"], read.Lines);
    }
}
