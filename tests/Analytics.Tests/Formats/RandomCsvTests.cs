using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.Formats;

/// <summary>The reader against <see cref="TextbookCsv"/> over many texts, block sizes and portions.</summary>
public sealed class RandomCsvTests
{
    private const string Header = "x,y,z\n";
    private const string BadQuotes = "quotes do not match";

    private static readonly string[] Parts =
        ["a", "bc", "ä", " ", ",", ",", ",", "\"", "\"", "\"\"", "\n", "\n", "\r\n", "\r", "#", ",\"", "\",", "\"\n"];

    private static readonly SourceDefinition Source =
        TestSource.Csv(FactKind.Follows, "follower_id=x", "followee_id=y", "at=z")
            with
        { Comment = '#', Delimiter = ',' };

    [Fact]
    public void Read_AnyTextInAnyPortions_GivesTheRecordsOfTheTextbook()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var text = Header
                + string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Parts[random.Next(Parts.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            var expected = Expected(text);

            // A block must hold the longest record of the text, and see that it ended.
            var least = Math.Max(Header.Length, LongestRecord(text)) + 2;
            foreach (var capacity in new[] { least, least + 1, least + random.Next(20), bytes.Length + 2 })
            {
                using var stream = new DribblingStream(bytes, 1 + random.Next(9), seed);
                var read = RawRecords.OfStream(Source, stream, capacity);
                var found = read.Lines.Select(
                    line => line.Replace(TooLong(capacity), BadQuotes, StringComparison.Ordinal));
                Assert.True(
                    expected.SequenceEqual(found),
                    $"seed {seed}, capacity {capacity}: {text}\nexpected\n{string.Join('\n', expected)}\nfound\n"
                    + string.Join('\n', read.Lines));
                Assert.Null(read.Fault);
            }
        }
    }

    [Fact]
    public void Read_FieldsWrittenByTheRules_ComeBack() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(string, string, string)[]>(), rows =>
        {
            var table = rows.Select(row => new[] { row.Item1, row.Item2, row.Item3 }.Select(Clean).ToArray()).ToList();
            var text = new StringBuilder(Header);
            foreach (var row in table) text.AppendJoin(',', row.Select(Quote))
                .Append(row[0].Length % 2 == 0 ? "\r\n" : "\n");

            var read = RawRecords.OfText(Source with { Comment = null }, text.ToString());

            return read.Records.All(record => record.Reason is null)
                && read.Records.Select(record => string.Join('\u0001', record.Fields))
                    .SequenceEqual(table.Select(row => string.Join('\u0001', row)));
        }));

    private static string[] Expected(string text) =>
    [
        .. TextbookCsv.Read(text, comment: '#').Skip(1).Select(record => record.Fields switch
        {
            null => $"{record.Line}: {BadQuotes}",
            { Count: < 3 } few => $"{record.Line}: found {few.Count} fields, expected 3",
            var all when all.Skip(3).Any(extra => extra.Length > 0) =>
                $"{record.Line}: found {all.Count} fields, expected 3",
            var all => $"{record.Line}: {string.Join('|', all.Take(3))}",
        }),
    ];

    /// <summary>
    /// Whether quotes match may show only behind the end of a block. Then the line is refused as too long, which costs
    /// the same line.
    /// </summary>
    private static string TooLong(int capacity) => $"record longer than {capacity:N0} bytes";

    private static int LongestRecord(string text)
    {
        var lines = TextbookCsv.Read(text, comment: '#').Select(record => record.Line).ToHashSet();
        var (longest, length, line) = (0, 0, 1L);
        foreach (var physical in text.Split('\n'))
        {
            if (lines.Contains(line)) length = 0;
            length += Encoding.UTF8.GetByteCount(physical) + 1;
            longest = Math.Max(longest, length);
            line++;
        }

        return longest;
    }

    private static string Clean(string? text) => (text ?? "").Replace('\0', ' ') is var t && IsUnicode(t) ? t : "";

    private static bool IsUnicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
