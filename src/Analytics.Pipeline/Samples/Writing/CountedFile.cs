namespace Analytics.Pipeline.Samples.Writing;

/// <summary>
/// A file under way with what was planted into it. A row is doubled, or a bad one slipped in behind it, at fixed
/// distances, so that the manifest can say exactly how many.
/// </summary>
internal sealed class CountedFile : IDisposable
{
    private const int DuplicateEvery = 1_009;
    private const int BadEvery = 1_999;
    private readonly ExportFile _file;
    private readonly bool _oddities;
    private readonly SortedDictionary<string, long> _bad = new(StringComparer.Ordinal);
    private long _good;

    public CountedFile(string folder, ExportFile file, bool oddities, params string[] columns)
    {
        _file = file;
        _oddities = oddities;
        Writer = new RowWriter(Path.Combine(folder, file.WrittenPath), file.Rows, columns);
    }

    public RowWriter Writer { get; }

    public bool IsEdgelist => _file.Rows == RowFormat.Edgelist;

    /// <summary>The kind stands in the row; a file of mentions does without.</summary>
    public bool HasType => _file.Kind == ExportKind.Interactions;

    /// <summary>Rows that some other row repeats, whether in this file or re-delivered from another.</summary>
    public long Duplicates { get; set; }

    /// <summary>Ends a good row; true when a bad one is due.</summary>
    public bool EndRow()
    {
        _good++;
        if (_oddities && _good % DuplicateEvery == 0)
        {
            Writer.EndRowTwice();
            Duplicates++;
        }
        else
        {
            Writer.EndRow();
        }

        return _oddities && _good % BadEvery == 0;
    }

    /// <summary>Ends a row that the pipeline must refuse.</summary>
    public void EndBadRow(string reason)
    {
        Writer.EndRow();
        _bad[reason] = _bad.GetValueOrDefault(reason) + 1;
    }

    /// <summary>Which of several kinds of bad rows is next.</summary>
    public int BadTurn(int kinds) => (int)(_bad.Values.Sum() % kinds);

    /// <summary>What the manifest says about the file.</summary>
    public SampleFile ToSampleFile() =>
        new(_file.Path, _file.Kind.ToString().ToLowerInvariant(), Writer.Rows, Duplicates, _bad);

    public void Dispose() => Writer.Dispose();
}
