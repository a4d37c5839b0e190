using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using Analytics.DuckDb;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Ingest;

/// <summary>A piece of a file together with what its columns mean.</summary>
internal readonly record struct PlannedPiece(RawPiece Piece, ColumnPlan? Plan);

/// <summary>A file that is being read: its pieces come through a channel of its own.</summary>
internal sealed record OpenFile(ExportFile File, ByteBoundedChannel<PlannedPiece> Pieces)
{
    /// <summary>Nobody takes the pieces any more: pieces of Parquet must be let go before the engine is.</summary>
    public void GiveUp()
    {
        Pieces.Complete(new OperationCanceledException("the ingest ended"));
        while (Pieces.TryTake(out var left)) left.Piece.Dispose();
    }
}

/// <summary>
/// Reads several files at the same time, and hands them on in their order: unpacking a file is one thread's work, so
/// the next ones are opened ahead, each as far as its own channel lets it.
/// </summary>
internal sealed class ReadStage(RecordBlockPool pool, DuckDbDatabase engine, int readers, StageCounters counters)
{
    // Enough for the next file to be under way when its turn comes.
    private const long AheadBytes = 4 << 20;

    public async Task RunAsync(
        ChannelReader<ExportFile> pulled, ChannelWriter<OpenFile> opened, CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(readers);
        var running = new List<Task>();
        try
        {
            await foreach (var file in pulled.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                await slots.WaitAsync(cancellation).ConfigureAwait(false);
                var pieces = new ByteBoundedChannel<PlannedPiece>(AheadBytes, writer: counters);
                running.Add(
                    Task.Run(() => ReadAndReleaseAsync(file, pieces, slots, cancellation), CancellationToken.None));
                var open = new OpenFile(file, pieces);
                try
                {
                    await opened.WriteAsync(open, cancellation).ConfigureAwait(false);
                }
                catch
                {
                    open.GiveUp();
                    throw;
                }
            }

            opened.Complete();
        }
        catch (Exception error)
        {
            opened.Complete(error);
            throw;
        }
        finally
        {
            // Each reader has told its own channel how it ended.
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAndReleaseAsync(
        ExportFile file, ByteBoundedChannel<PlannedPiece> pieces, SemaphoreSlim slots, CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(file, pieces, cancellation).ConfigureAwait(false);
            pieces.Complete();
        }
        catch (ExportFileException failure)
        {
            file.Failure = failure;
            pieces.Complete();
        }
        catch (Exception error)
        {
            pieces.Complete(error);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task ReadAsync(
        ExportFile file, ByteBoundedChannel<PlannedPiece> pieces, CancellationToken cancellation)
    {
        if (file.Failure is not null) throw file.Failure;
        using var hash = file.Sha256 is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var (reader, plan) = ExportReaders.Open(file.Source, file.Path, pool, engine, hash, cancellation);
        using (reader)
        {
            while (reader.Read(cancellation) is { } piece)
            {
                counters.Add(0, piece.SizeBytes);
                try
                {
                    await pieces.WriteAsync(new PlannedPiece(piece, plan), piece.SizeBytes, cancellation)
                        .ConfigureAwait(false);
                }
                catch
                {
                    piece.Dispose();
                    throw;
                }
            }

            file.Passed = reader.Passed;
            if (reader.Fault is not null) throw reader.Fault;
        }

        // Somebody still writes it: known under the hash of a part, its other rows would never be read.
        if (file.HasChanged())
        {
            const string reason = "the file changed while it was read";
            throw new ExportFileException(reason) { Reason = $"{reason}; it is read again next time" };
        }

        Debug.Assert(file.Sha256 is not null || hash is not null, "every file read to its end has a hash");
        if (hash is not null) file.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
