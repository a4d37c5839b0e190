using System.Runtime.ExceptionServices;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>A Parquet file that a run has written and not yet committed.</summary>
/// <param name="Path">Where it lies now, absolute.</param>
/// <param name="Month">As <see cref="FactSchema.MonthOf"/> gives it.</param>
public sealed record StagedFacts(string Table, int Month, string Path, long Rows);

/// <summary>
/// Writes one fact table: drains the table's channel, sorts, and feeds one <see cref="MonthFile"/> per month. Tables of
/// fixed-width columns are sorted here (<see cref="MonthRows"/>), which costs a quarter of a general sort; tables with
/// texts and lists are sorted by the engine, which spills to the run's own folder when memory is short.
/// </summary>
internal sealed class FactWriter(
    FactTable table,
    DuckDbDatabase engine,
    string folder,
    int threads,
    long sortBytes,
    StageCounters counters,
    CancellationToken cancellation)
{
    private int _parts;

    /// <summary>Runs until the channel is complete and all its rows are on disk.</summary>
    public IReadOnlyList<StagedFacts> Write(ByteBoundedChannel<DataChunk> channel) =>
        RowLayout.Of(table.Schema, table.Columns) is { } layout ? WriteRows(channel, layout) : WriteByEngine(channel);

    private List<StagedFacts> WriteRows(ByteBoundedChannel<DataChunk> channel, RowLayout layout)
    {
        var written = new List<StagedFacts>();
        var months = new SortedDictionary<int, MonthRows>();
        var buffer = new ulong[DataChunk.Capacity * layout.Words];
        using var arena = new RowArena();
        while (channel.Read(out var chunk, cancellation))
        {
            using (chunk)
            {
                layout.Gather(chunk, buffer);
                Spread(chunk, buffer, layout.Words, months, arena);
            }

            // Full: what is there becomes a file of its own per month, so memory has a bound and nothing is spilt.
            if (arena.SizeBytes < sortBytes) continue;
            written.AddRange(Flush(months, layout));
            arena.Clear();
        }

        written.AddRange(Flush(months, layout));
        return [.. written.OrderBy(file => file.Month)];
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
    private StagedFacts[] Flush(SortedDictionary<int, MonthRows> months, RowLayout layout)
    {
        var part = _parts++;
        var all = months.ToArray();
        var files = new StagedFacts[all.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, all.Length, options, i => files[i] = WriteMonth(all[i].Key, all[i].Value, part, layout));
        }
        catch (AggregateException errors)
        {
            // One month's failure is reason enough; the others may have been stopped by it.
            var reason = errors.InnerExceptions.FirstOrDefault(error => error is not OperationCanceledException);
            ExceptionDispatchInfo.Throw(reason ?? errors.InnerExceptions[0]);
        }

        months.Clear();
        return files;
    }

    private unsafe StagedFacts WriteMonth(int month, MonthRows rows, int part, RowLayout layout)
    {
        using var file = Open(month, part);
        rows.Drain(DataChunk.Capacity, (first, order) =>
        {
            var chunk = DataChunk.Create(table.Types);
            layout.Scatter(first, order, month, chunk);
            file.Add(chunk, order.Length);
        });
        return file.Finish();
    }

    private List<StagedFacts> WriteByEngine(ByteBoundedChannel<DataChunk> channel)
    {
        using var connection = engine.Connect();
        var function = $"unsorted_{table.Schema.Table}";
        var source = new ChannelTable(channel, table.Columns, cancellation);
        connection.RegisterTableFunction(function, [], _ => source);
        using var sorted = connection.Query(
            $"FROM {function}() WHERE month <> 0 ORDER BY month, {table.Schema.Order}", streaming: true, cancellation);

        var written = new List<StagedFacts>();
        MonthFile? file = null;
        try
        {
            while (sorted.TryRead(out var chunk))
            {
                using (chunk) file = Split(chunk, file, written);
            }

            if (file is not null) written.Add(file.Finish());
            return written;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Gives the rows of a sorted chunk to the files of their months; returns the one that goes on.</summary>
    private MonthFile? Split(DataChunk chunk, MonthFile? file, List<StagedFacts> written)
    {
        for (var row = 0; row < chunk.Count;)
        {
            var months = chunk[0].Values<int>()[row..chunk.Count];
            var month = months[0];
            var length = months.IndexOfAnyExcept(month) is var end and >= 0 ? end : months.Length;
            if (file is not null && file.Month != month)
            {
                written.Add(file.Finish());
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
