using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Graph.Memory;
using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Structure;

/// <summary>
/// Components that hang together when the direction of arcs is ignored.
/// <para>Method: Afforest (Sutton, Ben-Nun, Barak 2018, "Optimizing parallel graph connectivity computation via
/// subgraph sampling"): every vertex hangs itself below its smallest neighbour, trees are joined with those next to
/// their roots, then the rows of all vertices that already belong to the largest tree are left out; in a symmetric
/// graph somebody else holds the other arc of each of their edges.
/// Roots only ever move to smaller ids by compare-and-swap, so each component ends with its smallest vertex as root in
/// whatever order threads come.</para>
/// <para>O(vertices + arcs) time at worst, usually a fraction of the arcs; 4 bytes per vertex.</para>
/// </summary>
public static unsafe class ConnectedComponents
{
    private const int ArcsPerBlock = 1 << 16;
    private const int ArcsPerRoot = 32;
    private const int Samples = 1024;

    /// <summary>The components, largest first.</summary>
    public static Partition Of(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default) =>
        Partition.Numbered(SmallestVertex(graph, workers, progress, cancel));

    /// <summary>For every vertex the smallest vertex of its component.</summary>
    public static int[] SmallestVertex(
        CsrGraph graph, Workers? workers = null, IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        workers ??= Workers.All;
        int n = graph.VertexCount;
        int[] bounds = ArcBlocks.Of(graph.Offsets, ArcsPerBlock);
        Supervision supervision = new(progress, cancel);
        int[] parents = GC.AllocateUninitializedArray<int>(n);
        fixed (int* pinned = parents)
        {
            int* parent = pinned; // bodies cannot capture the pinned variable itself
            HugePages.Ask(parent, sizeof(int) * (long)n);
            Plant(graph, workers, bounds, supervision.Part(0, 0.3), parent);
            Compress(workers, bounds, parent);
            LinkRoots(graph, workers, bounds, supervision.Part(0.3, 0.2), parent);
            Compress(workers, bounds, parent);
            int largest = graph.IsKnownSymmetric ? MostFrequent(parents) : -1;
            Link(graph, workers, bounds, supervision.Part(0.5, 0.5), parent, largest);
            Compress(workers, bounds, parent);
        }

        progress?.Report(1);
        return parents;
    }

    /// <summary>Hangs every vertex below its smallest neighbour, unless that is larger.</summary>
    private static void Plant(
        CsrGraph graph, Workers workers, int[] bounds, Supervision supervision, int* parent) =>
        workers.For(bounds.Length - 1, (block, worker) =>
        {
            supervision.ReachedBy(worker, block / (double)(bounds.Length - 1));
            fixed (long* offset = graph.Offsets)
            fixed (int* target = graph.TargetArray)
            {
                for (int v = bounds[block]; v < bounds[block + 1]; v++)
                    parent[v] = offset[v] < offset[v + 1] ? Math.Min(v, target[offset[v]]) : v;
            }
        });

    /// <summary>Joins every tree with those next to its root. Only every twentieth vertex or so is a root, so hardly
    /// any arcs are looked at, and still one large tree comes out where there is one large component.</summary>
    private static void LinkRoots(
        CsrGraph graph, Workers workers, int[] bounds, Supervision supervision, int* parent) =>
        workers.For(bounds.Length - 1, (block, worker) =>
        {
            supervision.ReachedBy(worker, block / (double)(bounds.Length - 1));
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                if (Volatile.Read(ref parent[v]) != v)
                    continue;
                ReadOnlySpan<int> row = graph.Targets(v);
                foreach (int target in row[..Math.Min(row.Length, ArcsPerRoot)])
                    Join(parent, v, target);
            }
        });

    /// <summary>Joins the trees at the ends of all arcs, except those that leave the tree <paramref name="skipped"/>.
    /// </summary>
    private static void Link(
        CsrGraph graph, Workers workers, int[] bounds, Supervision supervision, int* parent, int skipped) =>
        workers.For(bounds.Length - 1, (block, worker) =>
        {
            supervision.ReachedBy(worker, block / (double)(bounds.Length - 1));
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                if (Volatile.Read(ref parent[v]) == skipped)
                    continue;
                foreach (int target in graph.Targets(v))
                    Join(parent, v, target);
            }
        });

    private static void Join(int* parent, int u, int v)
    {
        int one = Volatile.Read(ref parent[u]);
        int other = Volatile.Read(ref parent[v]);
        while (one != other)
        {
            int high = Math.Max(one, other);
            int low = Math.Min(one, other);
            int above = Volatile.Read(ref parent[high]);
            // Done if somebody joined them already, or if the higher is a root that can be hung below the lower now.
            if (above == low
                || (above == high && Interlocked.CompareExchange(ref parent[high], low, high) == high))
                return;
            one = Volatile.Read(ref parent[Volatile.Read(ref parent[high])]);
            other = Volatile.Read(ref parent[low]);
        }
    }

    /// <summary>Lets every vertex point at its root.</summary>
    private static void Compress(Workers workers, int[] bounds, int* parent) =>
        workers.For(bounds.Length - 1, (block, _) =>
        {
            for (int v = bounds[block]; v < bounds[block + 1]; v++)
            {
                while (parent[v] != parent[parent[v]])
                    parent[v] = parent[parent[v]];
            }
        });

    /// <summary>The root of most of some vertices; which ones are looked at only changes how much work is left.
    /// </summary>
    private static int MostFrequent(int[] parents)
    {
        if (parents.Length == 0)
            return -1;
        Xoshiro256 random = new(1);
        return Enumerable.Range(0, Samples).Select(_ => parents[random.Below(parents.Length)])
            .CountBy(root => root).MaxBy(pair => pair.Value).Key;
    }
}
