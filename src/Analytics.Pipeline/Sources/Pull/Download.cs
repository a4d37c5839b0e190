using System.IO.Compression;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Adds to an entry what the content or the answer tells.</summary>
internal delegate LandingEntry Describe(string draft, RemoteBody body, LandingEntry entry);

/// <summary>
/// Brings files here one by one: asks, writes what comes beside, goes on where a connection broke, waits before it asks
/// again, and lets a file count only when its length and every checksum offered are right. Safe for use by several
/// threads at once, for different files.
/// </summary>
internal sealed class Download(
    IRemoteStore store, LandingFolder landing, PullDefinition settings, Backoff backoff, TimeProvider clock,
    PullCounters counters)
{
    private const int BlockBytes = 1 << 17;

    // An attempt that brought this much was worth it: the count of attempts begins anew.
    private const long Headway = 1 << 20;

    /// <param name="describe">Adds to the entry what the content tells; called with the draft before it counts.</param>
    /// <returns>The entry of the whole file, and the answer's link to a next page.</returns>
    /// <exception cref="PullException">The file did not come; what came of it is kept for the next time.</exception>
    public async Task<(LandingEntry Entry, string? NextLink)> RunAsync(
        RemoteFile file, Describe? describe, CancellationToken cancellation)
    {
        using var part = landing.OpenPart(file.Address);
        var mark = part.Length;
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await AttemptAsync(file, describe, part, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when ((error as PullException ?? store.Explain(error)) is { } failure)
            {
                if (failure.PartIsStale) part.Restart(PartState.None);
                else if (part.Length > 0) part.Keep();
                if (part.Length >= mark + Headway) (mark, attempt) = (part.Length, 0);
                if (!failure.IsTransient) throw failure;
                if (attempt >= settings.Retries) throw failure.GivenUp(attempt + 1);
                counters.AddRetry();
                delay = backoff.Delay(attempt, failure.RetryAfter);
            }
            catch (OperationCanceledException) when (part.Length > 0)
            {
                part.Keep();
                throw;
            }

            await backoff.WaitAsync(delay, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(LandingEntry Entry, string? NextLink)> AttemptAsync(
        RemoteFile file, Describe? describe, PartFile part, CancellationToken cancellation)
    {
        using IdleLimit idle = new(clock, settings.Timeout, cancellation);
        var resume = part.Resumption;
        if (resume is null && part.Length > 0) part.Restart(PartState.None);
        var known = resume is null ? landing.Find(file) : null;
        using var body = await idle
            .GuardAsync(token => store.OpenAsync(file, known?.Validators, resume, token), "no answer")
            .ConfigureAwait(false);
        counters.AddRequest();
        if (body.Kind == BodyKind.Unchanged || IsSame(known, body))
        {
            part.Delete();
            counters.AddUnchanged();
            return (known!, body.NextLink);
        }

        if (body.Kind == BodyKind.Whole) part.Restart(StateOf(body));
        CheckSize(part.State.Total);
        await CopyAsync(body.Stream, part, idle).ConfigureAwait(false);
        CheckLength(body, part);
        return (Land(file, describe, part, body, cancellation), body.NextLink);
    }

    /// <summary>A server that does not know conditions sends again what is here; its tag tells at once.</summary>
    private static bool IsSame(LandingEntry? known, RemoteBody body) =>
        known?.Validators.StrongETag is { } tag && tag == body.Validators.ETag;

    private static PartState StateOf(RemoteBody body) => new(
        body.RangeCondition, body.Validators.ETag, body.Validators.Modified, body.Total, body.Encoding, body.Checksums,
        Durable: 0);

    private void CheckSize(long? bytes)
    {
        if (bytes is { } size && size > settings.MaxFileSize)
        {
            throw PullException.Useless($"{size:N0} bytes; pull.max_file_size allows {settings.MaxFileSize:N0}");
        }
    }

    private async Task CopyAsync(Stream from, PartFile part, IdleLimit idle)
    {
        var buffer = new byte[BlockBytes];
        while (true)
        {
            var read = await idle
                .GuardAsync(token => from.ReadAsync(buffer.AsMemory(), token).AsTask(), "the connection fell silent")
                .ConfigureAwait(false);
            if (read == 0) return;
            part.Append(buffer.AsSpan(0, read));
            counters.AddBytes(read);
            CheckSize(part.Length);
        }
    }

    private static void CheckLength(RemoteBody body, PartFile part)
    {
        if (body.HasSurplus() && part.State.Checksums.Count == 0)
            throw PullException.Stale("the server sent more bytes than it announced");
        if ((part.State.Total ?? body.Total) is { } total)
        {
            if (part.Length < total) throw PullException.Broken($"{part.Length:N0} of {total:N0} bytes came");
            if (part.Length > total) throw PullException.Stale($"{part.Length:N0} bytes came instead of {total:N0}");
        }
        else if (!body.HasCertainEnd && part.State.Checksums.Count == 0)
        {
            throw PullException.Useless(
                "the server tells neither the length nor the end of the file, so nobody knows whether it is whole");
        }
    }

    private LandingEntry Land(
        RemoteFile file, Describe? describe, PartFile part, RemoteBody body, CancellationToken cancellation)
    {
        var state = part.State;
        part.Flush();
        var (sha256, wrong) = Checksum.OfFile(part.Path, state.Checksums, cancellation);
        if (wrong.Count > 0)
            throw PullException.Stale($"the bytes do not have the {wrong[0].Algorithm} that the server tells");

        var draft = part.Path;
        if (state.Encoding is not null && Unpack(part.Path, file.Name) is { } unpacked)
        {
            draft = unpacked;
            sha256 = Checksum.OfFile(draft, [], cancellation).Sha256;
        }

        // Rows without a time of their own get that of the file: the delivery's, wherever and whenever it is pulled.
        var modified = state.Modified ?? clock.GetUtcNow();
        var entry = new LandingEntry(file.Key, file.Name, 0, 0, sha256, state.ETag, state.Modified);
        if (describe is not null) entry = describe(draft, body, entry);
        part.Close();
        File.SetLastWriteTimeUtc(draft, modified.UtcDateTime);
        Durable.FlushFile(draft);
        entry = landing.Land(draft, file.Folder, entry);
        part.Delete();
        counters.AddFile();
        return entry;
    }

    /// <summary>
    /// Takes off the packing of the transport. Where the name says <c>.gz</c> the packing is usually the file's own,
    /// and servers that name it twice mean it once.
    /// </summary>
    /// <returns>The unpacked draft; null if the file stays as it is.</returns>
    private string? Unpack(string path, string name)
    {
        var target = path + ".unpacked";
        try
        {
            using var packed = File.OpenRead(path);
            using GZipStream unpacked = new(packed, CompressionMode.Decompress);
            if (name.EndsWith("gz", StringComparison.OrdinalIgnoreCase) && !BeginsPacked(unpacked)) return null;
            packed.Position = 0;
            using GZipStream whole = new(packed, CompressionMode.Decompress);
            using var draft = File.Create(target);
            var buffer = new byte[BlockBytes];
            while (whole.Read(buffer) is var read and > 0)
            {
                draft.Write(buffer, 0, read);
                CheckSize(draft.Length);
            }

            return target;
        }
        catch (InvalidDataException error)
        {
            throw PullException.Useless("the server calls the answer gzip, and it is not", error);
        }
    }

    private static bool BeginsPacked(Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        return stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
    }
}
