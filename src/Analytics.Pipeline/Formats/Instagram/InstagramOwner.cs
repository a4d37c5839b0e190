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

    /// <summary>Name of the account in its normal form.</summary>
    public required byte[] Name { get; init; }

    public required OwnerPiece Piece { get; init; }

    /// <param name="path">Of the export: its name may tell the owner.</param>
    /// <exception cref="ExportFileException">The export does not say whose it is.</exception>
    public static InstagramOwner Of(ArchiveFolder folder, string path)
    {
        foreach (var file in folder.Find("personal_information.json").Concat(folder.Find("profile.json")))
        {
            if (NameIn(folder, file) is { Length: > 0 } found) return Of(found, [file]);
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
            : Of(owner.ToArray(), []);
    }

    private static InstagramOwner Of(byte[] name, IReadOnlyList<ArchiveEntry> files) => new()
    {
        Name = name,
        Piece = new OwnerPiece(files, rows => rows.Account(name).Set(AccountColumn.Handle, name)),
    };

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
