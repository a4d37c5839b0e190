using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Formats;

/// <summary>Notes in front of the column names, and the dialects in which tables come.</summary>
public sealed class TableStartTests
{
    private static readonly SourceDefinition Follows = TestSource.Csv(
        FactKind.Follows, "follower_id=a", "followee_id=b");

    /// <summary>Computed columns cannot tell by their names which record is the header.</summary>
    private static readonly SourceDefinition Computed = TestSource.Csv(
        FactKind.Follows, "follower_id=lower(a)", "followee_id=upper(b)");

    [Theory]
    [InlineData("notes_with_commas.csv", "follower_id=A", "followee_id=C", "4: 1|3", "5: 4|6")]
    [InlineData("simple_header.csv", "follower_id=Name", "followee_id=City", "2: Alice|New York", "3: Bob|London")]
    [InlineData(
        "single_note.csv", "follower_id=Twitter screenname", "followee_id=Times favorited", "3: ryanmaxwell_1|1",
        "4: detroitdailynew|0")]
    [InlineData(
        "trailing_commas.csv", "follower_id=Twitter screenname", "followee_id=Times retweeted", "5: user1|5",
        "6: user2|0")]
    public void Read_TablesAsFound_GivesTheRecordsBelowTheirNames(
        string file, string first, string second, params string[] expected)
    {
        using var engine = DuckDbDatabase.Open();
        var path = SharedData.Require("csv-oddities", file);
        var source = TestSource.Of(SourceFormat.Csv, FactKind.Follows, path, first, second);

        Assert.Equal(expected, RawRecords.OfFile(source, engine).Lines);
    }

    [Theory]
    [InlineData("made on Monday\na,b\n1,2\n", "3: 1|2")]
    [InlineData("Report, of all, we know\n\"quoted, too\"\n\na,b\n1,2\n", "5: 1|2")]
    [InlineData("a note,,\nx,a,b\n9,1,2\n", "3: 1|2")]
    [InlineData("one \"stray quote\na,b\n1,2\n", "3: 1|2")]
    [InlineData("\"never closed, a note\na,b\n1,2\n", "3: 1|2")]
    [InlineData("1,2\n3,4\na,b\n5,6\n", "4: 5|6")]
    [InlineData("sep=;\na;b\n1;2\n", "3: 1|2")]
    [InlineData("\uFEFFsep=|\r\na|b\r\n1|2\r\n", "3: 1|2")]
    [InlineData("notes, with, many, commas\na;b\n1,5;2,5\n", "3: 1,5|2,5")]
    [InlineData("a;b;text\n1;2;x, y\n3;4;z, t\n", "2: 1|2", "3: 3|4")]
    [InlineData("a\tb\n1,0\t2,0\n", "2: 1,0|2,0")]
    [InlineData("a,b,,\n1,2,,\n3,4\n", "2: 1|2", "3: 3|4")]
    [InlineData("a,b\n1,2\n3", "2: 1|2", "3: found 1 fields, expected 2")]
    public void Read_NotesAndDialects_GivesTheRecordsBelowTheNames(string text, params string[] expected) =>
        Assert.Equal(expected, RawRecords.OfText(Follows, text).Lines);

    [Theory]
    [InlineData("only words here\nand here, too\nid,a,b\n1,2,3\n4,5,6\n", "4: 2|3", "5: 5|6")]
    [InlineData("words,,,\nmore words,,,\nid,a,b,\n1,2,3,\n4,5,6,\n", "4: 2|3", "5: 5|6")]
    [InlineData("id;a;b\n1;2;\n4;5;\n", "2: 2|", "3: 5|")]
    public void Read_NamesUnknown_TakesTheFirstRecordAsWideAsMost(string text, params string[] expected) =>
        Assert.Equal(expected, RawRecords.OfText(Computed, text).Lines);

    [Fact]
    public void Read_BlockSmallerThanTheNotes_StillFindsTheNamesInIt() =>
        Assert.Equal(["2: 1|2", "3: 3|4"], RawRecords.OfText(Follows, "a,b\n1,2\n3,4\n", capacity: 9).Lines);
}
