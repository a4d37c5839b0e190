using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Facebook;

/// <summary>What the owner's profile claims, where the export says by an address whose it is.</summary>
internal sealed class FacebookOwner : RecordPiece
{
    private const int LongestFile = 1 << 20;

    private static readonly JsonShape Profile = new(
        "profile_v2.profile_uri", "profile.profile_uri", "profile_information_v2.profile_uri",
        "profile_v2.registration_timestamp", "profile.registration_timestamp");

    private readonly byte[] _id;
    private readonly byte[] _createdAt;
    private readonly long _followers;
    private readonly long _followed;

    private FacebookOwner(byte[] id, byte[] createdAt, long followers, long followed) =>
        (_id, _createdAt, _followers, _followed) = (id, createdAt, followers, followed);

    public override long SizeBytes => 0;

    public static FacebookOwner Of(ArchiveFolder folder, long followers, long followed)
    {
        var file = folder.Find("profile_information.json").FirstOrDefault(entry => entry.SizeBytes <= LongestFile);
        if (file is null) return new FacebookOwner([], [], 0, 0);
        var text = GC.AllocateUninitializedArray<byte>((int)file.SizeBytes, pinned: true);
        int length;
        using (var stream = folder.Open(file))
            length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var fields = new JsonFields(Profile);
        if (!fields.TryRead(text.AsSpan(0, length), new DriftCounts(), out _))
            return new FacebookOwner([], [], followers, followed);
        var address = fields.Has(0) ? fields[0] : fields.Has(1) ? fields[1] : fields[2];
        var created = fields.Has(3) ? fields[3] : fields[4];
        return new FacebookOwner(IdOf(address), created.ToArray(), followers, followed);
    }

    public override void ReadTo(FactRows rows)
    {
        rows.Begin(1);
        if (_id.Length == 0) rows.Ignore("profile without an address");
        else
        {
            var row = rows.Account(_id);
            row.Set(AccountColumn.CreatedAt, _createdAt);
            if (_followers > 0) row.Set(AccountColumn.ClaimedFollowers, _followers);
            if (_followed > 0) row.Set(AccountColumn.ClaimedFollowing, _followed);
        }

        rows.End(0);
    }

    public override void Dispose()
    {
    }

    /// <summary>
    /// The number of <c>https://www.facebook.com/profile.php?id=1000</c>, or the name of
    /// <c>https://www.facebook.com/anna.b</c> in lower case, with an at sign: it is no number of Facebook's.
    /// </summary>
    private static byte[] IdOf(ReadOnlySpan<byte> address)
    {
        var host = address.IndexOf("facebook.com/"u8);
        if (host < 0) return [];
        var rest = address[(host + 13)..].TrimEnd((byte)'/');
        var number = rest.IndexOf("id="u8);
        if (number >= 0)
        {
            rest = rest[(number + 3)..];
            var end = rest.IndexOf((byte)'&');
            return (end < 0 ? rest : rest[..end]).ToArray();
        }

        var query = rest.IndexOfAny("?/#"u8);
        var name = PostMentions.Normal(query < 0 ? rest : rest[..query], stackalloc byte[64]);
        return name.IsEmpty ? [] : [(byte)'@', .. name];
    }
}
