namespace Analytics.Pipeline.Formats.Bluesky;

/// <summary>
/// The parts of an AT URI, <c>at://did:plc:abc/app.bsky.feed.post/3k</c>: whose repository, which collection, which
/// key. What is not built so has empty parts.
/// </summary>
internal readonly ref struct AtUri
{
    public AtUri(ReadOnlySpan<byte> uri)
    {
        if (!uri.StartsWith("at://did:"u8)) return;
        var rest = uri[5..];
        var first = rest.IndexOf((byte)'/');
        var second = first < 0 ? -1 : rest[(first + 1)..].IndexOf((byte)'/');
        if (second <= 0) return;
        Repository = rest[..first];
        Collection = rest.Slice(first + 1, second);
        Key = rest[(first + second + 2)..];
    }

    /// <summary>DID of the account that the record belongs to.</summary>
    public ReadOnlySpan<byte> Repository { get; }

    public ReadOnlySpan<byte> Collection { get; }

    public ReadOnlySpan<byte> Key { get; }

    /// <summary>Writes the URI of a record; the part of <paramref name="target"/> that it takes.</summary>
    public static ReadOnlySpan<byte> Write(
        Span<byte> target, ReadOnlySpan<byte> repository, ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key)
    {
        "at://"u8.CopyTo(target);
        var length = 5;
        repository.CopyTo(target[length..]);
        length += repository.Length;
        target[length++] = (byte)'/';
        collection.CopyTo(target[length..]);
        length += collection.Length;
        target[length++] = (byte)'/';
        key.CopyTo(target[length..]);
        return target[..(length + key.Length)];
    }
}
