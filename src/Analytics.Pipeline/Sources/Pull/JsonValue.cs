using System.Text.Json;
using Analytics.Pipeline.Formats;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Finds one value in a JSON file.</summary>
internal static class JsonValue
{
    private const long LargestBytes = 256_000_000;

    /// <summary>
    /// The text or number at a path such as <c>meta.next_token</c>, <c>$.links.next</c> or <c>cursors[0].after</c>;
    /// null if there is none, or it is empty, null or no single value.
    /// </summary>
    /// <exception cref="PullException">The file is not JSON.</exception>
    public static string? At(string file, string path)
    {
        try
        {
            using var stream = ExportStream.Open(file, hash: null);
            using MemoryStream content = new();
            var buffer = new byte[1 << 16];
            while (stream.Read(buffer) is var read and > 0)
            {
                content.Write(buffer, 0, read);
                if (content.Length > LargestBytes)
                    throw new PullException($"a page of more than {LargestBytes:N0} bytes; ask for smaller ones");
            }

            using var document = JsonDocument.Parse(content.GetBuffer().AsMemory(0, (int)content.Length));
            return Text(Walk(document.RootElement, path));
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new PullException("the page is not JSON, so nobody knows the next one", error);
        }
    }

    private static JsonElement? Walk(JsonElement root, string path)
    {
        JsonElement? at = root;
        foreach (var step in path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.RemoveEmptyEntries).SkipWhile((step, index) => index == 0 && step == "$"))
        {
            at = at switch
            {
                { ValueKind: JsonValueKind.Object } here when here.TryGetProperty(step, out var child) => child,
                { ValueKind: JsonValueKind.Array } here when int.TryParse(step, out var index)
                    && index >= 0 && index < here.GetArrayLength() => here[index],
                _ => null,
            };
        }

        return at;
    }

    private static string? Text(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } given ? given : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
