namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// The parts of a post's address, <c>https://twitter.com/handle/status/123</c>. What is not built so, or goes on to a
/// picture of the post, has empty parts.
/// </summary>
internal readonly ref struct XStatusAddress
{
    public XStatusAddress(ReadOnlySpan<byte> address)
    {
        var scheme = address.IndexOf("://"u8);
        if (scheme < 0) return;
        var rest = address[(scheme + 3)..];
        foreach (var prefix in (ReadOnlySpan<int>)[4, 7])
        {
            if (rest.StartsWith(prefix == 4 ? "www."u8 : "mobile."u8)) rest = rest[prefix..];
        }

        if (rest.StartsWith("twitter.com/"u8)) rest = rest[12..];
        else if (rest.StartsWith("x.com/"u8)) rest = rest[6..];
        else return;

        var slash = rest.IndexOf((byte)'/');
        if (slash <= 0) return;
        var handle = rest[..slash];
        rest = rest[(slash + 1)..];
        if (rest.StartsWith("status/"u8)) rest = rest[7..];
        else if (rest.StartsWith("statuses/"u8)) rest = rest[9..];
        else return;

        var end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end < 0) end = rest.Length;
        if (end == 0 || end < rest.Length && rest[end] is not ((byte)'?' or (byte)'#')) return;
        Handle = handle;
        Post = rest[..end];
    }

    /// <summary>As it stands in the address, without the at sign.</summary>
    public ReadOnlySpan<byte> Handle { get; }

    /// <summary>Number of the post.</summary>
    public ReadOnlySpan<byte> Post { get; }
}
