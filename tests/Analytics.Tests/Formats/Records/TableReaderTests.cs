using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Tests.Formats.Records;

/// <summary>Tables inside exports, read by a made-up format with follows and one column that nobody wants.</summary>
public sealed class TableReaderTests
{
    [Theory]
    [InlineData("Account address,Follower\nb,a\n")]
    [InlineData("follower;ACCOUNT ADDRESS;\r\na;b;\r\n")]
    [InlineData("\uFEFF\"Follower\"\t\"Konto, voll\"\n\"a\"\t b \n")]
    [InlineData("Made for you, on 1 May,\n\nnote;note;note\nFollower,Konto, voll\n", "no row")]
    [InlineData("sep=|\nFollower|Konto, voll\na|b\n")]
    [InlineData("Notes; about, this\nFollower,Account address,Show boosts\na,b,true\n")]
    public void Read_AnyDialect_FindsTheColumnsByName(string text, string? none = null)
    {
        var read = Of(text);

        Assert.Equal(none is null ? ["a|b|||"] : [], read.Rows[FactKind.Follows]);
        Assert.Empty(read.Rejects);
        Assert.Empty(read.Drift);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_RecordsOfAllKinds_AccountsForEveryByte()
    {
        const string text = "Follower,Account address\na,b\n\n\"a\n\",\"c\"\"d\"\r\nbroken\na,\"b\nx,x\ne,f,g\n"
            + "e,e\n\n";
        foreach (var capacity in (int[])[40, 64, 1000])
        {
            var read = Of(text, capacity);

            Assert.Equal(["a|b|||", "a|c\"d|||"], read.Rows[FactKind.Follows]);
            Assert.Equal(
                ["6: found 1 fields, expected 2", "7: quotes do not match", "9: found 3 fields, expected 2"],
                read.Rejects.Order());
            Assert.Equal(["Ignored follow of oneself 2"], read.Drift);
            Assert.Equal(new RecordCounts(4 + 13, 7 + 5 + 6, 25 + 1 + 4 + 4 + 1), read.Bytes);
        }
    }

    [Fact]
    public void Read_OversizedRecord_IsRefusedWithItsBytes()
    {
        var text = $"Follower,Account address\na,{new string('x', 100)}\na,b\n";

        var read = Of(text, 64);

        Assert.Equal(["2: record longer than 64 bytes"], read.Rejects);
        Assert.Equal(["a|b|||"], read.Rows[FactKind.Follows]);
        Assert.Equal(103, read.Bytes.RejectedBytes);
        Assert.Equal(text.Length, read.Bytes.TotalBytes);
    }

    /// <summary>Rows are counted as UTF-8, files as they were delivered; the difference was never a record.</summary>
    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    public void Read_AnyEncoding_AccountsForTheBytesThatWereDelivered(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes("Follower,Account address\nJörg,Åsa\n\nä\n")];

        var read = RecordText.Of(
            TableReader.Open(new MemoryStream(file), new RecordBlockPool(1 << 16), new Follows()));

        Assert.Equal(["Jörg|Åsa|||"], read.Rows[FactKind.Follows]);
        Assert.Equal(3, read.Bytes.RejectedBytes);
        Assert.Equal(file.Length, read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_ColumnsThatDiffer_AreDriftWithTheNumberOfRecords()
    {
        var read = Of("Follower,Account address,Mood,x@example.org\na,b,1,2\nc,d,3,4\n", new Follows(isStrict: true));

        Assert.Equal(["UnknownKey (other) 2", "UnknownKey Mood 2", "MissingKey Date 2"], read.Drift);
    }

    [Fact]
    public void Read_HeaderInAnUnknownLanguage_CountsByPlaceWhereTheFormatSaysSo()
    {
        var read = Of("Seuraaja,Osoite\na,b\n", new Follows(isByPlace: true));

        Assert.Equal(["a|b|||"], read.Rows[FactKind.Follows]);
        Assert.Equal(["UnknownKey Osoite 1", "UnknownKey Seuraaja 1"], read.Drift);
    }

    /// <summary>Without a header the first line is somebody's data, which no message may hold.</summary>
    [Fact]
    public void Open_NoHeader_IsRefusedWithoutTellingTheData()
    {
        var error = Assert.Throws<ExportFileException>(() => Of("anna@example.org,berta\nc,d\n"));

        Assert.Contains("expected 'Follower', 'Account address'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", error.Message, StringComparison.Ordinal);
    }

    private static RecordText Of(string text, int capacity = 1 << 16) => Of(text, new Follows(), capacity);

    private static RecordText Of(string text, Follows records, int capacity = 1 << 16) => RecordText.Of(
        TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), new RecordBlockPool(capacity), records));

    private sealed class Follows(bool isByPlace = false, bool isStrict = false) : TableRecords
    {
        public override ColumnShape Shape { get; } = new(
            "!Follower", "!Account address|Konto, voll|Konto", "~Show boosts", isStrict ? "Date" : "?Date")
        {
            IsByPlace = isByPlace,
        };

        public override void Read(TableFields record, FactRows rows) => rows.Follow(record[0], record[1], record[3]);
    }
}
