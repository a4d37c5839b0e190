using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Where the files of one source come to lie, readable by their owner only, because nothing in them is a pseudonym yet:
/// <code>
/// landing/SOURCE/ADDRESS/            a short hash of the address: another address starts anew
///   files/FOLDER/NAME                whole files; FOLDER is a short hash of the folder they came from
///   parts/HASH.part, HASH.json       what has come of a file so far, and what it belongs to
///   state/files.ndjson               a line per whole file, written after the file
/// </code>
/// A line is written once its file is whole, checked and on disk under its name. Files without a line do not count.
/// </summary>
internal sealed class LandingFolder : IDisposable
{
    private readonly Dictionary<string, LandingEntry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private StreamWriter? _journal;

    private LandingFolder(string root) => Root = root;

    public string Root { get; }

    private string Files => Path.Combine(Root, "files");

    private string Parts => Path.Combine(Root, "parts");

    private string Journal => Path.Combine(Root, "state", "files.ndjson");

    /// <summary>Where the last pull of pages stood; null if there was none.</summary>
    public PageMark? Mark { get; private set; }

    /// <summary>The name up to which every listed object has landed; null if there is none.</summary>
    public string? ListedTo { get; private set; }

    /// <summary>Reads what has landed; makes nothing.</summary>
    public static LandingFolder Read(LakeFolder lake, SourceDefinition source)
    {
        LandingFolder folder = new(Path.Combine(lake.Landing, source.Name, ShortHash(source.Path)));
        if (!File.Exists(folder.Journal)) return folder;
        foreach (var line in File.ReadLines(folder.Journal))
        {
            var read = JournalLine.Parse(line);
            if (read?.File is { } entry) folder._entries[entry.Key] = entry;
            if (read?.Mark is { } mark) folder.Mark = mark;
            if (read?.Listed is { } listed) folder.ListedTo = listed.Key;
        }

        return folder;
    }

    /// <summary>
    /// As <see cref="Read"/>, ready to take files; the journal is written anew without what was replaced.
    /// </summary>
    public static LandingFolder Open(LakeFolder lake, SourceDefinition source)
    {
        var folder = Read(lake, source);
        foreach (var path in new[] { lake.Landing, folder.Files, folder.Parts, Path.GetDirectoryName(folder.Journal)! })
            MakeFolder(path);
        var lines = folder._entries.Values.Select(entry => new JournalLine(entry, null, null).ToString());
        if (folder.Mark is { } mark) lines = lines.Append(new JournalLine(null, mark, null).ToString());
        if (folder.ListedTo is { } key)
            lines = lines.Append(new JournalLine(null, null, new ListingMark(key)).ToString());
        Durable.WriteText(folder.Journal, string.Concat(lines.Select(line => line + "\n")));
        folder._journal = new StreamWriter(folder.Journal, append: true) { AutoFlush = true };
        return folder;
    }

    public void Dispose()
    {
        if (_journal is null) return;
        ((FileStream)_journal.BaseStream).Flush(flushToDisk: true);
        _journal.Dispose();
    }

    /// <summary>
    /// What landed of this file and still lies here as it was put down; else null. Under the number of a page another
    /// address may have come before: that is not this file.
    /// </summary>
    public LandingEntry? Find(RemoteFile file)
    {
        LandingEntry? entry;
        lock (_gate) entry = _entries.GetValueOrDefault(file.Key);
        return entry is not null && (entry.Address ?? file.Address) == file.Address && IsIntact(entry) ? entry : null;
    }

    /// <summary>The last page that landed, or null.</summary>
    public LandingEntry? LastPage()
    {
        lock (_gate) return _entries.Values.Where(entry => entry.Page > 0).MaxBy(entry => entry.Page);
    }

    /// <summary>Whole files in the order of pages and keys; those that somebody took away are left out.</summary>
    public IReadOnlyList<LandedFile> Whole()
    {
        lock (_gate)
        {
            return
            [
                .. _entries.Values.OrderBy(entry => entry.Page).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => (Path: Absolute(entry.File), Entry: entry))
                    .Where(file => File.Exists(file.Path))
                    .Select(file => new LandedFile(file.Path, IsIntact(file.Entry) ? file.Entry.Sha256 : null)),
            ];
        }
    }

    /// <summary>What has come of a file so far.</summary>
    public PartFile OpenPart(string address) => PartFile.Open(Path.Combine(Parts, ShortHash(address)));

    /// <summary>Forgets parts: where nothing failed, nobody asks for their rest.</summary>
    public void SweepParts()
    {
        foreach (var path in Directory.EnumerateFiles(Parts)) File.Delete(path);
    }

    /// <summary>Puts a whole, checked file in its place and writes its line.</summary>
    /// <param name="draft">The file, in this folder, flushed.</param>
    /// <param name="folder">Where it came from, without its name.</param>
    public LandingEntry Land(string draft, string folder, LandingEntry entry)
    {
        var relative = Path.Combine("files", ShortHash(folder), FileNames.Safe(entry.File));
        var target = Absolute(relative);
        MakeFolder(Path.GetDirectoryName(target)!);
        Durable.Rename(draft, target);
        Durable.FlushFolder(Files);
        var landed = new FileInfo(target);
        return Note(entry with { File = relative, Bytes = landed.Length, Stamp = landed.LastWriteTimeUtc.Ticks });
    }

    /// <summary>Writes a line for a file that lies here.</summary>
    public LandingEntry Note(LandingEntry entry)
    {
        lock (_gate)
        {
            _entries[entry.Key] = entry;
            _journal!.WriteLine(new JournalLine(entry, null, null));
        }

        return entry;
    }

    public void Note(PageMark mark)
    {
        lock (_gate)
        {
            Mark = mark;
            _journal!.WriteLine(new JournalLine(null, mark, null));
        }
    }

    public void Note(ListingMark listed)
    {
        lock (_gate)
        {
            ListedTo = listed.Key;
            _journal!.WriteLine(new JournalLine(null, null, listed));
        }
    }

    public string Absolute(string relative) => Path.Combine(Root, relative);

    /// <summary>Sixteen hexadecimal digits that stand for a text in file names.</summary>
    public static string ShortHash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private bool IsIntact(LandingEntry entry)
    {
        var file = new FileInfo(Absolute(entry.File));
        return file.Exists && file.Length == entry.Bytes && file.LastWriteTimeUtc.Ticks == entry.Stamp;
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
