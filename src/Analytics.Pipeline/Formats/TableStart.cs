using System.Text;

namespace Analytics.Pipeline.Formats;

/// <summary>A record at the start of a table that may hold its column names.</summary>
/// <param name="Names">Its fields, without blanks around them and without the empty ones at its end.</param>
/// <param name="Width">Fields with the empty ones at its end.</param>
/// <param name="Start">Byte of the text at which it begins.</param>
/// <param name="End">Byte behind its line break.</param>
internal sealed record HeaderCandidate(byte Delimiter, IReadOnlyList<string> Names, int Width, int Start, int End);

/// <summary>
/// What the first lines of a delimited file say about it. Tables come with notes in front of their names, whole
/// sentences with commas among them, and with empty columns behind them. Two things tell notes from the table: the
/// records of a table are equally wide, and its names are at least as many as most records have fields.
/// </summary>
internal static class TableStart
{
    private const int MostRecords = 100;

    /// <summary>
    /// Records that may be the header, the likeliest first: of the delimiter that most records agree on, and from where
    /// the records are as wide as most of them; then all others, for whoever knows the names.
    /// </summary>
    /// <param name="stated">The delimiter, if the pipeline file says it.</param>
    /// <param name="isWhole">Nothing follows; otherwise the last record may be torn.</param>
    public static IReadOnlyList<HeaderCandidate> Candidates(
        ReadOnlySpan<byte> text, byte? stated, byte? quote, byte? comment, bool isWhole)
    {
        var dialects = new List<Dialect>();
        foreach (var delimiter in stated is { } only ? [only] : ",;\t|"u8)
            dialects.Add(Dialect.Of(Records(text, delimiter, quote, comment, isWhole)));
        var ranked = dialects.OrderByDescending(dialect => dialect.Score).ToList();
        return [.. ranked.SelectMany(dialect => dialect.Likely), .. ranked.SelectMany(dialect => dialect.Unlikely)];
    }

    /// <summary>
    /// Spreadsheets write <c>sep=;</c> in front of a table to tell their own kind how it is delimited. Null without it.
    /// </summary>
    public static byte? StatedDelimiter(ReadOnlySpan<byte> text, out int length)
    {
        var line = text[..LineLength(text)];
        length = line.Length;
        line = line.TrimEnd("\r\n"u8).Trim((byte)'"');
        return line.Length == 5 && line.StartsWith("sep="u8) ? line[4] : null;
    }

    private static List<HeaderCandidate> Records(
        ReadOnlySpan<byte> text, byte delimiter, byte? quote, byte? comment, bool isWhole)
    {
        var records = new List<HeaderCandidate>();
        var start = 0;
        while (start < text.Length && records.Count < MostRecords)
        {
            var rest = text[start..];
            var isNoRecord = rest[0] == comment || rest is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..];
            var length = LineLength(rest);
            if (!isNoRecord && quote is { } sign)
                RecordScanner.Next(rest, delimiter, sign, isLast: true, out length);
            var isTorn = !isWhole && start + length == text.Length && rest[length - 1] != '\n';
            if (!isNoRecord && !(isTorn && records.Count > 0))
            {
                var names = Split(Encoding.UTF8.GetString(rest[..length].TrimEnd("\r\n"u8)), delimiter, quote);
                records.Add(new HeaderCandidate(delimiter, names, names.Count, start, start + length));
            }

            start += length;
        }

        return records;
    }

    private static List<string> Split(string record, byte delimiter, byte? quote)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < record.Length; i++)
        {
            var isDoubled = isQuoted && i + 1 < record.Length && record[i + 1] == quote;
            if (record[i] == quote && isDoubled) name.Append(record[++i]);
            else if (record[i] == quote) isQuoted = !isQuoted;
            else if (record[i] == delimiter && !isQuoted) Next();
            else name.Append(record[i]);
        }

        Next();
        return names;

        void Next()
        {
            names.Add(name.ToString().Trim());
            name.Clear();
        }
    }

    private static int LineLength(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)'\n');
        return end < 0 ? data.Length : end + 1;
    }

    /// <summary>The first records as one delimiter splits them.</summary>
    private sealed class Dialect
    {
        private readonly int _width;
        private readonly int _named;
        private readonly IReadOnlyList<HeaderCandidate> _records;

        private Dialect(IReadOnlyList<HeaderCandidate> records)
        {
            _records = records;
            _width = MostFrequent(records.Select(record => record.Names.Count));
            _named = MostFrequent(records.Where(record => record.Names.Count == _width).Select(Named));
            var agreeing = records.Count(record => record.Names.Count == _width);
            Score = _width < 2 ? (0, 0) : ((double)agreeing / records.Count, _width);
        }

        /// <summary>Share of records of the commonest width, and that width; of a table with one column 0.</summary>
        public (double Agreeing, int Width) Score { get; }

        public IEnumerable<HeaderCandidate> Likely => _records.Where(IsLikely).Select(Trimmed);

        public IEnumerable<HeaderCandidate> Unlikely => _records.Where(record => !IsLikely(record)).Select(Trimmed);

        public static Dialect Of(IReadOnlyList<HeaderCandidate> records) => new(records);

        private bool IsLikely(HeaderCandidate record) => record.Names.Count >= _width && Named(record) >= _named;

        /// <summary>Fields up to the last that is not empty.</summary>
        private static int Named(HeaderCandidate record)
        {
            var count = record.Names.Count;
            while (count > 0 && record.Names[count - 1].Length == 0) count--;
            return count;
        }

        private static HeaderCandidate Trimmed(HeaderCandidate record) =>
            record with { Names = [.. record.Names.Take(Math.Max(1, Named(record)))] };

        /// <summary>Of equally frequent numbers the largest: notes have few fields.</summary>
        private static int MostFrequent(IEnumerable<int> numbers) => numbers
            .GroupBy(number => number)
            .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key)
            .Select(group => group.Key)
            .FirstOrDefault();
    }
}
