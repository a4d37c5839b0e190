using System.Text;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>Builds the JSON array that list columns take. Used again for each record; not thread-safe.</summary>
internal sealed class TextList
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>The array; empty if nothing was begun.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            if (_length == 0) return default;
            Room(1);
            _bytes[_length] = (byte)']';
            return _bytes.AsSpan(0, _length + 1);
        }
    }

    /// <summary>An empty list, which is more than none: the export says that there is nothing.</summary>
    public void Begin()
    {
        _length = 1;
        Room(0);
        _bytes[0] = (byte)'[';
    }

    /// <summary>No list at all.</summary>
    public void Clear() => _length = 0;

    public void Add(ReadOnlySpan<byte> text)
    {
        if (_length == 0) Begin();
        Room(6 * text.Length + 3);
        if (_length > 1) _bytes[_length++] = (byte)',';
        _bytes[_length++] = (byte)'"';
        foreach (var c in text)
        {
            if (c is (byte)'"' or (byte)'\\') _bytes[_length++] = (byte)'\\';
            if (c >= ' ') _bytes[_length++] = c;
            else _length += Encoding.ASCII.GetBytes($"\\u{(int)c:x4}", _bytes.AsSpan(_length));
        }

        _bytes[_length++] = (byte)'"';
    }

    /// <param name="json">A JSON text with its marks, as <see cref="JsonItems.Current"/> gives it.</param>
    public void AddJson(ReadOnlySpan<byte> json)
    {
        if (_length == 0) Begin();
        Room(json.Length + 1);
        if (_length > 1) _bytes[_length++] = (byte)',';
        json.CopyTo(_bytes.AsSpan(_length));
        _length += json.Length;
    }

    private void Room(int length)
    {
        if (_bytes.Length - _length > length) return;
        Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length + 1));
    }
}
