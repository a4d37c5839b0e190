namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The elements of a JSON array that was checked already, each as its JSON text. What is no array has no elements.
/// </summary>
internal ref struct JsonItems
{
    private ReadOnlySpan<byte> _rest;

    public JsonItems(ReadOnlySpan<byte> array)
    {
        IsArray = array is [(byte)'[', ..];
        _rest = IsArray ? array[1..] : default;
        Current = default;
    }

    public bool IsArray { get; }

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether <see cref="Current"/> is a text, marks and escapes and all.</summary>
    public readonly bool IsText => Current is [(byte)'"', ..];

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        var start = _rest.IndexOfAnyExcept(" \t\r\n,"u8);
        if (start < 0 || _rest[start] == ']') return false;
        _rest = _rest[start..];
        var length = JsonText.ValueEnd(_rest);
        if (length <= 0) return false;
        Current = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
