using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Archives;

/// <summary>
/// Counts the entries of a list of followers or followed accounts over all files that it lies in. Once the last of them
/// was read to its end, the list was delivered whole; if one is damaged, it was not. An empty list is not told of: more
/// often than not it means that nothing was delivered.
/// </summary>
/// <param name="files">How many files hold the list.</param>
/// <param name="observedAt">When it was taken; empty for the time of the delivery.</param>
internal sealed class FollowListTally(byte[] owner, ListDirection direction, int files, byte[] observedAt)
{
    private long _entries;
    private int _filesLeft = files;

    /// <param name="headers">Records of this file that are no entries.</param>
    public ExportReader Count(ExportReader file, int headers = 0)
    {
        _entries -= headers;
        return new CountedReader(this, file);
    }

    private ListPiece? End(bool isWhole)
    {
        if (isWhole) _filesLeft--;
        return isWhole && _filesLeft == 0 && _entries > 0 ? new ListPiece(this, _entries) : null;
    }

    private void Give(long entries, FactRows rows)
    {
        rows.Begin(1);
        rows.FollowList(owner, direction, entries, observedAt);
        rows.End(0);
    }

    private sealed class CountedReader(FollowListTally tally, ExportReader file) : ExportReader
    {
        private bool _ended;

        public override ExportFileException? Fault => file.Fault;

        public override RecordCounts Passed => file.Passed;

        public override RawPiece? Read(CancellationToken cancellation)
        {
            if (_ended) return null;
            if (file.Read(cancellation) is { } piece)
            {
                if (piece is RecordPiece records) tally._entries += records.RecordCount;
                return piece;
            }

            _ended = true;
            return tally.End(isWhole: file.Fault is null);
        }

        public override void Dispose() => file.Dispose();
    }

    private sealed class ListPiece(FollowListTally tally, long entries) : RecordPiece
    {
        public override long SizeBytes => 0;

        public override void ReadTo(FactRows rows) => tally.Give(entries, rows);

        public override void Dispose()
        {
        }
    }
}
