using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Analytics.Tests.Samples;

/// <summary>
/// Reads generated text files the slow and obvious way: a row is a dictionary of column → text, a missing value is the
/// empty text.
/// </summary>
internal static class SampleRows
{
    private static readonly string[] EdgeColumns = ["actor", "target", "created_at", "action"];

    public static IEnumerable<Dictionary<string, string>> Read(string path)
    {
        using Stream raw = File.OpenRead(path);
        using var text = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(raw, CompressionMode.Decompress)
            : raw;
        using StreamReader reader = new(text, Encoding.UTF8);
        var rows = path.Contains("ndjson", StringComparison.Ordinal) ? Json(reader)
            : path.Contains("edgelist", StringComparison.Ordinal) ? Edges(reader)
            : Csv(reader);
        foreach (var row in rows) yield return row;
    }

    /// <summary>Milliseconds since 1970, or null where the text is no time.</summary>
    public static long? Time(string text)
    {
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var seconds)) return seconds * 1000;
        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.fffZ"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;
    }

    private static IEnumerable<Dictionary<string, string>> Json(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return row.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        }
    }

    private static IEnumerable<Dictionary<string, string>> Edges(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            yield return line.Split(' ').Select((value, i) => (value, i))
                .ToDictionary(field => EdgeColumns[field.i], field => field.value);
        }
    }

    private static IEnumerable<Dictionary<string, string>> Csv(StreamReader reader)
    {
        var names = Record(reader)!;
        while (Record(reader) is { } fields)
        {
            Assert.Equal(names.Count, fields.Count);
            yield return names.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    private static List<string>? Record(StreamReader reader)
    {
        if (reader.Peek() < 0) return null;
        List<string> fields = [];
        StringBuilder field = new();
        var quoted = false;
        for (var c = reader.Read(); c >= 0; c = reader.Read())
        {
            if (quoted && c == '"' && reader.Peek() == '"') field.Append((char)reader.Read());
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
                if (c == '\n') return fields;
            }
            else field.Append((char)c);
        }

        throw new InvalidDataException("the last line is cut");
    }
}
