using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Pipeline.Samples.Platforms.Bluesky;

/// <summary>
/// Writes JSON as DAG-CBOR, the one form that a value has there: shortest lengths, members by length of their name and
/// then by its bytes, <c>$link</c> as a CID and <c>$bytes</c> as bytes. Source: ipld.io/specs/codecs/dag-cbor and
/// atproto.com/specs/data-model.
/// </summary>
internal static class DagCborText
{
    public static byte[] Of(JsonNode? value)
    {
        using var target = new MemoryStream();
        Write(target, value);
        return target.ToArray();
    }

    private static void Write(MemoryStream target, JsonNode? value)
    {
        if (value is null) target.WriteByte(0xF6);
        else if (value is JsonArray array)
        {
            Head(target, 4, (ulong)array.Count);
            foreach (var item in array) Write(target, item);
        }
        else if (value is not JsonObject members) WriteScalar(target, value.AsValue());
        else if (members["$link"] is { } link) WriteCid(target, link.GetValue<string>());
        else if (members["$bytes"] is { } bytes) WriteBytes(target, Convert.FromBase64String(bytes.GetValue<string>()));
        else
        {
            Head(target, 5, (ulong)members.Count);
            var sorted = members.Select(member => (Name: Encoding.UTF8.GetBytes(member.Key), member.Value))
                .OrderBy(member => member.Name.Length)
                .ThenBy(member => Convert.ToHexString(member.Name), StringComparer.Ordinal);
            foreach (var (name, item) in sorted)
            {
                Head(target, 3, (ulong)name.Length);
                target.Write(name);
                Write(target, item);
            }
        }
    }

    private static void WriteScalar(MemoryStream target, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                var text = Encoding.UTF8.GetBytes(value.GetValue<string>());
                Head(target, 3, (ulong)text.Length);
                target.Write(text);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                target.WriteByte(value.GetValue<bool>() ? (byte)0xF5 : (byte)0xF4);
                break;
            default:
                var json = value.ToJsonString();
                if (long.TryParse(json, System.Globalization.CultureInfo.InvariantCulture, out var number))
                    Head(target, number < 0 ? 1 : 0, (ulong)(number < 0 ? ~number : number));
                else WriteFloat(target, double.Parse(json, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteFloat(MemoryStream target, double number)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xFB;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], number);
        target.Write(bytes);
    }

    private static void WriteBytes(MemoryStream target, byte[] bytes)
    {
        Head(target, 2, (ulong)bytes.Length);
        target.Write(bytes);
    }

    private static void WriteCid(MemoryStream target, string text)
    {
        target.Write([0xD8, 42]);
        WriteBytes(target, [0, .. ContentId.Parse(text)]);
    }

    private static void Head(MemoryStream target, int kind, ulong number)
    {
        Span<byte> bytes = stackalloc byte[9];
        var first = (byte)(kind << 5);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], number);
        var size = number < 24 ? 0 : number <= byte.MaxValue ? 1 : number <= ushort.MaxValue ? 2
            : number <= uint.MaxValue ? 4 : 8;
        bytes[8 - size] = size switch
        {
            0 => (byte)(first | (byte)number),
            1 => (byte)(first | 24),
            2 => (byte)(first | 25),
            4 => (byte)(first | 26),
            _ => (byte)(first | 27),
        };
        target.Write(bytes.Slice(8 - size, 1 + size));
    }
}
