using System.Formats.Tar;
using System.IO.Compression;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats.Archives;

/// <summary>One file of an archive.</summary>
/// <param name="Name">Path inside the archive, with forward slashes.</param>
internal sealed record ArchiveEntry(string Name, long SizeBytes);

/// <summary>
/// The files of a delivered archive, read where they lie: a folder, a .zip, a .tar or a .tar.gz. Nothing is unpacked to
/// disk, and what unpacks to absurd sizes ends in an error instead of in hours of work.
/// </summary>
internal abstract class ArchiveFolder : IDisposable
{
    /// <summary>No export has more files.</summary>
    public const int MostEntries = 2_000_000;

    /// <summary>What is said of an archive that holds the exports of several accounts.</summary>
    public const string Several =
        "the exports of several accounts lie in one archive; unpack it, so that each has a folder of its own";

    private static readonly string[] DataEndings = [".js", ".json", ".csv", ".txt", ".ndjson", ".jsonl"];

    /// <summary>In ordinal order of their names.</summary>
    public abstract IReadOnlyList<ArchiveEntry> Entries { get; }

    /// <exception cref="InvalidDataException">The archive is damaged, or not one.</exception>
    public static ArchiveFolder Open(string path)
    {
        if (Directory.Exists(path)) return new PlainFolder(path);
        Span<byte> magic = stackalloc byte[4];
        using (var file = File.OpenRead(path)) file.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        return magic is [(byte)'P', (byte)'K', ..] ? new ZipFolder(path) : new TarFolder(path);
    }

    /// <summary>The export of one account.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or not one.</exception>
    /// <exception cref="ExportFileException">It holds several, which would be read as one person's.</exception>
    public static ArchiveFolder OpenOne(string path, SourceFormat format)
    {
        var folder = Open(path);
        if (!folder.HoldsSeveral(ExportFormat.Of(format))) return folder;
        folder.Dispose();
        throw new ExportFileException(Several);
    }

    /// <summary>Whether a file that an export has once is there more than once.</summary>
    public bool HoldsSeveral(ExportFormat format)
    {
        // Names without a folder may come again elsewhere in the same export.
        var inFolders = format.Markers.Where(marker => marker.Contains('/', StringComparison.Ordinal)).ToList();
        return (inFolders.Count > 0 ? inFolders : format.Markers).Any(marker => Find(marker).Count > 1);
    }

    /// <summary>Whether a file of this name can hold data, other than pictures and films.</summary>
    public static bool IsData(string name) =>
        DataEndings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>The bytes of a file, unpacked.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or encrypted.</exception>
    public abstract Stream Open(ArchiveEntry entry);

    /// <summary>
    /// The files whose path ends in <paramref name="pattern"/>, whatever folder the archive was packed in; <c>*</c>
    /// stands for any part of a name.
    /// </summary>
    public IReadOnlyList<ArchiveEntry> Find(string pattern) =>
        [.. Entries.Where(entry => Matches(entry.Name, pattern))];

    public static bool Matches(string name, string pattern)
    {
        var steps = pattern.Split('/');
        var names = name.Split('/');
        if (names.Length < steps.Length) return false;
        for (var i = 1; i <= steps.Length; i++)
        {
            if (!System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(steps[^i], names[^i])) return false;
        }

        return true;
    }

    public abstract void Dispose();

    private sealed class PlainFolder(string path) : ArchiveFolder
    {
        public override IReadOnlyList<ArchiveEntry> Entries { get; } =
        [
            .. Directory
                .EnumerateFiles(path, "*", new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    IgnoreInaccessible = true,
                    AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
                })
                .Select(file => new ArchiveEntry(
                    Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'),
                    new FileInfo(file).Length))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal),
        ];

        public override Stream Open(ArchiveEntry entry) =>
            new FileStream(Path.Combine(path, entry.Name), FileMode.Open, FileAccess.Read, FileShare.Read, 1);

        public override void Dispose()
        {
        }
    }

    private sealed class ZipFolder : ArchiveFolder
    {
        private readonly ZipArchive _archive;
        private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

        public ZipFolder(string path)
        {
            _archive = ZipFile.OpenRead(path);
            try
            {
                if (_archive.Entries.Count > MostEntries)
                    throw new InvalidDataException($"found more than {MostEntries} files in the archive");
                foreach (var entry in _archive.Entries)
                {
                    if (!entry.FullName.EndsWith('/')) _entries[entry.FullName.Replace('\\', '/')] = entry;
                }
            }
            catch
            {
                _archive.Dispose();
                throw;
            }

            Entries =
            [
                .. _entries.Select(entry => new ArchiveEntry(entry.Key, entry.Value.Length))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal),
            ];
        }

        public override IReadOnlyList<ArchiveEntry> Entries { get; }

        public override Stream Open(ArchiveEntry entry)
        {
            var packed = _entries[entry.Name];
            if (packed.IsEncrypted)
                throw new InvalidDataException("the file is encrypted; unpack the archive with its password");
            return new BoundedStream(packed.Open(), packed.CompressedLength);
        }

        public override void Dispose() => _archive.Dispose();
    }

    /// <summary>A tar can only be read from its beginning, so each file is looked for again.</summary>
    private sealed class TarFolder : ArchiveFolder
    {
        private readonly string _path;

        public TarFolder(string path)
        {
            _path = path;
            var entries = new SortedDictionary<string, long>(StringComparer.Ordinal);
            using var stream = OpenTar();
            using var reader = new TarReader(stream);
            while (Next(reader) is { } entry)
            {
                if (entries.Count > MostEntries)
                    throw new InvalidDataException($"found more than {MostEntries} files in the archive");
                entries[NameOf(entry)] = entry.Length;
            }

            Entries = [.. entries.Select(entry => new ArchiveEntry(entry.Key, entry.Value))];
        }

        public override IReadOnlyList<ArchiveEntry> Entries { get; }

        public override Stream Open(ArchiveEntry entry)
        {
            var stream = OpenTar();
            var reader = new TarReader(stream);
            try
            {
                while (Next(reader) is { } found)
                {
                    if (NameOf(found) == entry.Name)
                        return new TarFileStream(found.DataStream ?? Stream.Null, reader, stream);
                }

                throw new InvalidDataException("the archive changed while it was read");
            }
            catch
            {
                reader.Dispose();
                stream.Dispose();
                throw;
            }
        }

        public override void Dispose()
        {
        }

        private BoundedStream OpenTar() => new(ExportStream.Open(_path, hash: null), new FileInfo(_path).Length);

        private static string NameOf(TarEntry entry) =>
            entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;

        private static TarEntry? Next(TarReader reader)
        {
            try
            {
                while (reader.GetNextEntry() is { } entry)
                {
                    if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile) return entry;
                }

                return null;
            }
            catch (Exception error) when (error is FormatException or EndOfStreamException or ArgumentException)
            {
                throw new InvalidDataException("the archive is damaged or not a .zip, .tar or .tar.gz", error);
            }
        }
    }
}
