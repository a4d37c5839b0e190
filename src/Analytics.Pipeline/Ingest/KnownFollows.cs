using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Follows that are known already and come again: their times may tell that a follow began earlier, ended, was taken up
/// again, or stood on a later list. They go to a table of their own.
/// </summary>
internal static class KnownFollows
{
    /// <summary>A new chunk with the rows of month 0, which marks them as known, in their own months.</summary>
    /// <param name="types">Of follows under way: month, follower, followee, three times, source.</param>
    public static DataChunk Of(DataChunk follows, IReadOnlyList<DuckDbLogicalType> types)
    {
        var known = DataChunk.Create(types);
        var months = follows[0].Values<int>();
        var isSourceWide = types[^1].Members.Count > byte.MaxValue;
        var rows = 0;
        for (var row = 0; row < follows.Count; row++)
        {
            if (months[row] != 0) continue;
            known[0].Values<int>()[rows] = FactSchema.MonthOf(follows[3].Values<long>()[row]);
            for (var column = 1; column <= 4; column++)
                known[column].Values<ulong>()[rows] = follows[column].Values<ulong>()[row];
            if (follows[5].IsValid(row)) known[5].Values<long>()[rows] = follows[5].Values<long>()[row];
            else known[5].SetNull(rows);
            if (isSourceWide) known[6].Values<ushort>()[rows] = follows[6].Values<ushort>()[row];
            else known[6].Values<byte>()[rows] = follows[6].Values<byte>()[row];
            rows++;
        }

        known.Count = rows;
        return known;
    }
}
