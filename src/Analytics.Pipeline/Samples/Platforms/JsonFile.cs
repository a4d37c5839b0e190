using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>Writes the JSON files of a platform's export. The same content gives the same bytes.</summary>
internal static class JsonFile
{
    private static readonly JsonWriterOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n", Indented = true };

    /// <summary>Letters outside the English alphabet as <c>\u00E4</c>.</summary>
    private static readonly JsonWriterOptions Escaped = new() { NewLine = "\n", Indented = true };

    /// <param name="before">Text in front of the document.</param>
    public static void Write(
        string folder, string name, Action<Utf8JsonWriter> content, string before = "", bool escaped = false)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(before));
        using var json = new Utf8JsonWriter(file, escaped ? Escaped : Plain);
        content(json);
    }

    /// <summary>A list with what <paramref name="write"/> writes for each item.</summary>
    public static void Array<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    /// <summary>The same as a member.</summary>
    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        json.Array(items, write);
    }

    /// <summary>An object with what <paramref name="write"/> writes.</summary>
    public static void Object(this Utf8JsonWriter json, Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    /// <summary>The same as a member.</summary>
    public static void Object(this Utf8JsonWriter json, string name, Action write)
    {
        json.WritePropertyName(name);
        json.Object(write);
    }
}
