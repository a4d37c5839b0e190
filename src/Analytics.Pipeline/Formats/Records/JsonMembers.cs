namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The members of a JSON object that was checked already: names as they stand in the file, values as JSON text. What
/// is no object has no members.
/// </summary>
internal ref struct JsonMembers
{
    private ReadOnlySpan<byte> _rest;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        _rest = json is [(byte)'{', ..] ? json[1..] : default;
        Name = default;
        Value = default;
    }

    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether nothing but the closing bracket is left; true for what is no object.</summary>
    public readonly bool IsAtEnd => _rest.Trim(" \t\r\n"u8) is [] or [(byte)'}'];

    public bool MoveNext()
    {
        var start = _rest.IndexOfAnyExcept(" \t\r\n,"u8);
        if (start < 0 || _rest[start] != '"') return false;
        _rest = _rest[start..];
        var end = JsonText.TextEnd(_rest, 1);
        if (end < 0) return false;
        Name = _rest[1..(end - 1)];
        var value = _rest[end..].IndexOfAnyExcept(" \t\r\n:"u8);
        if (value < 0) return false;
        _rest = _rest[(end + value)..];
        var length = JsonText.ValueEnd(_rest);
        if (length <= 0) return false;
        Value = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
