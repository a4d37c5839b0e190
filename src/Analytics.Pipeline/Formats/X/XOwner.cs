using System.Text;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Whose archive of X it is, when it was made, and how many entries it says it has: from <c>account.js</c> and
/// <c>manifest.js</c>, in archives from before 2018 from <c>user_details.js</c>.
/// </summary>
internal sealed class XOwner
{
    private static readonly JsonShape Account = new(
        "account.accountId", "account.username", "account.createdAt", "id", "screen_name", "created_at");

    private static readonly JsonShape Manifest = new(
        "userInfo.accountId", "userInfo.userName", "archiveInfo.generationDate", "archiveInfo.isPartialArchive",
        "archiveInfo.isArchivePartial", "dataTypes.follower.files", "dataTypes.following.files",
        "dataTypes.tweets.files", "dataTypes.tweet.files");

    private static readonly JsonShape ManifestFile = new("count", "~fileName", "~globalName");

    /// <summary>Number of the account.</summary>
    public required byte[] Id { get; init; }

    /// <summary>Without the at sign.</summary>
    public required byte[] Handle { get; init; }

    /// <summary>When the archive was made; empty where it does not say.</summary>
    public required byte[] MadeAt { get; init; }

    /// <summary>Whether the archive says that it is a part of one.</summary>
    public required bool IsPartial { get; init; }

    public required OwnerPiece Piece { get; init; }

    /// <exception cref="ExportFileException">The archive does not say whose it is.</exception>
    public static XOwner Of(ArchiveFolder folder)
    {
        var accountFile = Only(folder, "account.js") ?? Only(folder, "user_details.js");
        var manifestFile = Only(folder, "manifest.js");
        var account = SmallFile.Read(folder, accountFile, Account);
        var manifest = SmallFile.Read(folder, manifestFile, Manifest);
        var id = First(account?[0], account?[3], manifest?[0]);
        if (id.Length == 0)
        {
            throw new ExportFileException(
                "found nobody whose archive it is, expected data/account.js with accountId; unpack the archive whole");
        }

        var handle = First(account?[1], account?[4], manifest?[1]);
        var joined = First(account?[2], account?[5]);
        var madeAt = manifest?[2] ?? [];
        long? followers = Count(manifest?[5]), following = Count(manifest?[6]);
        var posts = Count(First(manifest?[7], manifest?[8]));
        var files = new[] { account is null ? null : accountFile, manifest is null ? null : manifestFile };
        return new XOwner
        {
            Id = id,
            Handle = handle,
            MadeAt = madeAt,
            IsPartial = First(manifest?[3], manifest?[4]).AsSpan().SequenceEqual("true"u8),
            Piece = new OwnerPiece([.. files.OfType<ArchiveEntry>()], rows =>
            {
                var row = rows.Account(id);
                row.Set(AccountColumn.Handle, handle);
                row.Set(AccountColumn.CreatedAt, joined);
                row.Set(AccountColumn.ObservedAt, madeAt);
                if (followers > 0) row.Set(AccountColumn.ClaimedFollowers, followers.Value);
                if (following > 0) row.Set(AccountColumn.ClaimedFollowing, following.Value);
                if (posts > 0) row.Set(AccountColumn.ClaimedPosts, posts.Value);
            }),
        };
    }

    private static ArchiveEntry? Only(ArchiveFolder folder, string name) =>
        folder.Find(name).OrderBy(entry => entry.Name.Length).FirstOrDefault();

    private static byte[] First(params ReadOnlySpan<byte[]?> values)
    {
        foreach (var value in values)
        {
            if (value is { Length: > 0 }) return value;
        }

        return [];
    }

    /// <summary>Entries of all files of a kind, as the archive counts them; null where it does not.</summary>
    private static long? Count(byte[]? files)
    {
        if (files is null or []) return null;
        long? sum = null;
        foreach (var file in new JsonItems(files))
        {
            var text = SmallFile.Of(file, ManifestFile)?[0] ?? [];
            if (long.TryParse(Encoding.UTF8.GetString(text), out var count) && count >= 0) sum = (sum ?? 0) + count;
        }

        return sum;
    }
}
