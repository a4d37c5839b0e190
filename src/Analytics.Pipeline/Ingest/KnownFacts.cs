using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Which facts of one table are already there, in the lake or from this run. Keys in the lake are read when the first
/// new row could meet them: of the same month where the time is part of the key, of all months for follows and posts,
/// which are the same whenever they were seen. Interactions need none of this (<see cref="FactSchema.IsKeyWholeRow"/>).
/// </summary>
internal sealed class KnownFacts : IDisposable
{
    // 320 MB; beyond it a wrong guess would cost more than growing does.
    private const long LargestFirstCapacity = 1 << 24;

    private readonly FactSchema _schema;
    private readonly DuckDbConnection _connection;
    private readonly Dictionary<int, List<string>> _filesByMonth;
    private readonly FingerprintSet _fingerprints;
    private readonly uint[] _fresh = new uint[DataChunk.Capacity];

    /// <param name="files">Committed files of the table with their months.</param>
    /// <param name="expectedRows">A guess at the rows to come: a set that need not grow need not be copied.</param>
    public KnownFacts(
        FactSchema schema,
        DuckDbConnection connection,
        IEnumerable<(int Month, string Path)> files,
        long expectedRows)
    {
        _fingerprints = new FingerprintSet(Math.Clamp(expectedRows + expectedRows / 50, 1 << 12, LargestFirstCapacity));
        _schema = schema;
        _connection = connection;
        _filesByMonth = files.GroupBy(file => file.Month).ToDictionary(g => g.Key, g => g.Select(f => f.Path).ToList());
    }

    /// <summary>Native memory held.</summary>
    public long SizeBytes => _fingerprints.SizeBytes;

    /// <summary>Finds the rows of a chunk that are new and sets the month of all others to 0.</summary>
    /// <returns>The number of new rows.</returns>
    public int MarkDuplicates(DataChunk chunk, ReadOnlySpan<UInt128> keys)
    {
        var months = chunk[0].Values<int>()[..chunk.Count];
        if (_filesByMonth.Count > 0) Load(months);
        var fresh = _fingerprints.AddAll(keys[..chunk.Count], _fresh);
        if (fresh == chunk.Count) return fresh;

        var next = 0;
        for (var row = 0; row < months.Length; row++)
        {
            if (next < fresh && _fresh[next] == row) next++;
            else months[row] = 0;
        }

        return fresh;
    }

    public void Dispose() => _fingerprints.Dispose();

    private void Load(ReadOnlySpan<int> months)
    {
        if (_schema.Kind is FactKind.Follows or FactKind.Posts)
        {
            foreach (var files in _filesByMonth.Values) Load(files);
            _filesByMonth.Clear();
            return;
        }

        foreach (var month in months)
        {
            if (_filesByMonth.Remove(month, out var files)) Load(files);
        }
    }

    private void Load(List<string> files)
    {
        var key = _schema.Kind switch
        {
            FactKind.Follows => "follower_id, followee_id",
            FactKind.Posts => "post_id, 0::UBIGINT",
            FactKind.Accounts => "account_id, epoch_us(observed_at)::UBIGINT",
            _ => throw new InvalidOperationException($"{_schema.Table} are told apart by sorting"),
        };
        using var rows = _connection.Query(
            $"SELECT {key} FROM read_parquet([{ParquetView.Files(files)}], hive_partitioning = false)",
            streaming: true);
        var keys = new UInt128[DataChunk.Capacity];
        while (rows.TryRead(out var chunk))
        {
            using (chunk)
            {
                var a = chunk[0].Values<ulong>();
                var b = chunk[1].Values<ulong>();
                for (var row = 0; row < chunk.Count; row++) keys[row] = Fingerprint.Of(a[row], b[row]);
                _fingerprints.AddAll(keys.AsSpan(0, chunk.Count), _fresh);
            }
        }
    }
}
