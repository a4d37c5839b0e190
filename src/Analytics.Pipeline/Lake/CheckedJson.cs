using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// JSON files that tell whether they are as they were written: the last member is the SHA-256 of all bytes before it,
/// and nothing but the closing brace comes after. So each changed byte is found, white space and the sum itself
/// included. They are replaced whole and are on disk when a method returns.
/// </summary>
internal static class CheckedJson
{
    private const string Remedy =
        "Expected: what a run wrote. 'analytics runs verify' names all damage, 'analytics runs repair' mends what can "
        + "be mended; or restore the file from a backup, or start a new lake with --lake.";

    private static readonly byte[] Sum = ",\n  \"checksum\": \""u8.ToArray();

    private static readonly byte[] End = "\"\n}\n"u8.ToArray();

    public static void Write<T>(string path, T content)
    {
        var text = JsonSerializer.Serialize(content, ManifestJson.Options);
        var body = text[..text.LastIndexOf("\n}", StringComparison.Ordinal)];
        Durable.WriteText(
            path, body + Encoding.UTF8.GetString(Sum) + Digest(Encoding.UTF8.GetBytes(body))
            + Encoding.UTF8.GetString(End));
    }

    /// <param name="needsNoSum">Of which content the sum may be missing: what older programs wrote had none.</param>
    /// <exception cref="UserException">The file is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is none; or no folder, as another exception says.</exception>
    public static T Read<T>(string path, Func<T, bool>? needsNoSum = null)
        where T : class
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().LastIndexOf(Sum);
        if (at >= 0 && !bytes.AsSpan(at + Sum.Length).SequenceEqual(
            [.. Encoding.UTF8.GetBytes(Digest(bytes.AsSpan(0, at))), .. End]))
        {
            throw new UserException($"{path}: damaged: its bytes have another checksum than it says. {Remedy}");
        }

        T? read;
        try
        {
            read = JsonSerializer.Deserialize<T>(bytes, ManifestJson.Options);
        }
        catch (JsonException error)
        {
            throw new UserException($"{path}: damaged: {error.Message} {Remedy}", ExitCodes.Failed, error);
        }

        if (read is null) throw new UserException($"{path}: damaged: it holds nothing. {Remedy}");
        if (at < 0 && needsNoSum?.Invoke(read) != true)
            throw new UserException($"{path}: damaged: it lacks its checksum. {Remedy}");
        return read;
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
