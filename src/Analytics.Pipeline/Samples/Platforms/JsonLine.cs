using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>Writes JSON objects that stand in one line, or in a field of a table.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> content)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options)) json.Object(() => content(json));
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
