using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.Reference;

/// <summary>A small random multigraph as a list of arcs, with everything that graphs can have: duplicates, loops, arcs
/// of weight zero, isolated vertices, several components.</summary>
public sealed record RandomGraph(int VertexCount, (int Source, int Target, float Weight)[] Arcs, ulong Seed)
{
    /// <summary>Runs a check on many random graphs; always the same ones, so that a failure can be repeated.</summary>
    public static void ForAll(Action<RandomGraph> check, int count = 300)
    {
        Gen<RandomGraph> graphs =
            from vertices in Gen.Choose(0, 40)
            from density in Gen.Choose(0, 6)
            from blocks in Gen.Choose(1, 5)
            from seed in Gen.Choose(0, int.MaxValue)
            select Create(vertices, vertices * density / 2, blocks, (ulong)seed);
        Prop.ForAll(graphs.ToArbitrary(), check)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20260101, 7));
    }

    public static RandomGraph Create(int vertices, int arcs, int blocks, ulong seed)
    {
        Xoshiro256 random = new(seed);
        var list = new (int, int, float)[vertices == 0 ? 0 : arcs];
        for (int i = 0; i < list.Length; i++)
        {
            int source = random.Below(vertices);
            int target = random.Below(vertices);
            // Three in four arcs stay in their block, so that there are communities to be found.
            if (random.Below(4) > 0)
                target -= (target - source) % blocks;
            list[i] = (source, Math.Clamp(target, 0, vertices - 1), random.Below(8));
        }

        return new RandomGraph(vertices, list, seed);
    }

    public CsrGraph Directed() => Build(Arcs, VertexCount);

    public CsrGraph Symmetric() => Directed().Symmetrize();

    /// <summary>The same graph with vertex v called <c>names[v]</c>.</summary>
    public RandomGraph Renamed(int[] names) =>
        this with { Arcs = [.. Arcs.Select(a => (names[a.Source], names[a.Target], a.Weight))] };

    public RandomGraph Scaled(float factor) =>
        this with { Arcs = [.. Arcs.Select(a => (a.Source, a.Target, a.Weight * factor))] };

    public int[] RandomLabels(int count)
    {
        Xoshiro256 random = new(Seed + 1);
        return [.. Enumerable.Range(0, VertexCount).Select(_ => random.Below(count))];
    }

    public int[] RandomNames()
    {
        int[] names = new int[VertexCount];
        new Xoshiro256(Seed + 2).Permutation(names);
        return names;
    }

    public static CsrGraph Build(IEnumerable<(int Source, int Target, float Weight)> arcs, int vertexCount)
    {
        CsrBuilder builder = new();
        foreach ((int source, int target, float weight) in arcs)
            builder.Add(source, target, weight);
        return builder.Build(vertexCount);
    }

    public override string ToString() =>
        $"{VertexCount} vertices, seed {Seed}: "
        + string.Join(' ', Arcs.Select(a => $"{a.Source}→{a.Target}:{a.Weight}"));
}
