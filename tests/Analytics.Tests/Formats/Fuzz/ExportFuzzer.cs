using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Sources;

namespace Analytics.Tests.Formats.Fuzz;

/// <summary>What a run of the fuzzer found.</summary>
/// <param name="Failures">One text per damaged export that was not dealt with as promised.</param>
internal sealed record FuzzReport(
    long Exports, long Rows, long Rejected, long Unreadable, double SlowestSeconds, IReadOnlyList<string> Failures);

/// <summary>
/// Damages sound exports by seed and reads them as the ingest does, cleaners included. Promised is: no exception but
/// the one for files that cannot be read, an end in good time, and that every byte of a platform's export was read,
/// rejected or ignored.
/// </summary>
internal sealed class ExportFuzzer(IReadOnlyList<FuzzSeed> seeds, string folder) : IDisposable
{
    private static readonly TimeSpan InGoodTime = TimeSpan.FromSeconds(20);

    private readonly DuckDbDatabase _engine = DuckDbDatabase.Open();
    private readonly RecordBlockPool _pool = new(1 << 16);
    private readonly Pseudonymizer _pseudonyms = new(PseudonymKey.ForOneRun());
    private readonly DuckDbLogicalType _sources = DuckDbLogicalType.EnumOf("source");

    /// <summary>Exports number <paramref name="first"/> and the following; each is a function of its number.</summary>
    public FuzzReport Run(int first, int count, CancellationToken cancellation)
    {
        var failures = new List<string>();
        long rows = 0, rejected = 0, unreadable = 0;
        var slowest = 0.0;
        for (var number = first; number < first + count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var seed = seeds[number % seeds.Count];
            var path = Write(seed, new Random(number));
            var started = Stopwatch.GetTimestamp();
            try
            {
                var read = Read(seed, path, cancellation);
                rows += read.Rows;
                rejected += read.Rejected;
                if (read.IsUnreadable) unreadable++;
                if (read.Problem is not null) failures.Add(Text($"{seed.Name} {number}: {read.Problem}"));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                failures.Add(Text($"{seed.Name} {number}: {error}"));
            }

            var seconds = Stopwatch.GetElapsedTime(started);
            slowest = Math.Max(slowest, seconds.TotalSeconds);
            if (seconds > InGoodTime) failures.Add(Text($"{seed.Name} {number}: took {seconds.TotalSeconds:F0} s"));
        }

        return new FuzzReport(count, rows, rejected, unreadable, slowest, failures);
    }

    public void Dispose() => _engine.Dispose();

    private string Write(FuzzSeed seed, Random random)
    {
        if (!seed.IsArchive)
        {
            var path = Path.Combine(folder, "export-" + seed.Files[0].Name);
            File.WriteAllBytes(path, Mutation.Of(seed.Files[0].Bytes, random));
            return path;
        }

        var packed = Path.Combine(folder, "export.zip");
        File.Delete(packed);
        var victim = random.Next(4) == 0 ? -1 : random.Next(seed.Files.Count);
        using (var zip = ZipFile.Open(packed, ZipArchiveMode.Create))
        {
            for (var i = 0; i < seed.Files.Count; i++)
            {
                var bytes = i == victim ? Mutation.Of(seed.Files[i].Bytes, random) : seed.Files[i].Bytes;
                using var entry = zip.CreateEntry(seed.Files[i].Name, CompressionLevel.Fastest).Open();
                entry.Write(bytes);
            }
        }

        // Sometimes what is damaged is the packing itself.
        if (victim < 0) File.WriteAllBytes(packed, Mutation.Of(File.ReadAllBytes(packed), random));
        return packed;
    }

    private (long Rows, long Rejected, bool IsUnreadable, string? Problem) Read(
        FuzzSeed seed, string path, CancellationToken cancellation)
    {
        var source = new SourceDefinition(
            "source", seed.Format, seed.Kind, path, "fuzz", new Dictionary<string, string>(), null, null, "auto", null,
            null, null, null, [], 1);
        var file = new ExportFile(source, 0, path);
        ExportReader reader;
        ColumnPlan? plan;
        try
        {
            (reader, plan) = ExportReaders.Open(source, path, _pool, _engine, hash: null, cancellation);
        }
        catch (ExportFileException)
        {
            return (0, 0, true, null);
        }

        long rows = 0, rejected = 0;
        var bytes = default(RecordCounts);
        var context = new CleaningContext(
            source, 0, _sources, _pseudonyms.Accounts("fuzz"), _pseudonyms.Posts("fuzz"), null,
            TimeText.MicrosOf(new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero)));
        using (reader)
        using (var worker = new FileWorker(file, plan, context, _engine))
        {
            while (reader.Read(cancellation) is { } piece)
            {
                using (piece)
                {
                    var clean = worker.Clean(piece);
                    bytes += clean.Bytes;
                    rejected += clean.Rejects.Count;
                    foreach (var chunk in clean.Chunks)
                    {
                        rows += chunk.Chunk.Count;
                        chunk.Chunk.Dispose();
                    }
                }
            }

            bytes += reader.Passed;
            if (ExportFormat.Of(seed.Format).IsTable || seed.IsArchive) return (rows, rejected, false, null);
            var delivered = new FileInfo(path).Length;
            return (rows, rejected, false, bytes.TotalBytes == delivered
                ? null
                : Text($"{bytes.TotalBytes} bytes accounted for ({bytes}) of {delivered}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
