using System.Runtime.InteropServices;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>The first 64 bytes of the file of a <see cref="MappedGraph"/>.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct GraphHead
{
    public const int Bytes = 64;
    private const ulong Magic = 0x0A_52_53_43_2D_41_4E_41; // "ANA-CSR\n"
    private const int WeightedVersion = 1;
    private const int UnitVersion = 2;

    private ulong _magic;
    private int _version;
    private int _symmetric; // 0 or 1
    public long Vertices;
    public long Arcs;
    public ulong Checksum;

    public readonly bool IsSymmetric => _symmetric != 0;

    /// <summary>Without a column of weights; version 1 always has one.</summary>
    public readonly bool HasUnitWeights => _version == UnitVersion;

    public readonly long OffsetsAt => Bytes;

    public readonly long TargetsAt => Aligned(OffsetsAt + sizeof(long) * (Vertices + 1));

    public readonly long WeightsAt => Aligned(TargetsAt + sizeof(int) * Arcs);

    public readonly long FileLength => Aligned(WeightsAt + (HasUnitWeights ? 0 : sizeof(float) * Arcs));

    public static GraphHead Of(CsrGraph graph) => new()
    {
        _magic = Magic,
        _version = graph.HasUnitWeights ? UnitVersion : WeightedVersion,
        _symmetric = graph.IsKnownSymmetric ? 1 : 0,
        Vertices = graph.VertexCount,
        Arcs = graph.ArcCount,
        Checksum = ChecksumOf(graph, Workers.All, default),
    };

    /// <exception cref="InvalidDataException">The file is of another kind or version, or has another length than its
    /// head says.</exception>
    public static GraphHead Read(string path)
    {
        GraphHead head = default;
        using FileStream file = File.OpenRead(path);
        int read = file.ReadAtLeast(
            MemoryMarshal.AsBytes(new Span<GraphHead>(ref head)), Bytes, throwOnEndOfStream: false);
        if (read < Bytes || head._magic != Magic)
        {
            throw new InvalidDataException(
                $"{path}: found no head of a graph file; expected one that MappedGraph.Save wrote.");
        }

        if (head._version is not (WeightedVersion or UnitVersion))
        {
            throw new InvalidDataException(
                $"{path}: found version {head._version} of the format; this program reads versions "
                + $"{WeightedVersion} and {UnitVersion}. "
                + "Write the graph again.");
        }

        bool possible = head.Vertices is >= 0 and < int.MaxValue && head.Arcs is >= 0 and < long.MaxValue / 16;
        if (!possible || head.FileLength != file.Length)
        {
            throw new InvalidDataException(
                $"{path}: found {file.Length:N0} bytes; expected {(possible ? head.FileLength : 0):N0} for "
                + $"{head.Vertices:N0} vertices and {head.Arcs:N0} arcs. The file was cut off or is another one; write "
                + "the graph again.");
        }

        return head;
    }

    /// <summary>One number for everything in the columns; the same for any number of threads.</summary>
    public static ulong ChecksumOf(CsrGraph graph, Workers workers, CancellationToken cancel)
    {
        ulong arcs = Mixed(Sum(graph.Offsets, workers, cancel), Sum(graph.TargetArray, workers, cancel));
        return graph.StoredWeights is { } weights ? Mixed(arcs, Sum(weights, workers, cancel)) : arcs;
    }

    private static ulong Sum<T>(LargeArray<T> column, Workers workers, CancellationToken cancel)
        where T : unmanaged
    {
        const int step = 1 << 17;
        ulong[] sums = new ulong[(column.Length + step - 1) / step];
        workers.For(sums.Length, (block, _) =>
        {
            cancel.ThrowIfCancellationRequested();
            long start = (long)block * step;
            ReadOnlySpan<byte> bytes =
                MemoryMarshal.AsBytes(column.Span(start, (int)Math.Min(step, column.Length - start)));
            ulong sum = (ulong)bytes.Length;
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
                sum = Mixed(sum, word);
            foreach (byte rest in bytes[(bytes.Length & ~7)..])
                sum = Mixed(sum, rest);
            sums[block] = sum;
        });
        ulong all = (ulong)column.Length;
        foreach (ulong sum in sums)
            all = Mixed(all, sum);
        return all;
    }

    /// <summary>Every bit of both reaches the high bits of the product, and a rotation brings those back
    /// down.</summary>
    private static ulong Mixed(ulong sum, ulong word) => ulong.RotateLeft((sum ^ word) * 0x9E37_79B9_7F4A_7C15, 29);

    private static long Aligned(long position) => (position + Bytes - 1) & -Bytes;
}
