using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

/// <summary>Text in any of the encodings that spreadsheets write, read as UTF-8.</summary>
public sealed class Utf8TextStreamTests
{
    private const string Table = "a,b\nGrüße,„Straße“ 5 €\nŽluť,\u009D\n";

    private static readonly SourceDefinition Follows = TestSource.Csv(
        FactKind.Follows, "follower_id=a", "followee_id=b");

    private static readonly Encoding BigEndian = Encoding.BigEndianUnicode;

    [Fact]
    public void Read_AnyEncodingInAnyPortions_GivesTheSameText()
    {
        var fill = string.Concat(Enumerable.Repeat("plain,ASCII\n", 12_000));
        foreach (var text in new[] { Table, fill + Table, Table + fill, "a,b\n1,2\n" })
        {
            byte[][] written =
            [
                Encoding.UTF8.GetBytes(text),
                [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
                [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
                [.. BigEndian.GetPreamble(), .. BigEndian.GetBytes(text)],
                Encoding.Unicode.GetBytes(text),
                BigEndian.GetBytes(text),
            ];
            foreach (var (bytes, i) in written.Select((bytes, i) => (bytes, i)))
            {
                for (var seed = 0; seed < 3; seed++)
                {
                    using var stream = new Utf8TextStream(new DribblingStream(bytes, 70_000 >> (4 * seed), seed), null);
                    Assert.True(text == ReadAll(stream).TrimStart('\uFEFF'), $"encoding {i}, seed {seed}");
                }
            }
        }
    }

    [Fact]
    public void Read_Windows1252_IsFoundByItsFirstForeignLetterHoweverFarDown()
    {
        byte[] letters = [(byte)'G', 0xFC, 0xDF, (byte)' ', 0x80, 0x84, 0x93, 0x9D, 0xFF, (byte)'\n'];
        foreach (var before in new[] { 0, 65_530, 65_535, 65_536, 200_000 })
        {
            byte[] bytes = [.. Enumerable.Repeat((byte)'x', before), .. letters];
            using var stream = new Utf8TextStream(new DribblingStream(bytes, 5000, before), null);
            Assert.Equal(new string('x', before) + "Güß €„“\u009Dÿ\n", ReadAll(stream));
        }
    }

    [Fact]
    public void Read_LetterAcrossBlocks_StaysUtf8()
    {
        for (var before = 65_532; before < 65_537; before++)
        {
            var text = new string('x', before) + "€ and then some";
            using var stream = new Utf8TextStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), null);
            Assert.Equal(text, ReadAll(stream));
        }
    }

    [Fact]
    public void Read_FewBrokenBytesInUtf8_DoNotMakeItAnotherEncoding()
    {
        byte[] bytes = [.. "äöü"u8, 0xFF, .. "ß\n"u8];
        using var stream = new Utf8TextStream(new MemoryStream(bytes), null);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);

        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public void Read_LoneSurrogate_BecomesTheSignForIt()
    {
        byte[] bytes = [0xFF, 0xFE, (byte)'a', 0, 0x3D, 0xD8, (byte)'b', 0, 0x3D];
        using var stream = new Utf8TextStream(new MemoryStream(bytes), null);

        Assert.Equal("a\uFFFDb\uFFFD", ReadAll(stream));
    }

    [Fact]
    public void Read_EncodingStated_IsBelieved()
    {
        byte[] bytes = [.. "a,b\nM"u8, 0xC3, 0xBC, .. "ller,x\n"u8];

        Assert.Equal(["2: Müller|x"], RawRecords.OfBytes(Follows, bytes).Lines);
        var stated = Follows with { Encoding = TextEncoding.Windows1252 };
        Assert.Equal(["2: MÃ¼ller|x"], RawRecords.OfBytes(stated, bytes).Lines);
        var cyrillic = Follows with { Encoding = TextEncoding.Utf16 };
        var text = Encoding.Unicode.GetBytes("a,b\nДаДаДаДаДаДаДа,НетНетНетНет\n");
        Assert.Equal(["2: ДаДаДаДаДаДаДа|НетНетНетНет"], RawRecords.OfBytes(cyrillic, text).Lines);
    }

    [Fact]
    public void Read_Ndjson_IsTranscodedToo()
    {
        var source = TestSource.Ndjson(FactKind.Follows, "follower_id=a", "followee_id=b");
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{\"a\":\"ö\",\"b\":\"2\"}\n")];

        Assert.Equal(["1: ö|2"], RawRecords.OfBytes(source, bytes).Lines);
    }

    [Fact]
    public void Read_Failure_ComesBehindWhatWasRead()
    {
        var bytes = Encoding.Unicode.GetBytes("\uFEFFa,b\n1,2\n3,");
        var stream = new DribblingStream(bytes, 3, 1) { FailsWith = new IOException("cable cut") };

        var read = RawRecords.OfStream(Follows, stream);

        Assert.Equal(["2: 1|2"], read.Lines);
        Assert.Equal("cable cut", read.Fault?.Message);
    }

    private static string ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy, 1000);
        return Encoding.UTF8.GetString(copy.ToArray());
    }
}
