using System.Text;

namespace Analytics.Tests.Reference;

/// <summary>
/// A record of <see cref="TextbookCsv"/>: the line it begins on and its fields, or null for fields when its quotes do
/// not match.
/// </summary>
internal sealed record CsvRecord(long Line, IReadOnlyList<string>? Fields);

/// <summary>
/// RFC 4180 read character by character over the whole text: no blocks, no vectors, no cleverness. Empty lines and
/// comments are passed over; a record with quotes that do not match ends at its first line break.
/// </summary>
internal static class TextbookCsv
{
    public static IEnumerable<CsvRecord> Read(string text, char delimiter = ',', char quote = '"', char? comment = null)
    {
        var (position, line) = (0, 1L);
        while (position < text.Length)
        {
            var lineEnd = text.IndexOf('\n', position);
            var next = lineEnd < 0 ? text.Length : lineEnd + 1;
            var isEmpty = text[position..next] is "\n" or "\r\n" or "\r";
            if (!isEmpty && text[position] != comment)
            {
                var end = position;
                var fields = Record(text, ref end, delimiter, quote);
                yield return new CsvRecord(line, fields);
                if (fields is not null) next = end;
            }

            line += text[position..next].Count(c => c == '\n');
            position = next;
        }
    }

    private static List<string>? Record(string text, ref int position, char delimiter, char quote)
    {
        var fields = new List<string>();
        while (true)
        {
            var field = position < text.Length && text[position] == quote
                ? Quoted(text, ref position, quote)
                : Plain(text, ref position, delimiter);
            if (field is null) return null;
            fields.Add(field);
            var rest = text.AsSpan(position);
            if (rest.IsEmpty) return fields;
            if (rest is "\r")
            {
                position++;
                return fields;
            }

            if (rest[0] == '\n' || rest.StartsWith("\r\n"))
            {
                position += rest[0] == '\n' ? 1 : 2;
                return fields;
            }

            if (rest[0] != delimiter) return null;
            position++;
        }
    }

    private static string Plain(string text, ref int position, char delimiter)
    {
        var start = position;
        while (position < text.Length && text[position] != delimiter && text[position] != '\n') position++;
        var endsRecord = position == text.Length || text[position] == '\n';
        if (endsRecord && position > start && text[position - 1] == '\r') position--;
        return text[start..position];
    }

    private static string? Quoted(string text, ref int position, char quote)
    {
        var field = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != quote)
            {
                field.Append(text[position]);
            }
            else if (position + 1 < text.Length && text[position + 1] == quote)
            {
                field.Append(quote);
                position++;
            }
            else
            {
                position++;
                return field.ToString();
            }
        }

        return null;
    }
}
