using Analytics.Graph.Csr;
using Xunit.Sdk;

namespace Analytics.Tests.Reference;

/// <summary>
/// One of two thousand small random graphs, always the same, each beside itself with permuted ids and beside itself
/// with weights times a power of two, which rounds nothing. Made once for all tests.
/// </summary>
public sealed class GraphTwins
{
    public const float Factor = 1024;

    private const int Count = 2000;

    private static readonly Lazy<GraphTwins[]> All =
        new(() => [.. Enumerable.Range(0, Count).Select(seed => new GraphTwins((ulong)seed))]);

    private GraphTwins(ulong seed)
    {
        int vertices = (int)(seed * 7 % 41);
        Random = RandomGraph.Create(vertices, vertices * (int)(seed % 7) / 2, 1 + (int)(seed % 5), seed);
        (Names, Labels) = (Random.RandomNames(), Random.RandomLabels(4));
        RenamedLabels = new int[vertices];
        for (int v = 0; v < vertices; v++)
            RenamedLabels[Names[v]] = Labels[v];
        (Directed, Renamed) = (Random.Directed(), Random.Renamed(Names).Directed());
        Scaled = Random.Scaled(Factor).Directed();
        (Symmetric, RenamedSymmetric) = (Directed.Symmetrize(), Renamed.Symmetrize());
        ScaledSymmetric = Scaled.Symmetrize();
    }

    public RandomGraph Random { get; }

    public CsrGraph Directed { get; }

    public CsrGraph Symmetric { get; }

    /// <summary>What each vertex is called in the renamed graphs.</summary>
    public int[] Names { get; }

    public CsrGraph Renamed { get; }

    public CsrGraph RenamedSymmetric { get; }

    public CsrGraph Scaled { get; }

    public CsrGraph ScaledSymmetric { get; }

    /// <summary>Random labels below 4.</summary>
    public int[] Labels { get; }

    public int[] RenamedLabels { get; }

    /// <summary>Runs a check on all of them; a failure says on which.</summary>
    public static void ForAll(Action<GraphTwins> check)
    {
        foreach (GraphTwins twins in All.Value)
        {
            try
            {
                check(twins);
            }
            catch (XunitException failure)
            {
                throw new XunitException($"{failure.Message} on {twins.Random}", failure);
            }
        }
    }
}
