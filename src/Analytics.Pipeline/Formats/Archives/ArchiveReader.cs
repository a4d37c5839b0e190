using System.Text.RegularExpressions;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Archives;

/// <summary>A file of an archive and how it is read.</summary>
internal sealed record ArchivePart(ArchiveEntry Entry, Func<Stream, ExportReader> Open);

/// <summary>
/// Reads files of an archive one after the other. One that cannot be read is a refused record that names it, and the
/// others are read all the same. Files that nobody asks for are told as ignored.
/// </summary>
internal sealed partial class ArchiveReader : ExportReader
{
    private readonly ArchiveFolder _folder;
    private readonly IReadOnlyList<ArchivePart> _parts;
    private readonly Queue<RecordPiece> _first;
    private ExportReader? _current;
    private RecordCounts _passed;
    private int _next;

    /// <param name="parts">In the order in which they are read.</param>
    /// <param name="first">Pieces that go before all parts: what the archive says about its owner.</param>
    public ArchiveReader(ArchiveFolder folder, IReadOnlyList<ArchivePart> parts, params RecordPiece[] first)
    {
        _folder = folder;
        _parts = parts;
        _first = new Queue<RecordPiece>(first);
        var read = parts.Select(part => part.Entry)
            .Concat(first.OfType<OwnerPiece>().SelectMany(piece => piece.Files))
            .Select(entry => entry.Name)
            .ToHashSet();
        var others = folder.Entries.Where(entry => !read.Contains(entry.Name)).ToList();
        _first.Enqueue(new Unread(Names(others)));
        _passed = new RecordCounts(0, 0, others.Sum(entry => entry.SizeBytes));
    }

    public override ExportFileException? Fault => null;

    public override RecordCounts Passed => _passed;

    public override RawPiece? Read(CancellationToken cancellation)
    {
        if (_first.TryDequeue(out var first)) return first;
        while (_next < _parts.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = _parts[_next].Entry;
            try
            {
                _current ??= _parts[_next].Open(_folder.Open(entry));
                if (_current.Read(cancellation) is { } piece)
                {
                    if (piece is RecordPiece record) record.Entry = entry.Name;
                    return piece;
                }
            }
            catch (Exception error) when (error is ExportFileException or InvalidDataException or IOException
                or UnauthorizedAccessException)
            {
                _next++;
                _current?.Dispose();
                _current = null;
                _passed += new RecordCounts(0, entry.SizeBytes, 0);
                return new Unreadable(Refusal(error)) { Entry = entry.Name };
            }

            _next++;
            var fault = _current.Fault;
            _passed += _current.Passed;
            _current.Dispose();
            _current = null;
            if (fault is not null) return new Unreadable(fault) { Entry = entry.Name };
        }

        return null;
    }

    public override void Dispose()
    {
        _current?.Dispose();
        foreach (var piece in _first) piece.Dispose();
        _folder.Dispose();
    }

    private static ExportFileException Refusal(Exception error) =>
        error as ExportFileException ?? new ExportFileException(error.Message, error);

    /// <summary>
    /// What is not read, by kind: names of files of data without their numbers, all pictures and films as one.
    /// </summary>
    private static IReadOnlyList<string> Names(IEnumerable<ArchiveEntry> others) =>
    [
        .. others.Select(entry => ArchiveFolder.IsData(entry.Name)
            ? $"file {Number().Replace(Path.GetFileName(entry.Name), "#")}"
            : "pictures, films and pages"),
    ];

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    private sealed class Unread(IReadOnlyList<string> names) : RecordPiece
    {
        public override long SizeBytes => 0;

        public override void ReadTo(FactRows rows)
        {
            foreach (var name in names) rows.Ignore(name);
        }

        public override void Dispose()
        {
        }
    }

    private sealed class Unreadable(ExportFileException fault) : RecordPiece
    {
        public override long SizeBytes => 0;

        public override void ReadTo(FactRows rows)
        {
            rows.Begin(fault.Line ?? 1);
            rows.Reject(fault.Reason);
            rows.End(0);
        }

        public override void Dispose()
        {
        }
    }
}
