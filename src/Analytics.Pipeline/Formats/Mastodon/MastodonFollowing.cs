using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Mastodon;

/// <summary>
/// Accounts that an archive's owner follows, from <c>following_accounts.csv</c>: an account a line, its address first.
/// The list does not say since when.
/// </summary>
internal sealed class MastodonFollowing(MastodonOwner owner) : JsonRecords
{
    private static readonly JsonShape Nothing = new();

    public override JsonShape Shape(int section) => Nothing;

    /// <summary>Whether a line is that of the names of columns, which lists of old servers lack.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) =>
        line.IndexOf("Account address"u8) is >= 0 and <= 4;

    public override void Read(int section, JsonFields record, FactRows rows) => rows.Reject("not a line of a list");

    public override void Read(int section, ReadOnlySpan<byte> text, long line, long sizeBytes, FactRows rows)
    {
        rows.Begin(line);
        if (line > 1 || !IsHeader(text)) Follow(text, rows);
        rows.End(sizeBytes);
    }

    private void Follow(ReadOnlySpan<byte> line, FactRows rows)
    {
        Span<byte> target = stackalloc byte[MastodonOwner.LongestAddress];
        var comma = line.IndexOf((byte)',');
        var address = (comma < 0 ? line : line[..comma]).Trim(" \t\r\""u8);
        var followed = owner.Person(address, default, target);
        if (followed.IsEmpty) rows.Reject("not an address such as name@server", "Account address");
        else rows.Follow(owner.Address, followed, default);
    }
}
