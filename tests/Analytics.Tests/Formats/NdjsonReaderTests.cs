using System.Text;
using System.Text.Json.Nodes;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

public sealed class NdjsonReaderTests
{
    private static readonly SourceDefinition Follows =
        TestSource.Ndjson(FactKind.Follows, "follower_id=a", "followee_id=b.c");

    [Theory]
    [InlineData("""{"a":"1","b":{"c":"2"}}""", "1|2")]
    [InlineData("""{"b":{"d":[{"c":9}],"c":2},"x":{"a":3},"a":1}""", "1|2")]
    [InlineData("""{"a":1,"b.c":"dotted"}""", "1|dotted")]
    [InlineData("""{"a":1.50,"b":{"c":-2e+10}}""", "1.50|-2e+10")]
    [InlineData("""{"a":12345678901234567890123,"b":{"c":true}}""", "12345678901234567890123|true")]
    [InlineData("""{"a":null,"b":{"c":false}}""", "NULL|false")]
    [InlineData("""{"b":{"c":""}}""", "NULL|")]
    [InlineData("""{"a":1,"b":null}""", "1|NULL")]
    [InlineData("""{"a":1,"b":"c"}""", "1|NULL")]
    [InlineData("""{"a":1,"b":[{"c":2}]}""", "1|NULL")]
    [InlineData("""{"a":[1, "x",{"y":null}],"b":{"c":{"z":  0}}}""", """[1, "x",{"y":null}]|{"z":  0}""")]
    [InlineData("""{"a":"\u00e4\n\"\\\/\t","b":{"c":"\ud83d\ude00ö"}}""", "ä\n\"\\/\t|😀ö")]
    [InlineData("""{"\u0061":1,"b":{"\u0063":2}}""", "1|2")]
    [InlineData("""{"a":1,"a":2,"b":{"c":3},"b":{}}""", "2|3")]
    [InlineData("""  {  "a" : 1 , "b" : { "c" : 2 } }  """, "1|2")]
    [InlineData("{}", "NULL|NULL")]
    public void Read_Object_GivesTheWantedMembers(string line, string expected) =>
        Assert.Equal([$"1: {expected}"], RawRecords.OfText(Follows, line).Lines);

    [Theory]
    [InlineData("{\"a\":1", "not valid JSON at byte 7")]
    [InlineData("{\"a\":1}{}", "not valid JSON at byte 7")]
    [InlineData("{'a':1}", "not valid JSON at byte 1")]
    [InlineData("{\"a\":1,}", "not valid JSON at byte 7")]
    [InlineData("[{\"a\":1}]", "not a JSON object")]
    [InlineData("\"a\"", "not a JSON object")]
    [InlineData("hello", "not valid JSON at byte 0")]
    [InlineData("""{"a":"\ud83d"}""", "a JSON text is not valid Unicode")]
    public void Read_BadLine_CostsThatLineAlone(string bad, string reason)
    {
        var good = """{"a":1,"b":{"c":2}}""";

        Assert.Equal(
            ["1: 1|2", $"2: {reason}", "4: 1|2"], RawRecords.OfText(Follows, $"{good}\r\n{bad}\r\n\r\n{good}\r\n")
                .Lines);
    }

    [Fact]
    public void Read_InvalidUtf8_StaysInItsField()
    {
        byte[] content = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\",\"b\":{\"c\":1}}\n{\"a\":2}\n"u8];

        var read = RawRecords.OfBytes(Follows, content);

        Assert.Equal("1", read.Records[0].Fields[1]);
        Assert.Equal("2: 2|NULL", read.Lines[1]);
    }

    [Fact]
    public void Read_DeepNesting_IsARejectAndNoCrash()
    {
        var deep = $"{{\"a\":{new string('[', 10_000)}{new string(']', 10_000)}}}";

        var read = RawRecords.OfText(Follows, $"{deep}\n{{\"a\":1}}\n");

        Assert.StartsWith("1: not valid JSON", read.Lines[0], StringComparison.Ordinal);
        Assert.Equal("2: 1|NULL", read.Lines[1]);
    }

    [Fact]
    public void Read_LongLine_IsRefusedAndTheNextIsRead()
    {
        var text = $"{{\"a\":\"{new string('x', 200)}\"}}\n{{\"a\":1}}";

        Assert.Equal(["1: record longer than 64 bytes", "2: 1|NULL"], RawRecords.OfText(Follows, text, 64).Lines);
    }

    [Fact]
    public void Read_ManyEscapedTexts_OutliveTheirSlab()
    {
        var lines = Enumerable.Range(0, 2000).Select(i => $"{{\"a\":\"\\u0041{new string('y', 100)}{i}\"}}");

        var read = RawRecords.OfText(Follows, string.Join('\n', lines), 1 << 20);

        Assert.Equal(
            Enumerable.Range(0, 2000).Select(i => $"A{new string('y', 100)}{i}"),
                read.Records.Select(r => r.Fields[0]));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\0\0\0\0", "binary data")]
    public void Open_NoText_IsRefused(string text, string reason)
    {
        var error = Assert.Throws<ExportFileException>(() => RawRecords.OfText(Follows, text));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ByteOrderMark_IsNoPartOfTheFirstLine() =>
        Assert.Equal(["1: 1|NULL"], RawRecords.OfText(Follows, "\uFEFF{\"a\":1}").Lines);

    [Fact]
    public void Read_RandomObjects_GiveWhatADocumentGives()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var objects = Enumerable.Range(0, random.Next(1, 20))
                .Select(_ => (JsonObject)Make(random, 0, forceObject: true)!).ToList();
            var text = string.Join(random.Next(2) == 0 ? "\n" : "\r\n", objects.Select(o => o.ToJsonString()));
            var expected = objects.Select((o, i) => $"{i + 1}: {Show(o["a"])}|{Show((o["b"] as JsonObject)?["c"])}");

            using var stream = new DribblingStream(Encoding.UTF8.GetBytes(text), 50, seed);
            var read = RawRecords.OfStream(
                Follows, stream, Encoding.UTF8.GetByteCount(text) / random.Next(1, 4) + 4000);

            Assert.Equal(expected, read.Lines);
        }
    }

    private static string Show(JsonNode? node) => node switch
    {
        null => "NULL",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    private static JsonNode? Make(Random random, int depth, bool forceObject = false) =>
        (forceObject ? 9 : random.Next(depth > 3 ? 6 : 12)) switch
        {
            0 => null,
            1 => random.Next(2) == 0,
            2 => random.NextInt64(),
            3 => Math.Round(random.NextDouble() * 1000, 3),
            4 => "plain",
            5 => string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => "aä\"\\\n\u0001😀{}[]:,".EnumerateRunes()
                .ElementAt(random.Next(13)).ToString())),
            6 or 7 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Make(random, depth + 1))]),
            _ => new JsonObject(new[] { "a", "b", "c", "d" }.Where(_ => random.Next(4) > 0)
                .Select(name => KeyValuePair.Create(name, Make(random, depth + 1)))),
        };
}
