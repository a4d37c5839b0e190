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
        var blocks = new BlockReader(stream, pool, quote) { Comment = comment };
        try
        {
            var start = TextStart.Check(blocks);
            while (start.Length > 0 && start[0] == comment || start is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..])
            {
                blocks.Skip(LineLength(start));
                start = blocks.Peek();
            }

            var delimiter = (byte?)source.Delimiter ?? (isEdgeList ? (byte)' ' : Sniff(start));
            blocks.Delimiter = delimiter;
            var first = FirstRecord(start, delimiter, quote, out var firstLength);
            var blankSeparated = isEdgeList && source.Delimiter is null;
            var fields = blankSeparated
                ? Encoding.UTF8.GetString(first).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                : Split(Encoding.UTF8.GetString(first), (char)delimiter, (char?)quote);
            var names = fields;
            if (source.Header ?? !isEdgeList) blocks.Skip(firstLength);
            else names = [.. Enumerable.Range(1, Math.Max(fields.Length, 4)).Select(i => $"c{i}")];

            var plan = ColumnPlan.Of(source, names);
            var targets = names.Select(name => Target(plan, name)).ToArray();
            var needed = isEdgeList ? Array.FindLastIndex(targets, target => target >= 0) + 1 : fields.Length;
            var layout = new DelimitedLayout(delimiter, quote, comment, needed, targets, blankSeparated);
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

    private static ReadOnlySpan<byte> FirstRecord(ReadOnlySpan<byte> start, byte delimiter, byte? quote, out int length)
    {
        if (quote is { } sign) RecordScanner.Next(start, delimiter, sign, isLast: true, out length);
        else length = LineLength(start);
        return start[..length].TrimEnd("\r\n"u8);
    }

    /// <summary>The candidate that occurs most often in the first line.</summary>
    private static byte Sniff(ReadOnlySpan<byte> start)
    {
        var line = start[..LineLength(start)];
        var best = (byte)',';
        foreach (var candidate in ",;\t|"u8)
        {
            if (line.Count(candidate) > line.Count(best)) best = candidate;
        }

        return best;
    }

    private static string[] Split(string record, char delimiter, char? quote)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < record.Length; i++)
        {
            var isDoubled = isQuoted && i + 1 < record.Length && record[i + 1] == quote;
            if (record[i] == quote && isDoubled) name.Append(record[++i]);
            else if (record[i] == quote) isQuoted = !isQuoted;
            else if (record[i] == delimiter && !isQuoted) Next();
            else name.Append(record[i]);
        }

        Next();
        return [.. names];

        void Next()
        {
            names.Add(name.ToString().Trim());
            name.Clear();
        }
    }

    private static int LineLength(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)'\n');
        return end < 0 ? data.Length : end + 1;
    }
}
