using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Tests.Formats.Records;

/// <summary>Records cut out of documents of any size, and what becomes of documents that are none.</summary>
public sealed class JsonDocumentReaderTests
{
    private const string Two = """{"id":"a","who":"b"}""";

    [Theory]
    [InlineData("""[{"id":"a","who":"b"}]""", 0)]
    [InlineData("""window.YTD.follower.part0 = [ {"id":"a","who":"b"} ]""", 0)]
    [InlineData("""{"list":[{"id":"a","who":"b"}],"other":{"x":[1,2,{"y":"]"}]}}""", 1)]
    [InlineData("""{ "other" : "a \" }", "deep" : { "list" : [ {"id":"a","who":"b"} ] } }""", 2)]
    [InlineData("""{"d\u0065ep":{"list":[{"id":"a","who":"b"}]}}""", 2)]
    [InlineData("\uFEFF[{\"id\":\"a\",\"who\":\"b\"}]", 0)]
    public void Read_RecordsAtAPath_AreFound(string document, int section)
    {
        var read = Of(document);

        Assert.Equal([$"{section}|a||b|"], read.Rows[FactKind.Interactions].Select(row => row));
        Assert.Empty(read.Rejects);
        Assert.Null(read.Fault);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("hello", "found no JSON object or array")]
    [InlineData("[" + Two, "the file ends inside a value")]
    [InlineData("[" + Two + ",{\"id\":\"c", "the file ends inside a value")]
    [InlineData("[" + Two + "}", "found '}', expected the other bracket")]
    [InlineData("{\"list\" [" + Two + "]}", "found no colon behind a name")]
    [InlineData("{list:[]}", "found no name of a member")]
    public void Read_BrokenDocument_SaysWhy(string document, string reason)
    {
        ExportFileException? fault;
        try
        {
            fault = Of(document).Fault;
        }
        catch (ExportFileException error)
        {
            fault = error;
        }

        Assert.StartsWith(reason, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RecordLongerThanABlock_IsRefusedWithItsLineAndTheOthersAreRead()
    {
        var document = $"[\n{Two},\n{{\"id\":\"{new string('x', 300_000)}\\\"]\",\"who\":[[[\"b\"]]]}},\n{Two}]";

        var read = Of(document, capacity: 4096);

        Assert.Equal(2, read.Rows[FactKind.Interactions].Count());
        Assert.Equal(["3: record longer than 4,096 bytes"], read.Rejects);
        Assert.Equal(Encoding.UTF8.GetByteCount(document), read.Bytes.TotalBytes);
    }

    [Fact]
    public void Read_AbsurdNesting_IsRefused()
    {
        var deep = $"[{{\"id\":{new string('[', 1_000)}{new string(']', 1_000)}}},{Two}]";

        var read = Of(deep);

        Assert.Single(read.Rows[FactKind.Interactions]);
        Assert.StartsWith("1: not valid JSON", Assert.Single(read.Rejects), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyBlockSize_GivesTheSameRecordsAndCountsEveryByte()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var document = Document(random);
            var whole = Of(document, capacity: 1 << 16);
            var cut = Of(document, capacity: 64 + random.Next(200));

            Assert.Equal(whole.Rows[FactKind.Interactions], cut.Rows[FactKind.Interactions]);
            Assert.Equal(Encoding.UTF8.GetByteCount(document), whole.Bytes.TotalBytes);
            Assert.Equal(Encoding.UTF8.GetByteCount(document), cut.Bytes.TotalBytes);
            Assert.Null(cut.Fault);
        }
    }

    [Fact]
    public void Read_DamagedDocuments_EndAndCountEveryByte()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(Document(random));
            for (var hit = 0; hit < 3; hit++) bytes[random.Next(bytes.Length)] = (byte)random.Next(1, 256);
            if (random.Next(3) == 0) bytes = bytes[..random.Next(1, bytes.Length)];

            RecordText read;
            try
            {
                read = Of(new MemoryStream(bytes), capacity: 64 + random.Next(400));
            }
            catch (ExportFileException)
            {
                continue;
            }

            Assert.Equal(bytes.Length, read.Bytes.TotalBytes);
        }
    }

    private static string Document(Random random)
    {
        var text = new StringBuilder("{");
        for (var member = 0; member < 4; member++)
        {
            if (member > 0) text.Append(random.Next(2) == 0 ? "," : " ,\n");
            var where = random.Next(3);
            text.Append(where switch { 0 => "\"list\":", 1 => "\"other\" : ", _ => "\"deep\":{\"list\":" });
            text.Append('[');
            for (var i = random.Next(6); i > 0; i--)
            {
                text.Append($$"""{"id":"a{{i}}\"]}\\","who": "b", "x":[1, {"y":null}]}""");
                if (i > 1) text.Append(", ");
            }

            text.Append(where == 2 ? "]}" : "]");
        }

        return text.Append("}\n").ToString();
    }

    private static RecordText Of(string document, int capacity = 1 << 12) =>
        Of(new MemoryStream(Encoding.UTF8.GetBytes(document)), capacity);

    private static RecordText Of(Stream document, int capacity) => RecordText.Of(JsonDocumentReader.Open(
        document, new RecordBlockPool(capacity), JsonSections.Of("[]", "list[]", "deep.list[]"), new Pairs()));

    /// <summary>Records with an id and somebody; the section stands where the actor would.</summary>
    private sealed class Pairs : JsonRecords
    {
        private static readonly JsonShape Both = new("id", "who", "~x");

        public override JsonShape Shape(int section) => Both;

        public override void Read(int section, JsonFields record, FactRows rows)
        {
            var row = rows.Add(FactKind.Interactions);
            row.Set(0, section);
            row.Set(1, record[0]);
            row.Set(3, record[1]);
        }
    }
}
