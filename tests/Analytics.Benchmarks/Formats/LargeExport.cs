using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples.Platforms.Bluesky;
using Analytics.Tests.Formats.Fuzz;

namespace Analytics.Benchmarks;

/// <summary>
/// Makes a large export from a small one: its largest file again and again, each time with other digits in its long
/// numbers, so that ids and times differ as they do in life. All other files of an archive stay as they are.
/// </summary>
internal static class LargeExport
{
    private const int ShortestId = 12;
    private const int RecordsOfARepository = 100_000;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The file, or the folder of an archive.</summary>
    public static string Write(FuzzSeed seed, string folder, long bytes)
    {
        var path = Path.Combine(folder, "large-" + (seed.IsArchive ? seed.Name : seed.Files[0].Name));
        if (seed.Format == SourceFormat.BlueskyCar) return WriteRepositories(path, bytes);
        if (!seed.IsArchive)
        {
            Repeat(seed.Files[0].Bytes, path, bytes);
            return path;
        }

        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        var largest = seed.Files.MaxBy(file => file.Bytes.Length).Name;
        foreach (var (name, content) in seed.Files)
        {
            var target = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (name == largest) Repeat(content, target, bytes);
            else File.WriteAllBytes(target, content);
        }

        return path;
    }

    /// <summary>Packs a file of lines, by the engine, and removes it.</summary>
    public static string Pack(string path)
    {
        var packed = path + ".zst";
        using (var engine = DuckDbDatabase.Open())
        using (var connection = engine.Connect())
        {
            connection.Execute(
                $"COPY (FROM read_json('{path}', format = 'newline_delimited', records = true)) TO '{packed}' "
                + "(FORMAT json, COMPRESSION zstd)");
        }

        File.Delete(path);
        return packed;
    }

    /// <summary>Whether each line is a JSON object.</summary>
    public static bool IsLines(FuzzSeed seed) => !seed.IsArchive && seed.Files[0].Bytes is [(byte)'{', ..]
        && !seed.Files[0].Name.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>Repositories of accounts that like a hundred thousand posts each.</summary>
    private static string WriteRepositories(string path, long bytes)
    {
        Directory.CreateDirectory(path);
        var written = 0L;
        for (var number = 0; written < bytes; number++)
        {
            var records = new Dictionary<string, JsonObject>();
            for (var i = 0; i < RecordsOfARepository; i++)
            {
                var author = (number + i).ToString("d24", CultureInfo.InvariantCulture);
                var uri = $"at://did:plc:{author}/app.bsky.feed.post/{NetworkRecords.Key(Start, i)}";
                var subject = new JsonObject { ["cid"] = $"bafyrei{author}", ["uri"] = uri };
                records.Add($"app.bsky.feed.like/{NetworkRecords.Key(Start.AddSeconds(i), i)}", new JsonObject
                {
                    ["$type"] = "app.bsky.feed.like",
                    ["subject"] = subject,
                    ["createdAt"] = Start.AddSeconds(i).ToString("O", CultureInfo.InvariantCulture),
                });
            }

            var owner = number.ToString("d24", CultureInfo.InvariantCulture);
            var repository = new BlueskyRepository($"did:plc:{owner}", NetworkRecords.Key(Start, number), records);
            var car = BlueskyRepository.Car(repository.Commit, repository.Blocks);
            File.WriteAllBytes(Path.Combine(path, $"{number}.car"), car);
            written += car.Length;
        }

        return path;
    }

    private static void Repeat(byte[] content, string path, long bytes)
    {
        var (head, body, tail) = Parts(content);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write(head);
        var copy = (byte[])body.Clone();
        var isArray = tail.Length > 0;
        for (var round = 0; file.Length < bytes; round++)
        {
            if (isArray && round > 0) file.Write(","u8);
            body.CopyTo(copy, 0);
            Renumber(copy, round);
            file.Write(copy);
        }

        file.Write(tail);
    }

    /// <summary>What stands once, what is repeated, what ends it: header and lines, or array and elements.</summary>
    private static (byte[] Head, byte[] Body, byte[] Tail) Parts(byte[] content)
    {
        var open = content.AsSpan().IndexOf((byte)'[');
        var isDocument = open >= 0 && content.AsSpan(0, open).IndexOf((byte)'\n') is < 0 or > 0
            && content.AsSpan().LastIndexOf((byte)']') > content.Length - 8;
        if (isDocument)
        {
            var close = content.AsSpan().LastIndexOf((byte)']');
            return (content[..(open + 1)], content[(open + 1)..close], content[close..]);
        }

        if (content is [(byte)'{', ..]) return ([], content, []);
        var header = content.AsSpan().IndexOf((byte)'\n') + 1;
        return (content[..header], content[header..], []);
    }

    /// <summary>
    /// Adds the round to the middle digits of every long number. Leading digits stay, so that times stay in their year.
    /// </summary>
    private static void Renumber(Span<byte> text, int round)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit((char)text[i]))
            {
                i++;
                continue;
            }

            var length = text[i..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (length < 0) length = text.Length - i;
            if (length >= ShortestId) Add(text.Slice(i + 5, length - 6), round);
            i += length;
        }
    }

    private static void Add(Span<byte> digits, int round)
    {
        for (var at = digits.Length - 1; at >= 0 && round > 0; at--)
        {
            round += digits[at] - '0';
            digits[at] = (byte)('0' + round % 10);
            round /= 10;
        }
    }
}
