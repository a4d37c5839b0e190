using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The lists that a table of follows holds whole (<see cref="SourceDefinition.Complete"/>): which accounts it names,
/// and how many entries the list of each has. Used by the committer alone; 40 bytes an account.
/// </summary>
/// <param name="file">The file whose rows are added.</param>
internal sealed class CompleteLists(ExportFile file)
{
    private readonly Dictionary<ulong, long> _followers = [];
    private readonly Dictionary<ulong, long> _following = [];
    private readonly long _time = TimeOf(file);

    /// <summary>
    /// Whether nothing of the file is missing. Once it has been read: a list that lost an entry in a hundred may have
    /// lost anybody.
    /// </summary>
    public bool IsWhole => file.Failure is null && file.Rejected * 100 <= file.Read;

    /// <summary>
    /// The time of a file's lists, in microseconds: the first moment of its day. What the file tells of that day came
    /// later, and files of a day count as one.
    /// </summary>
    public static long TimeOf(ExportFile file)
    {
        var day = new DateTimeOffset(file.ListedOn!.Value, TimeOnly.MinValue, TimeSpan.Zero);
        return Math.Clamp(TimeText.MicrosOf(day), TimeText.EarliestMicros, TimeText.LatestMicros - 1);
    }

    /// <summary>Counts the entries of a chunk of follows.</summary>
    public void Add(DataChunk follows)
    {
        var followers = follows[1].Values<ulong>();
        var followees = follows[2].Values<ulong>();
        var lastSeen = follows[4].Values<long>();
        var endedAt = follows[5];
        var wanted = file.Source.Complete;
        for (var row = 0; row < follows.Count; row++)
        {
            // A follow that began later than the list or has ended names its accounts and is no entry.
            var entry = lastSeen[row] == _time && !endedAt.IsValid(row) ? 1 : 0;
            if ((wanted & WholeLists.Followers) != 0) Count(_followers, followees[row], entry);
            if ((wanted & WholeLists.Following) != 0) Count(_following, followers[row], entry);
        }
    }

    /// <summary>Rows of the table of lists, accounts in the order in which they came.</summary>
    public IEnumerable<DataChunk> Chunks(IReadOnlyList<DuckDbLogicalType> types) =>
        Chunks(_followers, ListDirection.Followers, types)
            .Concat(Chunks(_following, ListDirection.Following, types));

    private IEnumerable<DataChunk> Chunks(
        Dictionary<ulong, long> lists, ListDirection direction, IReadOnlyList<DuckDbLogicalType> types)
    {
        foreach (var part in lists.Chunk(DataChunk.Capacity))
        {
            var chunk = DataChunk.Create(types);
            for (var row = 0; row < part.Length; row++)
            {
                chunk[0].Values<int>()[row] = FactSchema.MonthOf(_time);
                chunk[1].Values<ulong>()[row] = part[row].Key;
                chunk[2].Values<byte>()[row] = (byte)direction;
                chunk[3].Values<long>()[row] = part[row].Value;
                chunk[4].Values<long>()[row] = _time;
                if (types[^1].Members.Count > byte.MaxValue)
                    chunk[5].Values<ushort>()[row] = (ushort)file.SourceCode;
                else chunk[5].Values<byte>()[row] = (byte)file.SourceCode;
            }

            chunk.Count = part.Length;
            yield return chunk;
        }
    }

    private static void Count(Dictionary<ulong, long> lists, ulong owner, int entries)
    {
        lists.TryGetValue(owner, out var count);
        lists[owner] = count + entries;
    }
}
