using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Whose export of Instagram it is: from the personal information, whose keys are in the language of the account, or
/// from the name of the export, <c>instagram-name-2024-05-01-abcdefgh</c>, where only lists were asked for.
/// </summary>
internal sealed partial class InstagramOwner
{
    private static readonly JsonShape Personal = new(
        "profile_user", "username", "string_map_data.Username.value", "string_map_data.Benutzername.value",
        "string_map_data.Nutzername.value");

    // Other languages have other keys; of those nobody is sure which number is the whole.
    private static readonly JsonShape Audience = new("organic_insights_audience", "string_map_data.Followers.value");

    /// <summary>Name of the account in its normal form.</summary>
    public required byte[] Name { get; init; }

    public required OwnerPiece Piece { get; init; }

    /// <param name="path">Of the export: its name may tell the owner.</param>
    /// <exception cref="ExportFileException">The export does not say whose it is.</exception>
    public static InstagramOwner Of(ArchiveFolder folder, string path)
    {
        foreach (var file in folder.Find("personal_information.json").Concat(folder.Find("profile.json")))
        {
            if (NameIn(folder, file) is { Length: > 0 } found) return Of(found, [file], folder);
        }

        var name = folder.Entries.Select(entry => entry.Name.Split('/')[0]).Distinct()
            .Prepend(Path.GetFileName(path.TrimEnd('/', '\\')))
            .Select(text => ExportName().Match(text))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value;
        Span<byte> target = stackalloc byte[InstagramName.Longest];
        var owner = InstagramName.Of(Encoding.UTF8.GetBytes(name ?? ""), target);
        return owner.IsEmpty
            ? throw new ExportFileException(
                "found nobody whose export it is, expected personal_information.json; ask for \"Personal information\" "
                + "too, or name the folder as Instagram did, instagram-NAME-2024-05-01-abcdefgh")
            : Of(owner.ToArray(), [], folder);
    }

    private static InstagramOwner Of(byte[] name, IReadOnlyList<ArchiveEntry> files, ArchiveFolder folder)
    {
        var insights = folder.Find("audience_insights.json").FirstOrDefault();
        var claimed = insights is null ? [] : FollowersIn(folder, insights);
        if (claimed.Length > 0) files = [.. files, insights!];
        return new InstagramOwner
        {
            Name = name,
            Piece = new OwnerPiece(files, rows =>
            {
                var row = rows.Account(name);
                row.Set(AccountColumn.Handle, name);
                if (claimed.Length > 0) row.Set(AccountColumn.ClaimedFollowers, claimed);
            }),
        };
    }

    /// <summary>How many followers Instagram tells a professional account that it has; nothing for others.</summary>
    private static byte[] FollowersIn(ArchiveFolder folder, ArchiveEntry file)
    {
        try
        {
            var audience = SmallFile.Read(folder, file, Audience)?[0];
            return audience is { Length: > 0 } ? SmallFile.Of(audience, Audience)?[1] ?? [] : [];
        }
        catch (InvalidDataException)
        {
            // Whose export it is does not hang on it.
            return [];
        }
    }

    private static byte[] NameIn(ArchiveFolder folder, ArchiveEntry file)
    {
        Span<byte> target = stackalloc byte[InstagramName.Longest];
        if (SmallFile.Read(folder, file, Personal) is not { } document) return [];
        var user = document[0].Length > 0 ? SmallFile.Of(document[0], Personal) : document;
        for (var slot = 1; slot < Personal.SlotCount && user is not null; slot++)
        {
            if (InstagramName.Of(user[slot], target) is { IsEmpty: false } name) return name.ToArray();
        }

        return [];
    }

    [GeneratedRegex(@"^instagram-([A-Za-z0-9_.]+)-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[A-Za-z0-9]+)*(?:\.zip)?$")]
    private static partial Regex ExportName();
}
