using System.Text.Json;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The elements of a JSON array that was checked already, each as its JSON text. What is no array has no elements.
/// </summary>
internal ref struct JsonItems
{
    private readonly ReadOnlySpan<byte> _array;
    private Utf8JsonReader _reader;

    public JsonItems(ReadOnlySpan<byte> array)
    {
        _array = array;
        _reader = new Utf8JsonReader(array);
        IsArray = array is [(byte)'[', ..] && _reader.Read();
        Current = default;
    }

    public bool IsArray { get; }

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether <see cref="Current"/> is a text, marks and escapes and all.</summary>
    public readonly bool IsText => Current is [(byte)'"', ..];

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!IsArray || !_reader.Read() || _reader.TokenType == JsonTokenType.EndArray) return false;
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Current = _array[start..(int)_reader.BytesConsumed];
        return true;
    }
}
