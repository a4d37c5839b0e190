using System.Buffers;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// The writing end of an ingest, used by the committer alone: finds duplicates, keeps the accounts of each file, and
/// feeds one channel per fact table and one for rejects. A table's writer starts with its first row.
/// </summary>
internal sealed class FactOutput : IDisposable
{
    private const long TableBytes = 16 << 20;
    private const long SmallPieceBytes = 1 << 16;

    private readonly DuckDbDatabase _writers;
    private readonly DuckDbConnection _lookups;
    private readonly DuckDbLogicalType _sources;
    private readonly string _folder;
    private readonly int _threads;
    private readonly long _sortBytes;
    private readonly IReadOnlyList<ExportFile> _files;
    private readonly Dictionary<ExportFile, int> _positions;
    private readonly StageCounters _counters;
    private readonly ILookup<string, (int Month, string Path)> _committed;
    private readonly CancellationToken _cancellation;
    private readonly Table?[] _tables = new Table?[FactSchema.All.Count];
    private readonly ByteBoundedChannel<DataChunk> _rejects;
    private readonly Task _rejectWriter;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CompleteLists? _lists;

    /// <param name="writers">Runs the writing statements, without worker threads of its own.</param>
    /// <param name="engine">Reads the keys of earlier facts.</param>
    /// <param name="sortBytes">Bytes of rows that a table holds before it writes files.</param>
    public FactOutput(
        DuckDbDatabase writers,
        DuckDbDatabase engine,
        DuckDbLogicalType sources,
        string folder,
        string rejectsPath,
        int threads,
        long sortBytes,
        IReadOnlyList<ExportFile> files,
        StageCounters counters,
        ILookup<string, (int Month, string Path)> committed,
        CancellationToken cancellation)
    {
        _writers = writers;
        _sources = sources;
        _folder = folder;
        _threads = threads;
        _sortBytes = sortBytes;
        _files = files;
        _positions = files.Select((file, position) => (file, position)).ToDictionary(f => f.file, f => f.position);
        _counters = counters;
        _committed = committed;
        _cancellation = cancellation;
        _lookups = engine.Connect();
        _rejects = new ByteBoundedChannel<DataChunk>(RejectWriter.ChunkBytes * 4, writer: counters);
        _rejectWriter = Watch(() => new RejectWriter(writers, rejectsPath, cancellation).Write(_rejects));
    }

    /// <summary>Ends when all writers have ended; fails as soon as one fails.</summary>
    public Task Completion => _completion.Task;

    public long KeyBytes => _tables.Sum(table => table?.Known?.SizeBytes ?? 0);

    public async ValueTask AddAsync(CleanPiece piece, CancellationToken cancellation)
    {
        var file = piece.File;
        file.Failure ??= piece.Failure;
        file.Read += piece.Read;
        file.Rejected += piece.Rejects.Count;
        file.SelfLoops += piece.Rejects.Count(reject => reject.IsSelfLoop);
        await RefuseAsync(file, piece.Entry, piece.Rejects, cancellation).ConfigureAwait(false);
        file.Bytes += piece.Bytes;
        if (piece.Drift is not null) file.Drift.Add(piece.Drift);
        var position = _positions[file];
        foreach (var (kind, chunk, keys) in piece.Chunks)
        {
            if (kind == FactKind.Follows && file.ListedOn is not null) (_lists ??= new CompleteLists(file)).Add(chunk);
            var table = _tables[(int)kind] ??= new Table(this, FactSchema.Of(kind), ExpectedRows(piece));
            var fresh = table.Known?.MarkDuplicates(chunk, keys) ?? chunk.Count;
            if (keys.Length > 0) ArrayPool<UInt128>.Shared.Return(keys);
            file.Accepted += fresh;
            file.Duplicates += chunk.Count - fresh;
            if (kind == FactKind.Follows && fresh < chunk.Count)
                await AddAsync(FactKind.Sightings, KnownFollows.Of(chunk, table.Types), position, cancellation)
                    .ConfigureAwait(false);
            var rows = new CleanRows(chunk, position);
            if (fresh > 0) await table.Channel.WriteAsync(rows, table.ChunkBytes, cancellation).ConfigureAwait(false);
            else chunk.Dispose();
        }
    }

    /// <summary>Adds rows that no file counts as its own.</summary>
    private ValueTask AddAsync(FactKind kind, DataChunk chunk, int position, CancellationToken cancellation)
    {
        var table = _tables[(int)kind] ??= new Table(this, FactSchema.Of(kind), 0);
        return table.Channel.WriteAsync(new CleanRows(chunk, position), table.ChunkBytes, cancellation);
    }

    /// <summary>
    /// What a table will get if its files go on as the first piece began; packed files hold more. A small piece, such
    /// as what an archive says of its owner, tells nothing.
    /// </summary>
    private long ExpectedRows(CleanPiece first) => first.SizeBytes < SmallPieceBytes
        ? 0
        : _files.Where(file => file.Source.Kind == first.File.Source.Kind).Sum(file => file.SizeBytes)
        * first.Read / Math.Max(1, first.SizeBytes);

    /// <summary>
    /// No more pieces of this file come; if it could not be read to its end, that is written down too.
    /// </summary>
    public async ValueTask EndAsync(ExportFile file, CancellationToken cancellation)
    {
        var lists = _lists;
        _lists = null;
        if (lists is not null && lists.IsWhole)
        {
            var schema = new FactTable(FactSchema.Of(FactKind.Lists), _sources);
            foreach (var chunk in lists.Chunks(schema.Types))
                await AddAsync(FactKind.Lists, chunk, _positions[file], cancellation).ConfigureAwait(false);
        }

        if (file.Failure is not { } failure) return;
        var reject = new RejectedRecord(failure.Line, "file", failure.Reason, null);
        await RefuseAsync(file, null, [reject], cancellation).ConfigureAwait(false);
    }

    public void Complete()
    {
        _rejects.Complete();
        foreach (var table in _tables) table?.Channel.Complete();
        var writers = _tables.OfType<Table>().Select(table => (Task)table.Writer).Append(_rejectWriter);
        _ = Task.WhenAll(writers).ContinueWith(
            all => _ = all.IsCompletedSuccessfully
                ? _completion.TrySetResult()
                : _completion.TrySetException(
                    all.Exception?.InnerExceptions ?? (IEnumerable<Exception>)[new OperationCanceledException()]),
            TaskScheduler.Default);
    }

    /// <summary>
    /// The staged files, tables and months in order. After <see cref="Completion"/>, once: the duplicates that were
    /// found by sorting are put down in the accounts of their files here.
    /// </summary>
    public async Task<IReadOnlyList<StagedFacts>> FactsAsync()
    {
        var staged = new List<StagedFacts>();
        foreach (var table in _tables.OfType<Table>())
        {
            var (facts, duplicatesByFile) = await table.Writer.ConfigureAwait(false);
            staged.AddRange(facts);
            if (table.Kind == FactKind.Sightings) continue;
            for (var position = 0; position < _files.Count; position++)
            {
                // The lists of tables are no rows that the file held.
                if (table.Kind == FactKind.Lists && _files[position].ListedOn is not null) continue;
                _files[position].Accepted -= duplicatesByFile[position];
                _files[position].Duplicates += duplicatesByFile[position];
            }
        }

        return staged;
    }

    public void Dispose()
    {
        var given = new OperationCanceledException("the ingest ended");
        _rejects.Complete(given);
        foreach (var table in _tables) table?.Dispose(given);
        try
        {
            _rejectWriter.Wait(CancellationToken.None);
        }
        catch (AggregateException)
        {
            // Completion has told it.
        }

        while (_rejects.TryTake(out var left)) left.Dispose();
        _lookups.Dispose();
    }

    private async ValueTask RefuseAsync(
        ExportFile file, string? entry, IReadOnlyList<RejectedRecord> rejects, CancellationToken cancellation)
    {
        var name = entry is null ? file.Name : $"{file.Name}/{entry}";
        foreach (var chunk in RejectWriter.Chunks(file.Source.Name, name, rejects))
            await _rejects.WriteAsync(chunk, RejectWriter.ChunkBytes, cancellation).ConfigureAwait(false);
    }

    private Task Watch(Action write) => Watch(() =>
    {
        write();
        return true;
    });

    /// <summary>Runs a writer on a thread of its own; a failure ends the ingest at once.</summary>
    private Task<T> Watch<T>(Func<T> write) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                return write();
            }
            catch (Exception error)
            {
                _completion.TrySetException(error);
                throw;
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>One fact table that receives rows.</summary>
    private sealed class Table
    {
        public Table(FactOutput output, FactSchema schema, long expectedRows)
        {
            var table = new FactTable(schema, output._sources);
            Kind = schema.Kind;
            Types = table.Types;
            ChunkBytes = table.ChunkBytes;
            IEnumerable<(int Month, string Path)> committed = output._committed[schema.Table];
            Func<IReadOnlyList<StagedFacts>>? beside = null;
            if (schema.Kind == FactKind.Sightings)
            {
                // What was told before word for word is not told again: it may stand in either table.
                var follows = output._tables[(int)FactKind.Follows]!;
                committed = committed.Concat(output._committed[FactSchema.Of(FactKind.Follows).Table]);
                beside = () => follows.Writer.Result.Facts;
            }

            if (!schema.IsKeyWholeRow) Known = new KnownFacts(schema, output._lookups, committed, expectedRows);
            Channel = new ByteBoundedChannel<CleanRows>(TableBytes, writer: output._counters);
            var writer = new FactWriter(
                table, output._writers, output._folder, output._files, committed, output._threads, output._sortBytes,
                output._counters, output._cancellation)
            {
                Beside = beside,
            };
            Writer = output.Watch(() => (writer.Write(Channel), writer.DuplicatesByFile));
        }

        public FactKind Kind { get; }

        public DuckDbLogicalType[] Types { get; }

        public long ChunkBytes { get; }

        /// <summary>Null where sorting finds the duplicates.</summary>
        public KnownFacts? Known { get; }

        public ByteBoundedChannel<CleanRows> Channel { get; }

        public Task<(IReadOnlyList<StagedFacts> Facts, long[] DuplicatesByFile)> Writer { get; }

        public void Dispose(Exception given)
        {
            Channel.Complete(given);
            try
            {
                Writer.Wait(CancellationToken.None);
            }
            catch (AggregateException)
            {
                // Completion has told it.
            }

            while (Channel.TryTake(out var left)) left.Chunk.Dispose();
            Known?.Dispose();
        }
    }
}
