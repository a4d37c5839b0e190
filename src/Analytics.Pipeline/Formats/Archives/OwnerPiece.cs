using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Archives;

/// <summary>
/// What an archive says about its owner, from files that were read as a whole before all others: whose lists and posts
/// the others hold they do not say themselves.
/// </summary>
/// <param name="files">What was read; may be none, where the name of the archive tells.</param>
/// <param name="give">Gives the rows.</param>
internal sealed class OwnerPiece(IReadOnlyList<ArchiveEntry> files, Action<FactRows> give) : RecordPiece
{
    public IReadOnlyList<ArchiveEntry> Files => files;

    public override long SizeBytes => 0;

    public override void ReadTo(FactRows rows)
    {
        rows.Begin(1);
        give(rows);
        rows.End(files.Sum(file => file.SizeBytes));
    }

    public override void Dispose()
    {
    }
}
