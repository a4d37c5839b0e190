using System.Globalization;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Recognition;

/// <summary>
/// Tells what files and folders are by looking into them: archives by the files that they hold, everything else by its
/// first bytes. Names and endings only help where the content leaves it open.
/// </summary>
public sealed class ExportRecognizer(DuckDbDatabase engine)
{
    private static readonly IReadOnlyList<ExportFormat> ArchiveFormats =
        [.. ExportFormat.All.Where(format => format.IsArchive)];

    /// <summary>The exports at <paramref name="path"/>, and the files that are none, in ordinal order.</summary>
    /// <exception cref="UserException">There is nothing.</exception>
    public (IReadOnlyList<RecognizedExport> Exports, IReadOnlyList<UnrecognizedFile> Others) Recognize(string path)
    {
        path = Path.GetFullPath(path);
        var exports = new List<RecognizedExport>();
        var others = new List<UnrecognizedFile>();
        if (File.Exists(path)) Look(path, exports, others);
        else if (Directory.Exists(path)) LookInto(path, exports, others);
        else throw new UserException($"no such file or folder: '{path}'. Check the path.", ExitCodes.Usage);
        return (exports, others);
    }

    private void LookInto(string folder, List<RecognizedExport> exports, List<UnrecognizedFile> others)
    {
        var files = SourceFiles.AllBelow(folder);

        // What an earlier run made is no export.
        var taken = files.Where(file => Path.GetFileName(file) == "lake.json").Select(Path.GetDirectoryName).ToList();
        foreach (var format in ArchiveFormats)
        {
            foreach (var archive in SourceFiles.Find(folder, format.Format).Where(Directory.Exists))
            {
                if (taken.Any(root => IsInside(archive, root!) || IsInside(root!, archive))) continue;
                taken.Add(archive);
                exports.Add(new RecognizedExport(archive, format.Format));
            }
        }

        foreach (var file in files.Where(file => !taken.Any(root => IsInside(file, root!))))
            Look(file, exports, others);
        exports.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
    }

    private static bool IsInside(string path, string root) =>
        path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void Look(string file, List<RecognizedExport> exports, List<UnrecognizedFile> others)
    {
        try
        {
            if (Path.GetExtension(file) is ".yaml" or ".yml" or ".md" or ".part")
                others.Add(new UnrecognizedFile(file, "no export by its name"));
            else if (Recognize(file, FileHead.Of(file), out var reason) is { } export) exports.Add(export);
            else others.Add(new UnrecognizedFile(file, reason));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException
            or ExportFileException)
        {
            others.Add(new UnrecognizedFile(file, error.Message));
        }
    }

    private RecognizedExport? Recognize(string file, FileHead head, out string reason)
    {
        reason = "neither an archive nor a table nor JSON that any reader knows";
        if (head.Begins("PAR1"u8)) return Parquet(file, ref reason);
        if (head.Begins("PK\u0003\u0004"u8) || IsTar(head)) return Archive(file, ref reason);
        if (head.Begins("PK\u0005\u0006"u8))
        {
            reason = "an archive without files";
            return null;
        }

        if (head.Bytes.Length == 0)
        {
            reason = "empty";
            return null;
        }

        if (head.Bytes.AsSpan(0, Math.Min(64, head.Bytes.Length)).IndexOf("eroots"u8) >= 0)
            return new RecognizedExport(file, SourceFormat.BlueskyCar);
        if (!head.IsText)
        {
            reason = "binary";
            return null;
        }

        if (head.Text.StartsWith("window.YTD.", StringComparison.Ordinal))
        {
            reason = "one file of an archive of X; name the folder or the .zip that it came in";
            return null;
        }

        return head.Text.TrimStart() is ['{' or '[', ..] && JsonKeys.Of(head.Bytes) is { } keys
            ? JsonRecognition.Of(file, keys, ref reason)
            : TextRecognition.Of(file, head, ref reason);
    }

    private static bool IsTar(FileHead head) =>
        head.Bytes.Length > 262 && head.Bytes.AsSpan(257, 5).SequenceEqual("ustar"u8);

    private static RecognizedExport? Archive(string file, ref string reason)
    {
        using var folder = ArchiveFolder.Open(file);
        foreach (var format in ArchiveFormats)
        {
            var found = folder.Entries.Any(
                entry => format.Markers.Any(marker => ArchiveFolder.Matches(entry.Name, marker)));
            if (!found) continue;
            if (format.Format == SourceFormat.TiktokExport || !folder.HoldsSeveral(format))
                return new RecognizedExport(file, format.Format);
            reason = ArchiveFolder.Several;
            return null;
        }

        if (folder.Entries.Any(entry => ArchiveFolder.Matches(entry.Name, "user_data*.json")))
            return new RecognizedExport(file, SourceFormat.TiktokExport);
        reason = string.Create(
            CultureInfo.InvariantCulture,
            $"an archive of {folder.Entries.Count:N0} files, none of which belongs to an export that any reader knows");
        return null;
    }

    private RecognizedExport? Parquet(string file, ref string reason)
    {
        using var connection = engine.Connect();
        using var described = connection.CreateCommand();
        described.CommandText = $"DESCRIBE FROM read_parquet({ParquetView.File(file)}, hive_partitioning = false)";
        var names = new List<string>();
        try
        {
            using var rows = described.ExecuteReader();
            while (rows.Read()) names.Add(rows.GetString(0));
        }
        catch (DuckDbException)
        {
            reason = "Parquet that cannot be read";
            return null;
        }

        return TextRecognition.Table(file, SourceFormat.Parquet, names, ref reason);
    }
}
