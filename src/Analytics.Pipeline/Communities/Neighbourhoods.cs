using Analytics.Graph.Communities;
using Analytics.Graph.Csr;

namespace Analytics.Pipeline.Communities;

/// <summary>
/// How the neighbours of each vertex are spread over communities, as whole numbers: the ingredients of degree,
/// participation and role (Guimerà and Amaral 2005). The residual counts as one more community.
/// </summary>
/// <param name="Internal">Neighbours in the vertex's own community.</param>
/// <param name="All">All neighbours: k.</param>
/// <param name="Squares">Σ over communities s of k_s², k_s the neighbours in s.</param>
internal sealed record Neighbourhoods(int[] Internal, long[] All, long[] Squares)
{
    public static Neighbourhoods Of(CsrGraph symmetric, Partition partition)
    {
        var n = symmetric.VertexCount;
        var labels = partition.Labels;
        Neighbourhoods result = new(new int[n], new long[n], new long[n]);
        // Slot 0 is the residual.
        var perCommunity = new int[partition.Count + 1];
        for (var v = 0; v < n; v++)
        {
            if (labels[v] < 0)
                continue;
            foreach (var neighbour in symmetric.Targets(v))
            {
                // Σ k_s² grows by (k_s + 1)² − k_s² = 2 k_s + 1 with each neighbour in s.
                result.Squares[v] += 2L * perCommunity[labels[neighbour] + 1]++ + 1;
                result.All[v]++;
            }

            result.Internal[v] = perCommunity[labels[v] + 1];
            foreach (var neighbour in symmetric.Targets(v))
                perCommunity[labels[neighbour] + 1] = 0;
        }

        return result;
    }
}
