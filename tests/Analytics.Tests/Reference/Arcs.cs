using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;

namespace Analytics.Tests.Reference;

/// <summary>Arcs as a list, to build large graphs from and to compare graphs by.</summary>
public static class Arcs
{
    /// <summary>Every arc of a graph in its order.</summary>
    public static (int Source, int Target, float Weight)[] Of(CsrGraph graph)
    {
        var arcs = new (int, int, float)[graph.ArcCount];
        int next = 0;
        for (int v = 0; v < graph.VertexCount; v++)
        {
            for (int i = 0; i < graph.Degree(v); i++)
                arcs[next++] = (v, graph.Targets(v)[i], graph.Weights(v)[i]);
        }

        return arcs;
    }

    /// <summary>Random arcs with loops and weights of zero; one in eight touches vertex 0, ids are skewed so that many
    /// pairs repeat.</summary>
    public static (int Source, int Target, float Weight)[] Random(int vertices, int count, ulong seed)
    {
        Xoshiro256 random = new(seed);
        var arcs = new (int, int, float)[count];
        for (int i = 0; i < count; i++)
        {
            int source = random.Below(1 + random.Below(vertices));
            int target = random.Below(1 + random.Below(vertices));
            int hub = random.Below(16);
            arcs[i] = (hub == 0 ? 0 : source, hub == 1 ? 0 : target, random.Below(5) / 4f);
        }

        return arcs;
    }

    public static CsrBuilder Added(IReadOnlyCollection<(int Source, int Target, float Weight)> arcs, CsrBuilder builder)
    {
        builder.Add(
            [.. arcs.Select(arc => arc.Source)], [.. arcs.Select(arc => arc.Target)],
            [.. arcs.Select(arc => arc.Weight)]);
        return builder;
    }
}
