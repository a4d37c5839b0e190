using Analytics.Graph.Csr;

namespace Analytics.Graph.Centrality;

/// <summary>
/// The place of vertices between and inside communities (Guimerà and Amaral 2005, "Functional cartography of complex
/// metabolic networks", Nature 433). With unit weights exactly as there; with weights, weighted degrees take the place
/// of degrees. Self-loops are ignored; all vertices without a community count as one more community when they are
/// somebody's neighbours.
/// <list type="bullet">
/// <item>Participation <c>P = 1 − Σ_s (k_s/k)²</c>: 0 = all ties in one community; NaN without ties.</item>
/// <item>Within-module degree <c>z = (κ − mean κ)/σ(κ)</c>, κ the weight of ties to the own community, mean and
/// standard deviation (of the population) over that community; 0 where all are equal, NaN without a community.</item>
/// </list>
/// O(vertices + arcs) time.
/// </summary>
public sealed record CommunityRoles(
    double[] InternalWeight, int[] InternalDegree, double[] Participation, double[] WithinModuleZ, NetworkRole[] Roles)
{
    /// <summary>Measures every vertex of a symmetric graph.</summary>
    /// <param name="graph">Symmetric.</param>
    /// <param name="labels">One community per vertex, below zero for none.</param>
    /// <exception cref="ArgumentException">The graph is not symmetric, or labels are missing.</exception>
    public static CommunityRoles Of(CsrGraph graph, ReadOnlySpan<int> labels)
    {
        graph.RequireSymmetric(nameof(graph));
        if (labels.Length != graph.VertexCount)
            throw new ArgumentException($"{labels.Length} labels for {graph.VertexCount} vertices.", nameof(labels));
        int n = graph.VertexCount;
        int communities = 0;
        foreach (int label in labels)
            communities = Math.Max(communities, label + 1);

        CommunityRoles result = new(new double[n], new int[n], new double[n], new double[n], new NetworkRole[n]);
        // Slot 0 holds the weight towards vertices without a community.
        double[] link = new double[communities + 1];
        for (int v = 0; v < n; v++)
            result.MeasureTies(graph, labels, v, link);
        result.MeasureZ(labels, communities);
        for (int v = 0; v < n; v++)
            result.Roles[v] = RoleOf(result.WithinModuleZ[v], result.Participation[v]);
        return result;
    }

    /// <summary>The region of the z–P plane, with the limits of the paper; undefined where either is NaN.</summary>
    public static NetworkRole RoleOf(double z, double participation) => (z, participation) switch
    {
        (double.NaN, _) or (_, double.NaN) => NetworkRole.Undefined,
        ( < 2.5, <= 0.05) => NetworkRole.UltraPeripheral,
        ( < 2.5, <= 0.62) => NetworkRole.Peripheral,
        ( < 2.5, <= 0.80) => NetworkRole.NonHubConnector,
        ( < 2.5, _) => NetworkRole.NonHubKinless,
        (_, <= 0.30) => NetworkRole.ProvincialHub,
        (_, <= 0.75) => NetworkRole.ConnectorHub,
        _ => NetworkRole.KinlessHub,
    };

    private void MeasureTies(CsrGraph graph, ReadOnlySpan<int> labels, int v, double[] link)
    {
        ReadOnlySpan<int> targets = graph.Targets(v);
        ReadOnlySpan<float> weights = graph.Weights(v);
        double strength = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] == v)
                continue;
            int label = Math.Max(-1, labels[targets[i]]);
            link[label + 1] += weights[i];
            strength += weights[i];
            InternalDegree[v] += label >= 0 && label == labels[v] ? 1 : 0;
        }

        InternalWeight[v] = labels[v] >= 0 ? link[labels[v] + 1] : 0;
        double concentration = 0;
        foreach (int target in targets)
        {
            // Each community counts at its first tie and is clear again afterwards.
            ref double slot = ref link[Math.Max(-1, labels[target]) + 1];
            double share = target == v || strength == 0 ? 0 : slot / strength;
            concentration += share * share;
            slot = target == v ? slot : 0;
        }

        Participation[v] = strength > 0 ? Math.Clamp(1 - concentration, 0, 1) : double.NaN;
    }

    private void MeasureZ(ReadOnlySpan<int> labels, int communities)
    {
        double[] mean = new double[communities];
        double[] variance = new double[communities];
        int[] size = new int[communities];
        for (int v = 0; v < labels.Length; v++)
        {
            if (labels[v] < 0)
                continue;
            size[labels[v]]++;
            mean[labels[v]] += InternalWeight[v];
        }

        for (int c = 0; c < communities; c++)
            mean[c] /= size[c];
        for (int v = 0; v < labels.Length; v++)
        {
            if (labels[v] >= 0)
                variance[labels[v]] += Math.Pow(InternalWeight[v] - mean[labels[v]], 2) / size[labels[v]];
        }

        for (int v = 0; v < labels.Length; v++)
            WithinModuleZ[v] = labels[v] < 0 ? double.NaN : Z(InternalWeight[v], mean[labels[v]], variance[labels[v]]);
    }

    /// <summary>A variance that is nothing but rounding of equal values counts as none.</summary>
    private static double Z(double weight, double mean, double variance) =>
        variance > 1e-24 * mean * mean ? (weight - mean) / Math.Sqrt(variance) : 0;
}
