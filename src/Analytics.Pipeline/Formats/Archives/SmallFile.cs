using System.Globalization;
using System.Text.Json;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Archives;

/// <summary>
/// A file of an archive that is read as a whole, because it tells who the owner is: one JSON object, or a list of which
/// the first element counts, with or without the name of a variable in front of it.
/// </summary>
internal sealed class SmallFile
{
    private const int LongestBytes = 1 << 20;

    private readonly byte[] _bytes;
    private readonly JsonFields _fields;

    private SmallFile(byte[] bytes, JsonFields fields)
    {
        _bytes = bytes;
        _fields = fields;
    }

    /// <summary>Null if there is no such file, or nothing in it that could be read.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or too long.</exception>
    public static SmallFile? Read(ArchiveFolder folder, ArchiveEntry? entry, JsonShape shape)
    {
        if (entry is null or { SizeBytes: 0 }) return null;
        if (entry.SizeBytes > LongestBytes)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(entry.Name)} has {entry.SizeBytes:N0} bytes, expected at most {LongestBytes:N0}"));
        }

        var bytes = new byte[entry.SizeBytes];
        using var stream = folder.Open(entry);
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Of(bytes.AsSpan(0, length), shape);
    }

    /// <summary>The same for a document that is there already.</summary>
    public static SmallFile? Of(ReadOnlySpan<byte> document, JsonShape shape)
    {
        var start = document.IndexOfAny((byte)'{', (byte)'[');
        if (start < 0) return null;
        var text = document[start..].TrimEnd(" \t\r\n;"u8);
        var bytes = GC.AllocateUninitializedArray<byte>(text.Length, pinned: true);
        text.CopyTo(bytes);
        var fields = new JsonFields(shape);
        return TryRead(bytes, fields) ? new SmallFile(bytes, fields) : null;
    }

    /// <summary>The value of a slot; empty where there is none.</summary>
    public byte[] this[int slot]
    {
        get
        {
            var value = _fields[slot].ToArray();
            GC.KeepAlive(_bytes);
            return value;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> document, JsonFields fields)
    {
        try
        {
            foreach (var first in new JsonItems(document))
            {
                document = first;
                break;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return fields.TryRead(document, new DriftCounts(), out _);
    }
}
