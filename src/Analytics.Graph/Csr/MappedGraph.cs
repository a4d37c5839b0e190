using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Analytics.Graph.Memory;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Csr;

/// <summary>
/// A graph that lies in a file and is read through the operating system's cache, so it may be larger than memory and
/// costs none of its own. Kernels take it like any other graph. The file: a head of 64 bytes (<see cref="GraphHead"/>),
/// then int64 offsets, int32 targets, and float32 weights unless all are 1, each beginning at a multiple of 64,
/// little-endian.
/// <para>Dispose when no kernel reads the graph any more; it is empty from then on. Undisposed files stay open until
/// the process ends, whatever the garbage collector does.</para>
/// </summary>
public sealed unsafe class MappedGraph : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private bool _disposed;

    private MappedGraph(MemoryMappedFile file, MemoryMappedViewAccessor view, GraphHead head, byte* first)
    {
        (_file, _view) = (file, view);
        Graph = new CsrGraph(
            new LargeArray<long>((long*)(first + head.OffsetsAt), head.Vertices + 1),
            new LargeArray<int>((int*)(first + head.TargetsAt), head.Arcs),
            head.HasUnitWeights ? null : new LargeArray<float>((float*)(first + head.WeightsAt), head.Arcs),
            head.IsSymmetric);
    }

    /// <summary>The graph; empty after <see cref="Dispose"/>.</summary>
    public CsrGraph Graph { get; }

    /// <summary>Writes a graph. The file takes its name when it is complete, replacing one of the same name.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(CsrGraph graph, string path, CancellationToken cancel = default)
    {
        GraphHead head = GraphHead.Of(graph);
        string next = path + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<GraphHead>(in head)));
            Write(file, graph.Offsets, head.OffsetsAt, cancel);
            Write(file, graph.TargetArray, head.TargetsAt, cancel);
            if (graph.StoredWeights is { } weights)
                Write(file, weights, head.WeightsAt, cancel);
            file.SetLength(head.FileLength);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Opens a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">Read everything once and compare it with the checksum. Without, only head and length are
    /// looked at, and kernels may crash on a file that was damaged later.</param>
    /// <param name="workers">Threads for verifying; all processors by default.</param>
    /// <param name="cancel">Stops verifying.</param>
    /// <exception cref="InvalidDataException">Not such a file, cut off, or damaged.</exception>
    public static MappedGraph Open(
        string path, bool verify = true, Workers? workers = null, CancellationToken cancel = default)
    {
        GraphHead head = GraphHead.Read(path);
        MemoryMappedFile file =
            MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, head.FileLength, MemoryMappedFileAccess.Read);
        byte* first = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref first); // held until Dispose, so no finalizer unmaps it
        MappedGraph mapped = new(file, view, head, first);
        if (verify && GraphHead.ChecksumOf(mapped.Graph, workers ?? Workers.All, cancel) != head.Checksum)
        {
            mapped.Dispose();
            throw Damaged(path);
        }

        return mapped;
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote into memory of the graph's own; nothing else is taken.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="workers">Threads for verifying; all processors by default.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">Not such a file, cut off, or damaged.</exception>
    public static CsrGraph Read(string path, Workers? workers = null, CancellationToken cancel = default)
    {
        GraphHead head = GraphHead.Read(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        LargeArray<long> offsets = Column<long>(file, head.OffsetsAt, head.Vertices + 1, cancel);
        LargeArray<int> targets = Column<int>(file, head.TargetsAt, head.Arcs, cancel);
        LargeArray<float>? weights =
            head.HasUnitWeights ? null : Column<float>(file, head.WeightsAt, head.Arcs, cancel);
        CsrGraph graph = new(offsets, targets, weights, head.IsSymmetric);
        if (GraphHead.ChecksumOf(graph, workers ?? Workers.All, cancel) != head.Checksum)
            throw Damaged(path);
        return graph;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Graph.Offsets.Forget();
        Graph.TargetArray.Forget();
        Graph.StoredWeights?.Forget();
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static InvalidDataException Damaged(string path) => new(
        $"{path}: the content does not fit its checksum, so the file was damaged after it was written. "
        + "Write the graph again.");

    private static LargeArray<T> Column<T>(FileStream file, long position, long length, CancellationToken cancel)
        where T : unmanaged
    {
        const int step = 1 << 20;
        LargeArray<T> column = new(length);
        file.Position = position;
        for (long start = 0; start < length; start += step)
        {
            cancel.ThrowIfCancellationRequested();
            file.ReadExactly(MemoryMarshal.AsBytes(column.Span(start, (int)Math.Min(step, length - start))));
        }

        return column;
    }

    private static void Write<T>(FileStream file, LargeArray<T> column, long position, CancellationToken cancel)
        where T : unmanaged
    {
        const int step = 1 << 18;
        file.Position = position;
        for (long start = 0; start < column.Length; start += step)
        {
            cancel.ThrowIfCancellationRequested();
            file.Write(MemoryMarshal.AsBytes(column.Span(start, (int)Math.Min(step, column.Length - start))));
        }
    }
}
