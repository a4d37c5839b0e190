using System.Text;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>
/// Whose archive of Mastodon it is, from <c>actor.json</c>, and how accounts are named: <c>name@server</c>, lower case,
/// because that is what all parts of an archive can tell. The owner's server may have a second name, the one in
/// addresses of people; it then stands for all accounts of that server.
/// </summary>
internal sealed class MastodonOwner
{
    /// <summary>Longest address that is read.</summary>
    public const int LongestAddress = 512;

    private static readonly JsonShape Actor = new("id", "preferredUsername", "webfinger", "published");

    private readonly byte[] _server;
    private readonly byte[] _addressServer;

    private MastodonOwner(byte[] address, byte[] server, byte[] addressServer)
    {
        Address = address;
        _server = server;
        _addressServer = addressServer;
    }

    /// <summary>As <c>name@server</c>.</summary>
    public byte[] Address { get; }

    public required OwnerPiece Piece { get; init; }

    /// <exception cref="ExportFileException">The archive does not say whose it is.</exception>
    public static MastodonOwner Of(ArchiveFolder folder)
    {
        var file = folder.Find("actor.json").OrderBy(entry => entry.Name.Length).FirstOrDefault();
        var actor = SmallFile.Read(folder, file, Actor);
        var uri = new MastodonUri(actor?[0] ?? []);
        if (actor is null || uri.Name.IsEmpty)
        {
            throw new ExportFileException(
                "found nobody whose archive it is, expected actor.json with the address of the account in id; "
                + "put files that you fetched singly into the folder of the unpacked archive");
        }

        var server = Lower(uri.Server);
        var webFinger = Lower(actor[2]);
        var at = webFinger.IndexOf((byte)'@');
        var addressServer = at > 0 ? webFinger[(at + 1)..] : server;
        var name = actor[1].Length > 0 ? Lower(actor[1]) : Lower(uri.Name);
        byte[] address = [.. name, (byte)'@', .. addressServer];
        var joined = actor[3];
        return new MastodonOwner(address, server, addressServer)
        {
            Piece = new OwnerPiece([file!], rows =>
            {
                var row = rows.Account(address);
                row.Set(AccountColumn.Handle, address);
                row.Set(AccountColumn.CreatedAt, joined);
            }),
        };
    }

    /// <summary>The account that an address of it, or of a post of it, names; empty if it names none.</summary>
    /// <param name="target">Takes <see cref="LongestAddress"/> bytes.</param>
    public ReadOnlySpan<byte> Person(ReadOnlySpan<byte> uri, Span<byte> target)
    {
        var parts = new MastodonUri(uri);
        if (parts.Name.Contains((byte)'@')) return Person(parts.Name, default, target);
        return Person(parts.Name, parts.Server, target);
    }

    /// <summary>The account of an address as people write it, with or without a first at sign.</summary>
    /// <param name="server">That of the account, where the address has none.</param>
    public ReadOnlySpan<byte> Person(ReadOnlySpan<byte> address, ReadOnlySpan<byte> server, Span<byte> target)
    {
        if (address.StartsWith("@"u8)) address = address[1..];
        var at = address.IndexOf((byte)'@');
        if (at >= 0)
        {
            server = address[(at + 1)..];
            address = address[..at];
        }

        if (address.IsEmpty || server.IsEmpty || address.Length + server.Length >= LongestAddress) return default;
        if (address.IndexOfAny(" \t\"<>"u8) >= 0 || server.IndexOfAny(" \t\"<>@/"u8) >= 0) return default;
        if (Ascii.EqualsIgnoreCase(server, _server)) server = _addressServer;

        Ascii.ToLower(address, target, out var length);
        if (length != address.Length) return default;
        target[length++] = (byte)'@';
        Ascii.ToLower(server, target[length..], out var written);
        return written == server.Length ? target[..(length + written)] : default;
    }

    private static byte[] Lower(ReadOnlySpan<byte> text)
    {
        var lower = text.ToArray();
        Ascii.ToLowerInPlace(lower, out _);
        return lower;
    }
}
