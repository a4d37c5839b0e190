using System.Text;
using System.Text.Json;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;

namespace Analytics.Tests.Ingest;

/// <summary>Records of any kind, good and bad, and the formats that they can be delivered in.</summary>
internal static class RandomExports
{
    private static readonly string[] Times =
        ["2024-01-31T23:30:00-02:00", "2024-02-01", "2024-03-05 10:00:00.25", "1710000000", "", "2024-13-01", "soon"];

    private static readonly string[] Counts = ["0", "7", "123456789", "", "", "-1", "many"];

    private static readonly string[] Texts =
        ["", "plain", "#Rad und #Bahn #rad", "Werbung https://a.example/x https://b.example/y", "so Werbung",
        "\"quoted\", and more"];

    public static List<Dictionary<string, string?>> Make(FactKind kind, int count, int seed)
    {
        var random = new Random(seed);
        var names = CanonicalColumns.Of(kind).Select(column => column.Name)
            .Where(name => name is not ("hashtags" or "links" or "disclosure"))
            .ToList();
        return [.. Enumerable.Range(0, count)
            .Select(_ => names.ToDictionary(name => name, string? (name) => Value(name, random)))];
    }

    public static byte[] Csv(IReadOnlyList<Dictionary<string, string?>> records, string lineEnd = "\r\n")
    {
        var text = new StringBuilder().AppendJoin(',', records[0].Keys).Append(lineEnd);
        foreach (var record in records) text.AppendJoin(',', record.Values.Select(Quoted)).Append(lineEnd);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Ndjson(IReadOnlyList<Dictionary<string, string?>> records) =>
        Encoding.UTF8.GetBytes(string.Join('\n', records.Select(record => JsonSerializer.Serialize(record))));

    /// <summary>Lines of fields between blanks; for records in which nothing is empty.</summary>
    public static byte[] EdgeList(IReadOnlyList<Dictionary<string, string?>> records) =>
        Encoding.UTF8.GetBytes(
            "# edges\n" + string.Concat(records.Select(record => string.Join('\t', record.Values) + "\n")));

    public static void WriteParquet(IReadOnlyList<Dictionary<string, string?>> records, string path)
    {
        var csv = path + ".csv";
        File.WriteAllBytes(csv, Csv(records, "\n"));
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        var columns = string.Join(", ", records[0].Keys.Select(name => $"'{name}': 'VARCHAR'"));
        connection.Execute(
            $"COPY (FROM read_csv('{csv}', auto_detect = false, header = true, delim = ',', quote = '\"', "
            + $"escape = '\"', columns = {{{columns}}})) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        File.Delete(csv);
    }

    private static string Quoted(string? value) =>
        value.AsSpan().ContainsAny(",\"") ? $"\"{value!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value!;

    private static string Value(string name, Random random) => name switch
    {
        "kind" => new[] { "like", "RT", "share", "reply", "MT", "qt", "poke", "" }[random.Next(8)],
        "text" => Texts[random.Next(Texts.Length)],
        "handle" => $"@h{random.Next(50)}",
        "sponsored" => new[] { "1", "0", "", "perhaps" }[random.Next(4)],
        "language" or "place" => new[] { "de", "Bad Ischl", "" }[random.Next(3)],
        "profile_tags" => new[] { "", "a|B", "Rad" }[random.Next(3)],
        "at" or "last_seen" or "ended_at" or "created_at" or "observed_at" =>
            Times[Math.Min(random.Next(9), random.Next(9)) % Times.Length],
        _ when name.EndsWith("_id", StringComparison.Ordinal) || name == "in_reply_to_author" =>
            random.Next(20) == 0 ? "" : $"u{random.Next(12)}",
        _ => Counts[Math.Min(random.Next(9), random.Next(9)) % Counts.Length],
    };
}
