using System.Text.Json;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// The wanted members of one JSON object at a time: texts unescaped, numbers and booleans as written, objects and
/// arrays as their JSON text, nothing for null and absent. Values point into the record, which must be pinned, and are
/// valid until the next one is read. Not thread-safe.
/// </summary>
internal sealed class JsonFields(JsonShape shape)
{
    private readonly Utf8Field[] _values = new Utf8Field[shape.SlotCount];
    private readonly JsonTokenType[] _types = new JsonTokenType[shape.SlotCount];
    private readonly List<(string Parent, int Start, int Length)> _unknown = [];
    private byte[] _scratch = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
    private int _scratchUsed;
    private List<byte[]>? _outgrown;

    /// <summary>The value of a slot; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int slot] => _values[slot].Bytes;

    /// <summary>Whether the member was there and not null.</summary>
    public bool Has(int slot) => !_values[slot].IsMissing;

    public bool IsText(int slot) => _types[slot] == JsonTokenType.String;

    public bool IsTrue(int slot) => _types[slot] == JsonTokenType.True;

    /// <summary>
    /// Takes a record apart. What is no JSON object, not valid, or nested deeper than 64 is told as
    /// <paramref name="problem"/>.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> record, DriftCounts drift, out string? problem)
    {
        Array.Fill(_values, Utf8Field.Missing);
        Array.Clear(_types);
        _scratchUsed = 0;
        _outgrown?.Clear();
        _unknown.Clear();
        problem = null;
        try
        {
            var reader = new Utf8JsonReader(record);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                problem = "not a JSON object";
                return false;
            }

            ReadObject(ref reader, shape.Root, record);

            // Text behind the object is not JSON.
            while (reader.Read())
            {
            }

            if (_unknown.Count > 0) Tell(record, drift);
            return true;
        }
        catch (JsonException error)
        {
            problem = $"not valid JSON at byte {error.BytePositionInLine}";
        }
        catch (InvalidOperationException)
        {
            problem = "a JSON text is not valid Unicode";
        }

        return false;
    }

    private void Tell(ReadOnlySpan<byte> record, DriftCounts drift)
    {
        if (shape.Drifts?.Invoke(this) == false) return;
        foreach (var (parent, start, length) in _unknown) drift.Unknown(parent, record.Slice(start, length));
    }

    private void ReadObject(ref Utf8JsonReader reader, JsonShape.Member members, ReadOnlySpan<byte> record)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = members.Find(ref reader);
            if (member is null)
                _unknown.Add((members.Path, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
            reader.Read();
            if (member is { HasChildren: true } && reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                ReadObject(ref reader, member, record);
                Set(member.Slot, record[start..(int)reader.BytesConsumed], JsonTokenType.StartObject);
            }
            else if (member is null or { Slot: < 0 }) reader.Skip();
            else ReadValue(ref reader, member.Slot, record);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, int slot, ReadOnlySpan<byte> record)
    {
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        switch (type)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.String when reader.ValueIsEscaped:
                var text = Scratch(reader.ValueSpan.Length);
                Set(slot, text[..reader.CopyString(text)], type);
                return;
            case JsonTokenType.String:
                Set(slot, record.Slice(start + 1, reader.ValueSpan.Length), type);
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                Set(slot, record[start..(int)reader.BytesConsumed], type);
                return;
            default:
                Set(slot, record.Slice(start, reader.ValueSpan.Length), type);
                return;
        }
    }

    private void Set(int slot, ReadOnlySpan<byte> value, JsonTokenType type)
    {
        if (slot < 0) return;
        _values[slot] = Utf8Field.Of(value);
        _types[slot] = type;
    }

    private Span<byte> Scratch(int length)
    {
        if (_scratch.Length - _scratchUsed < length)
        {
            // Values may still point into the old one.
            (_outgrown ??= []).Add(_scratch);
            _scratch = GC.AllocateUninitializedArray<byte>(Math.Max(2 * _scratch.Length, length), pinned: true);
            _scratchUsed = 0;
        }

        _scratchUsed += length;
        return _scratch.AsSpan(_scratchUsed - length, length);
    }
}
