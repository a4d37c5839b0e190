using System.Runtime.ExceptionServices;
using Analytics.DuckDb;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>A Parquet file that a run has written and not yet committed.</summary>
/// <param name="Path">Where it lies now, absolute.</param>
/// <param name="Month">As <see cref="FactSchema.MonthOf"/> gives it.</param>
public sealed record StagedFacts(string Table, int Month, string Path, long Rows);

/// <summary>Cleaned rows under way to their table.</summary>
/// <param name="File">Position of the export file in the run.</param>
internal readonly record struct CleanRows(DataChunk Chunk, int File);

/// <summary>
/// Writes one fact table: drains the table's channel, sorts, and feeds one <see cref="MonthFile"/> per month. Tables of
/// fixed-width columns are sorted here (<see cref="MonthRows"/>), which costs a quarter of a general sort and finds
/// duplicates on the way where the whole row is the key; tables with texts and lists are sorted by the engine, which
/// spills to the run's own folder when memory is short.
/// </summary>
/// <param name="files">All export files of the run.</param>
/// <param name="committed">Files of this table in the lake.</param>
internal sealed class FactWriter(
    FactTable table,
    DuckDbDatabase engine,
    string folder,
    IReadOnlyList<ExportFile> files,
    IEnumerable<(int Month, string Path)> committed,
    int threads,
    long sortBytes,
    StageCounters counters,
    CancellationToken cancellation)
{
    private readonly int[] _sourceOfFile = [.. files.Select(file => file.SourceCode)];
    private readonly ILookup<int, string> _committed = committed.ToLookup(file => file.Month, file => file.Path);
    private readonly List<StagedFacts> _written = [];
    private IReadOnlyList<StagedFacts> _beside = [];
    private int _parts;

    /// <summary>
    /// Waits for files of the run that another writer makes and that may hold the same rows; null if none do.
    /// </summary>
    public Func<IReadOnlyList<StagedFacts>>? Beside { private get; init; }

    /// <summary>Rows that were there before, by export file. Complete once <see cref="Write"/> has returned; nothing
    /// but 0 for tables whose duplicates are found earlier.</summary>
    public long[] DuplicatesByFile { get; } = new long[files.Count];

    /// <summary>Runs until the channel is complete and all its rows are on disk.</summary>
    public IReadOnlyList<StagedFacts> Write(ByteBoundedChannel<CleanRows> channel) =>
        table.Layout is { } layout ? WriteRows(channel, layout) : WriteByEngine(channel);

    private List<StagedFacts> WriteRows(ByteBoundedChannel<CleanRows> channel, RowLayout layout)
    {
        var months = new SortedDictionary<int, MonthRows>();
        var buffer = new ulong[DataChunk.Capacity * layout.Words];
        using var arena = new RowArena();
        while (channel.Read(out var rows, cancellation))
        {
            using (rows.Chunk)
            {
                layout.Gather(rows.Chunk, rows.File, buffer);
                Spread(rows.Chunk, buffer, layout.Words, months, arena);
            }

            // Full: what is there becomes a file of its own per month, so memory has a bound and nothing is spilt.
            if (arena.SizeBytes < sortBytes) continue;
            Flush(months, layout);
            arena.Clear();
        }

        // Not earlier: as long as rows come, the other writer waits for some too.
        if (months.Count > 0 && Beside is not null) _beside = Beside();
        Flush(months, layout);
        return [.. _written.OrderBy(file => file.Month)];
    }

    private static void Spread(
        DataChunk chunk, ulong[] rows, int words, SortedDictionary<int, MonthRows> months, RowArena arena)
    {
        var monthOfRow = chunk[0].Values<int>()[..chunk.Count];
        var month = 0;
        MonthRows? current = null;
        for (var row = 0; row < monthOfRow.Length; row++)
        {
            if (monthOfRow[row] == 0) continue;
            if (monthOfRow[row] != month)
            {
                month = monthOfRow[row];
                if (!months.TryGetValue(month, out current)) months.Add(month, current = new MonthRows(words, arena));
            }

            current!.Add(ref rows[row * words]);
        }
    }

    /// <summary>Sorts and writes the months, as many at a time as there are threads.</summary>
    private void Flush(SortedDictionary<int, MonthRows> months, RowLayout layout)
    {
        var part = _parts++;
        var all = months.ToArray();
        var files = new StagedFacts?[all.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(
                0, all.Length, options, () => new BucketSort(layout.Words),
                (i, _, sort) =>
                {
                    files[i] = WriteMonth(all[i].Key, all[i].Value, part, layout, sort);
                    return sort;
                },
                sort => sort.Dispose());
        }
        catch (AggregateException errors)
        {
            // One month's failure is reason enough; the others may have been stopped by it.
            var reason = errors.InnerExceptions.FirstOrDefault(error => error is not OperationCanceledException);
            ExceptionDispatchInfo.Throw(reason ?? errors.InnerExceptions[0]);
        }

        months.Clear();
        _written.AddRange(files.OfType<StagedFacts>());
    }

    /// <summary>The month's file, or null if all rows were there before.</summary>
    private unsafe StagedFacts? WriteMonth(int month, MonthRows rows, int part, RowLayout layout, BucketSort sort)
    {
        using var known = table.Schema.IsKeyWholeRow
            ? new KnownRows(engine, layout, FilesOf(month), DuplicatesByFile, cancellation)
            : null;
        MonthFile? file = null;
        try
        {
            sort.Drain(rows, known, DataChunk.Capacity, (first, order) =>
            {
                file ??= Open(month, part);
                var chunk = DataChunk.Create(table.Types);
                layout.Scatter(first, order, month, _sourceOfFile, chunk);
                file.Add(chunk, order.Length);
            });
            return file?.Finish();
        }
        finally
        {
            file?.Dispose();
        }
    }

    private IEnumerable<string> FilesOf(int month) =>
        _committed[month].Concat(_written.Concat(_beside).Where(file => file.Month == month).Select(file => file.Path));

    private List<StagedFacts> WriteByEngine(ByteBoundedChannel<CleanRows> channel)
    {
        using var connection = engine.Connect();
        var function = $"unsorted_{table.Schema.Table}";
        var source = new ChannelTable(
            () => channel.Read(out var rows, cancellation) ? rows.Chunk : null, table.Columns);
        connection.RegisterTableFunction(function, [], _ => source);
        using var sorted = connection.Query(
            $"FROM {function}() WHERE month <> 0 ORDER BY month, {table.Schema.Order}", streaming: true, cancellation);

        MonthFile? file = null;
        try
        {
            while (sorted.TryRead(out var chunk))
            {
                using (chunk) file = Split(chunk, file);
            }

            if (file is not null) _written.Add(file.Finish());
            return _written;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Gives the rows of a sorted chunk to the files of their months; returns the one that goes on.</summary>
    private MonthFile? Split(DataChunk chunk, MonthFile? file)
    {
        for (var row = 0; row < chunk.Count;)
        {
            var months = chunk[0].Values<int>()[row..chunk.Count];
            var month = months[0];
            var length = months.IndexOfAnyExcept(month) is var end and >= 0 ? end : months.Length;
            if (file is not null && file.Month != month)
            {
                _written.Add(file.Finish());
                file.Dispose();
                file = null;
            }

            file ??= Open(month, part: 0);
            var shared = DataChunk.Create(table.Types);
            shared.Reference(chunk);
            file.Add(shared, length);
            row += length;
        }

        return file;
    }

    private MonthFile Open(int month, int part)
    {
        var name = $"{table.Schema.Table}-{FactSchema.MonthName(month)}{(part == 0 ? "" : $"-{part}")}.parquet";
        return new MonthFile(engine, table, month, Path.Combine(folder, name), counters, cancellation);
    }
}
