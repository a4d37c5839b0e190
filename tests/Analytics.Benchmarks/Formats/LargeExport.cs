using Analytics.Tests.Formats.Fuzz;

namespace Analytics.Benchmarks;

/// <summary>
/// Makes a large export from a small one: its largest file again and again, each time with other digits in its long
/// numbers, so that ids and times differ as they do in life. All other files of an archive stay as they are.
/// </summary>
internal static class LargeExport
{
    private const int ShortestId = 12;

    /// <summary>The file, or the folder of an archive.</summary>
    public static string Write(FuzzSeed seed, string folder, long bytes)
    {
        var path = Path.Combine(folder, "large-" + (seed.IsArchive ? seed.Name : seed.Files[0].Name));
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

    /// <summary>Whether each line is a JSON object.</summary>
    public static bool IsLines(FuzzSeed seed) => seed.Files[0].Bytes is [(byte)'{', ..]
        && !seed.Files[0].Name.EndsWith(".json", StringComparison.Ordinal);

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
