using System.Globalization;
using Analytics.Graph.Communities;

namespace Analytics.Benchmarks.Graphs;

/// <summary>Communities, without and with a ceiling on their size.</summary>
internal static class LeidenRows
{
    public static IEnumerable<GraphRow> Of(GraphInput input)
    {
        yield return new GraphRow("leiden", workers =>
            Text(input, Leiden.Run(input.Graph, new LeidenOptions(), workers)));
        var ceiling = input.Name switch { "pages" => 1000, "github" => 2000, _ => 5000 };
        yield return new GraphRow($"leiden, at most {ceiling}", workers =>
            Text(input, BoundedClustering.Run(input.Graph, new BoundedClusteringOptions(ceiling), workers)));
    }

    private static string Text(GraphInput input, Partition found)
    {
        var quality = Modularity.Of(input.Graph, found.Labels);
        var agreement = input.Truth.Value is not { } truth
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $", ARI {PartitionAgreement.AdjustedRand(truth, found.Labels):F4}");
        return string.Create(
            CultureInfo.InvariantCulture, $"Q {quality:F5}, {found.Count} communities{agreement}");
    }
}
