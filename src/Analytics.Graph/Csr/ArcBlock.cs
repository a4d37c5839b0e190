using System.Runtime.InteropServices;
using Analytics.Graph.Memory;

namespace Analytics.Graph.Csr;

/// <summary>
/// A fixed number of arcs as three columns, so that adding arcs never copies those added before. The memory is given
/// back as soon as the arcs are in the graph, which the garbage collector would not promise.
/// </summary>
internal sealed unsafe class ArcBlock : IDisposable
{
    public const int DefaultCapacity = 1 << 19;
    private const int BytesPerArc = 3 * sizeof(int);
    private const int SmallAlignment = 64;

    private void* _memory;

    public ArcBlock(int capacity)
    {
        Capacity = capacity;
        nuint bytes = (nuint)capacity * BytesPerArc;
        // Aligning a few bytes to a large page would take one.
        _memory = NativeMemory.AlignedAlloc(bytes, bytes < HugePages.Size ? SmallAlignment : (nuint)HugePages.Size);
        HugePages.Ask(_memory, (long)bytes);
    }

    ~ArcBlock() => Dispose();

    public int Capacity { get; private set; }

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public int* Sources => (int*)_memory;

    public int* Targets => (int*)_memory + Capacity;

    public float* Weights => (float*)_memory + 2L * Capacity;

    /// <summary>After sorting: the first arc of every bucket, one more at the end.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>Takes as many arcs as fit and says how many.</summary>
    public int Take(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        int taken = Math.Min(sources.Length, Capacity - Count);
        sources[..taken].CopyTo(new Span<int>(Sources + Count, taken));
        targets[..taken].CopyTo(new Span<int>(Targets + Count, taken));
        weights[..taken].CopyTo(new Span<float>(Weights + Count, taken));
        Count += taken;
        return taken;
    }

    /// <summary>
    /// Orders the arcs by bucket (source / 2^shift), those of a bucket as they came, and drops arcs of weight
    /// zero and, if asked, loops. They are copied to the memory of <paramref name="spare"/>, which must have room for
    /// them; then the two blocks swap what they own.
    /// </summary>
    public void SortByBucket(int shift, int buckets, bool dropLoops, ArcBlock spare)
    {
        int[] starts = new int[buckets + 1];
        int* source = Sources;
        int* target = Targets;
        float* weight = Weights;
        for (int i = 0; i < Count; i++)
        {
            if (weight[i] > 0 && !(dropLoops && source[i] == target[i]))
                starts[(source[i] >> shift) + 1]++;
        }

        for (int b = 0; b < buckets; b++)
            starts[b + 1] += starts[b];
        int[] cursors = starts.AsSpan(0, buckets).ToArray();
        int* toSource = spare.Sources;
        int* toTarget = spare.Targets;
        float* toWeight = spare.Weights;
        fixed (int* cursor = cursors)
        {
            for (int i = 0; i < Count; i++)
            {
                if (!(weight[i] > 0) || (dropLoops && source[i] == target[i]))
                    continue;
                int slot = cursor[source[i] >> shift]++;
                toSource[slot] = source[i];
                toTarget[slot] = target[i];
                toWeight[slot] = weight[i];
            }
        }

        (Starts, Count) = (starts, starts[buckets]);
        (Capacity, spare.Capacity) = (spare.Capacity, Capacity);
        void* sorted = spare._memory;
        spare._memory = _memory;
        _memory = sorted;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }
}
