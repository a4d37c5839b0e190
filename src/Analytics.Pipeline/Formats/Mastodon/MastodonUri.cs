namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>
/// What the address of an account or a post of the fediverse tells: the server, the name of the account, and when the
/// post was written. Understood are the addresses of Mastodon, <c>https://server/users/name/statuses/1</c>,
/// <c>https://server/@name/1</c> and <c>https://server/ap/users/1/statuses/1</c>, and those of other software that are
/// built alike. What tells no account has an empty name.
/// </summary>
internal readonly ref struct MastodonUri
{
    public MastodonUri(ReadOnlySpan<byte> uri)
    {
        var rest = uri;
        if (rest.StartsWith("https://"u8)) rest = rest[8..];
        else if (rest.StartsWith("http://"u8)) rest = rest[7..];
        else return;

        var slash = rest.IndexOf((byte)'/');
        if (slash <= 0) return;
        var server = rest[..slash];
        rest = rest[(slash + 1)..];
        var start = uri.Length - rest.Length;
        if (rest.StartsWith("ap/users/"u8))
        {
            // A number and not a name; kept with its path, so that it is no account named after a number.
            Name = rest[..(9 + SegmentLength(rest[9..]))];
            rest = rest[Name.Length..];
            if (Name.Length == 9) Name = default;
        }
        else
        {
            var prefix = PrefixLength(rest);
            if (prefix == 0) return;
            var length = SegmentLength(rest[prefix..]);
            Name = rest.Slice(prefix, length);
            rest = rest[(prefix + length)..];
        }

        if (!IsName(Name) || !IsServer(server))
        {
            Name = default;
            return;
        }

        Server = server;
        Account = uri[..(uri.Length - rest.Length)];
        if (rest.StartsWith("/statuses/"u8)) Status = rest[10..(10 + SegmentLength(rest[10..]))];
        else if (uri[start] == '@' && rest.Length > 1) Status = rest[1..(1 + SegmentLength(rest[1..]))];
    }

    /// <summary>Name of the server that the address names.</summary>
    public ReadOnlySpan<byte> Server { get; }

    /// <summary>Name of the account; <c>ap/users/1</c> where the address has a number instead.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The part of the address that is the account's own.</summary>
    public ReadOnlySpan<byte> Account { get; }

    /// <summary>Number of the post on its server; empty for accounts and other software.</summary>
    public ReadOnlySpan<byte> Status { get; }

    /// <summary>
    /// When the post was written, in milliseconds since 1970, or 0: Mastodon's numbers begin with the time (48 bits, in
    /// front of 16 others) since version 2.0, and were counted from 1 before.
    /// </summary>
    public long StatusMilliseconds
    {
        get
        {
            if (!System.Buffers.Text.Utf8Parser.TryParse(Status, out ulong number, out var used)
                || used != Status.Length)
                return 0;
            var milliseconds = (long)(number >> 16);
            return milliseconds is > 1_451_606_400_000 and < 4_102_444_800_000 ? milliseconds : 0;
        }
    }

    private static int PrefixLength(ReadOnlySpan<byte> path)
    {
        if (path.StartsWith("@"u8)) return 1;
        if (path.StartsWith("users/"u8)) return 6;
        if (path.StartsWith("u/"u8) || path.StartsWith("p/"u8)) return 2;
        if (path.StartsWith("profile/"u8)) return 8;
        return path.StartsWith("accounts/"u8) ? 9 : 0;
    }

    private static int SegmentLength(ReadOnlySpan<byte> path)
    {
        var end = path.IndexOfAny("/?#"u8);
        return end < 0 ? path.Length : end;
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'_' or (byte)'.' or (byte)'-' or (byte)'/'
                or (byte)'@' or (byte)':'))
                return false;
        }

        return !name.IsEmpty;
    }

    private static bool IsServer(ReadOnlySpan<byte> server)
    {
        foreach (var c in server)
        {
            if (c <= ' ' || c is (byte)'@' or (byte)'"' or (byte)'<' or (byte)'>') return false;
        }

        return true;
    }
}
