using System.Text.Json;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>
/// The names of the members at the beginning of a JSON text: of the object it begins with, or of the first object of
/// the array, and of the objects below its members. The text may be cut.
/// </summary>
internal sealed class JsonKeys
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Names of the object's own members, in order.</summary>
    public List<string> Top { get; } = [];

    /// <summary>The text begins with an array.</summary>
    public bool IsArray { get; private set; }

    /// <summary>Another value follows behind the first one, as in files with an object a line.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>Null where the text is no JSON.</summary>
    public static JsonKeys? Of(ReadOnlySpan<byte> text)
    {
        var keys = new JsonKeys();
        var options = new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 64 };
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            if (!reader.Read()) return null;
            keys.IsArray = reader.TokenType == JsonTokenType.StartArray;
            if (keys.IsArray && !reader.Read()) return null;
            if (keys.IsArray && reader.TokenType == JsonTokenType.EndArray) return keys;
            if (reader.TokenType != JsonTokenType.StartObject) return null;
            keys.Collect(ref reader);
        }
        catch (JsonException)
        {
            if (keys.Top.Count == 0) return null;
        }

        return keys;
    }

    /// <param name="path">A member, or a member of a member: <c>commit.operation</c>.</param>
    public bool Has(string path) => _names.Contains(path);

    private void Collect(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var outer = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth)
            {
                GoesOn = !IsArray && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
                return;
            }

            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = reader.GetString()!;
            if (reader.CurrentDepth == depth + 1)
            {
                Top.Add(outer = name);
                _names.Add(name);
            }
            else if (reader.CurrentDepth == depth + 2) _names.Add($"{outer}.{name}");
        }
    }
}
