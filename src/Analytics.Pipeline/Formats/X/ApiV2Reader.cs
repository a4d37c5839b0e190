using Analytics.Pipeline.Formats.Archives;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.X;

/// <summary>
/// Opens files with responses of the API of X: one a line as programs keep them, a document over many lines, or an
/// array. A page of 500 posts with all that belongs to them takes some megabytes, so blocks are larger here.
/// </summary>
internal static class ApiV2Reader
{
    private const int StartBytes = 1 << 16;

    private static readonly RecordBlockPool Pages = new(8 << 20);

    /// <exception cref="ExportFileException">Not text.</exception>
    public static ExportReader Open(Stream stream)
    {
        try
        {
            var start = new byte[StartBytes];
            var length = stream.ReadAtLeast(start, StartBytes, throwOnEndOfStream: false);
            var text = start.AsSpan(0, length);

            // A collection that found nothing leaves a file with nothing in it.
            if (text.Trim("\uFEFF \t\r\n"u8).IsEmpty && length < StartBytes) return new Nothing(stream, length);

            Stream whole = new ContinuedStream(start.AsMemory(0, length), stream);

            // Shells of Windows redirect in UTF-16.
            if (TextDetection.Utf16(text) is not null)
            {
                var transcoded = new Utf8TextStream(whole, TextEncoding.Utf16);
                return new Transcoded(Open(transcoded), transcoded);
            }

            return Layout(text.TrimStart("\uFEFF \t\r\n"u8)) is { } sections
                ? JsonDocumentReader.Open(whole, Pages, sections, new ApiV2Records())
                : JsonLinesReader.Open(whole, Pages, new ApiV2Records());
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Where the records of a document lie; null if each line is a record.</summary>
    private static JsonSections? Layout(ReadOnlySpan<byte> text)
    {
        if (text[0] == '[') return JsonSections.Of("[]");
        var end = text.IndexOf((byte)'\n');
        if (text[0] != '{' || end < 0) return null;

        // A line that was torn is followed by a whole one; a document goes on with a member of the same object.
        var next = text[end..].TrimStart("\r\n"u8);
        var isTorn = next.IsEmpty || next[0] == '{';
        return text[..end].TrimEnd(" \t\r"u8)[^1] == '}' || isTorn ? null : JsonSections.Of("");
    }

    /// <summary>Gives what was read already, and then the rest.</summary>
    private sealed class ContinuedStream(ReadOnlyMemory<byte> start, Stream rest) : ReadOnlyStream
    {
        private ReadOnlyMemory<byte> _start = start;

        public override int Read(Span<byte> buffer)
        {
            if (_start.IsEmpty) return rest.Read(buffer);
            var count = Math.Min(buffer.Length, _start.Length);
            _start.Span[..count].CopyTo(buffer);
            _start = _start[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Accounts for the bytes of the file, where the reader within sees the text as UTF-8.</summary>
    private sealed class Transcoded(ExportReader reader, Utf8TextStream text) : ExportReader
    {
        public override ExportFileException? Fault => reader.Fault;

        public override RecordCounts Passed => reader.Passed + new RecordCounts(0, 0, text.SavedBytes);

        public override RawPiece? Read(CancellationToken cancellation) => reader.Read(cancellation);

        public override void Dispose() => reader.Dispose();
    }

    /// <summary>A file without a record.</summary>
    private sealed class Nothing(Stream stream, long blanks) : ExportReader
    {
        public override ExportFileException? Fault => null;

        public override RecordCounts Passed => new(0, 0, blanks);

        public override RawPiece? Read(CancellationToken cancellation) => null;

        public override void Dispose() => stream.Dispose();
    }
}
