using System.Text;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Formats;

/// <summary>CSV and edge lists: finds out the dialect and the columns from the start of the file.</summary>
internal sealed class DelimitedReader : ExportReader
{
    private readonly BlockReader _blocks;
    private readonly DelimitedLayout _layout;

    private DelimitedReader(BlockReader blocks, DelimitedLayout layout)
    {
        _blocks = blocks;
        _layout = layout;
    }

    public override ExportFileException? Fault => _blocks.Fault;

    /// <exception cref="ExportFileException">Empty, not text, or without the mapped columns.</exception>
    public static (DelimitedReader Reader, ColumnPlan Plan) Open(
        SourceDefinition source, Stream stream, RecordBlockPool pool)
    {
        var isEdgeList = source.Format == SourceFormat.EdgeList;
        byte? quote = isEdgeList && source.Quote is null ? null : (byte)(source.Quote ?? '"');
        var comment = (byte?)source.Comment ?? (isEdgeList ? (byte)'#' : null);
        var blocks = new BlockReader(new Utf8TextStream(stream, source.Encoding), pool, quote) { Comment = comment };
        try
        {
            PassFirstLines(blocks, comment);
            var stated = (byte?)source.Delimiter ?? (isEdgeList ? (byte)' ' : StatedDelimiter(blocks));
            var start = blocks.Peek();
            var candidates = TableStart.Candidates(
                start, stated, quote, comment, isWhole: start.Length < pool.CapacityBytes);
            if (candidates.Count == 0) candidates = [new HeaderCandidate(stated ?? (byte)',', [""], 1, 0, 0)];
            var blankSeparated = isEdgeList && source.Delimiter is null;
            var (plan, names, first) = source.Header ?? !isEdgeList
                ? Named(source, candidates)
                : Numbered(source, candidates, blankSeparated ? start : default);
            if (source.Header ?? !isEdgeList) blocks.Skip(first.End);

            blocks.Delimiter = first.Delimiter;
            var targets = names.Select(name => Target(plan, name)).ToArray();
            var needed = isEdgeList ? Array.FindLastIndex(targets, target => target >= 0) + 1
                : source.Header == false ? first.Width : first.Names.Count;
            var layout = new DelimitedLayout(first.Delimiter, quote, comment, needed, targets, blankSeparated);
            return (new DelimitedReader(blocks, layout), plan);
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    public override RawPiece? Read(CancellationToken cancellation) =>
        _blocks.Read(cancellation) is { } block ? new DelimitedPiece(block, _layout) : null;

    public override void Dispose() => _blocks.Dispose();

    private static int Target(ColumnPlan plan, string name)
    {
        for (var i = 0; i < plan.RawColumns.Count; i++)
        {
            if (plan.RawColumns[i] == name) return i;
        }

        return -1;
    }

    /// <summary>Passes empty lines and comments.</summary>
    private static void PassFirstLines(BlockReader blocks, byte? comment)
    {
        var start = TextStart.Check(blocks);
        while (start.Length > 0 && start[0] == comment || start is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..])
        {
            var end = start.IndexOf((byte)'\n');
            blocks.Skip(end < 0 ? start.Length : end + 1);
            start = blocks.Peek();
        }
    }

    private static byte? StatedDelimiter(BlockReader blocks)
    {
        var delimiter = TableStart.StatedDelimiter(blocks.Peek(), out var length);
        if (delimiter is not null) blocks.Skip(length);
        return delimiter;
    }

    /// <summary>The first candidate that has the columns which the source asks for; notes have not.</summary>
    private static (ColumnPlan Plan, IReadOnlyList<string> Names, HeaderCandidate Header) Named(
        SourceDefinition source, IReadOnlyList<HeaderCandidate> candidates)
    {
        ExportFileException? refusal = null;
        foreach (var candidate in candidates)
        {
            try
            {
                return (ColumnPlan.Of(source, candidate.Names), candidate.Names, candidate);
            }
            catch (ExportFileException error)
            {
                refusal ??= error;
            }
        }

        throw refusal!;
    }

    /// <summary>Columns of a file without names, counted from 1.</summary>
    /// <param name="text">To be split at blanks; empty where a delimiter splits.</param>
    private static (ColumnPlan Plan, IReadOnlyList<string> Names, HeaderCandidate First) Numbered(
        SourceDefinition source, IReadOnlyList<HeaderCandidate> candidates, ReadOnlySpan<byte> text)
    {
        var delimiter = candidates[0].Delimiter;
        var first = candidates.Where(record => record.Delimiter == delimiter).MinBy(record => record.Start)!;
        var fields = text.IsEmpty
            ? first.Width
            : Encoding.UTF8.GetString(text[first.Start..first.End])
                .Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;
        string[] names = [.. Enumerable.Range(1, Math.Max(fields, 4)).Select(i => $"c{i}")];
        return (ColumnPlan.Of(source, names), names, first);
    }
}
