using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Analytics.Pipeline.Lake.Upkeep;

/// <summary>
/// Compares files with what manifests say of them. Each file is read once however many manifests name it, several at
/// a time, a mebibyte each in memory.
/// </summary>
internal sealed class FileCheck(LakeFolder lake, int threads, Action<long, long> progress)
{
    private const int BlockBytes = 1 << 20;

    private long _done;

    /// <returns>In the order of paths.</returns>
    public IReadOnlyList<LakeFault> Run(IReadOnlyList<FoundSnapshot> snapshots, CancellationToken cancellation)
    {
        var named = snapshots.SelectMany(one => one.Files.Select(file => (File: file, one.RunId)))
            .GroupBy(one => (one.File.Path, one.File.Bytes, one.File.Sha256), one => one.RunId).ToList();
        var total = named.Sum(file => file.Key.Bytes);
        var exports = snapshots.FirstOrDefault(one => one.Manifest is not null)?.Manifest?.Files ?? [];
        ConcurrentBag<LakeFault> faults = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.ForEach(Partitioner.Create(named, EnumerablePartitionerOptions.NoBuffering), options, file =>
        {
            var (path, bytes, sha256) = file.Key;
            if (Compare(path, bytes, sha256, total, cancellation) is not var (kind, message)) return;
            string[] runs = [.. file.Order(StringComparer.Ordinal)];
            var needed = $"{message}; needed by {Listed(runs)}{Origin(path, runs, snapshots, exports)}";
            faults.Add(new LakeFault(kind, path, needed, runs));
        });
        return [.. faults.OrderBy(fault => fault.Path, StringComparer.Ordinal)];
    }

    /// <summary>The first few, and how many more.</summary>
    public static string Listed(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");

    private (LakeFaultKind Kind, string Message)? Compare(
        string relative, long bytes, string sha256, long total, CancellationToken cancellation)
    {
        var path = lake.Absolute(relative);
        try
        {
            var found = new FileInfo(path);
            if (!found.Exists) return (LakeFaultKind.MissingFile, $"found no file; expected {bytes:N0} bytes");
            if (found.Length != bytes)
                return (LakeFaultKind.OtherSize, $"found {found.Length:N0} bytes; expected {bytes:N0}");
            var digest = Digest(path, total, cancellation);
            return digest == sha256 ? null
                : (LakeFaultKind.OtherBytes, $"found SHA-256 {digest[..12]}…; expected {sha256}");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (LakeFaultKind.MissingFile, $"found no file; expected {bytes:N0} bytes");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (LakeFaultKind.Unreadable, $"cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    private string Digest(string path, long total, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var buffer = new byte[BlockBytes];
        while (file.Read(buffer) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            progress(Interlocked.Add(ref _done, read), total);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of a fact file: the exports that its rows came from, and the newest run that does without it.</summary>
    private static string Origin(
        string path, string[] runs, IReadOnlyList<FoundSnapshot> snapshots, IReadOnlyList<IngestedFile> exports)
    {
        if (!path.StartsWith("facts/", StringComparison.Ordinal)) return "";
        var last = FoundSnapshot.SequenceOf(Path.GetFileName(path));
        var first = snapshots.SelectMany(one => one.Files).First(file => file.Path == path).MergedFrom ?? last;
        var names = exports.Where(file => file.Sequence >= first && file.Sequence <= last)
            .Select(file => $"{file.Name} ({file.Source})").ToList();
        var without = snapshots.FirstOrDefault(one => one.Manifest is not null && !runs.Contains(one.RunId));
        return (names.Count > 0 ? $"; its rows came from {Listed(names)}" : "")
            + (without is null ? "; no kept run does without it" : $"; the newest run without it is {without.RunId}");
    }
}
