using System.Buffers;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Finds where JSON values end by their brackets and quotes alone, several times as fast as taking them apart. Whether
/// what lies between is valid, whoever takes it apart finds out.
/// </summary>
internal static class JsonText
{
    /// <summary>What opens, closes, or begins a text.</summary>
    public static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);

    /// <summary>What stands behind a number or a word.</summary>
    public static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);

    /// <summary>Length of the value that <paramref name="rest"/> begins with, or -1.</summary>
    public static int ValueEnd(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '"') return TextEnd(rest, 1);
        if (rest[0] is not ((byte)'{' or (byte)'[')) return rest.IndexOfAny(ScalarEnds);
        var depth = 0;
        for (var i = 0; ;)
        {
            var next = rest[i..].IndexOfAny(Brackets);
            if (next < 0) return -1;
            i += next + 1;
            if (rest[i - 1] == '"')
            {
                i = TextEnd(rest, i);
                if (i < 0) return -1;
            }
            else if (rest[i - 1] is (byte)'{' or (byte)'[') depth++;
            else if (--depth == 0) return i;
        }
    }

    /// <summary>Position behind the mark that ends a text, of which <paramref name="from"/> is inside; or -1.</summary>
    public static int TextEnd(ReadOnlySpan<byte> rest, int from)
    {
        while (from < rest.Length)
        {
            var stop = rest[from..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0) return -1;
            from += stop;
            if (rest[from] == '"') return from + 1;
            from += 2;
        }

        return -1;
    }
}
