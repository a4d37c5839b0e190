using Analytics.Graph.Communities;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class EnsembleAgreementTests
{
    [Fact]
    public void Run_ClearAndBlurredGraph_TellsThemApart()
    {
        BoundedClusteringOptions options = new(MaxSize: 1000, MinSize: 10);
        (CsrGraph clear, _) = PlantedGraph.Create(2000, mixing: 0.1, seed: 1, largest: 300);
        (CsrGraph blurred, _) = PlantedGraph.Create(2000, mixing: 0.95, seed: 1, largest: 300);
        int[][] clearRuns = EnsembleAgreement.Run(clear, options, [1, 2, 3, 4]);
        int[][] blurredRuns = EnsembleAgreement.Run(blurred, options, [1, 2, 3, 4]);
        Assert.Equal(4, clearRuns.Length);
        Assert.InRange(EnsembleAgreement.MeanMutualInformation(clearRuns), 0.98, 1);
        Assert.InRange(EnsembleAgreement.MeanMutualInformation(blurredRuns), -0.1, 0.6);
    }

    [Fact]
    public void MeanMutualInformation_ThreeRuns_IsTheMeanOverPairs()
    {
        int[][] runs = [[0, 0, 1, 1, 2], [0, 0, 1, 1, 1], [0, 1, 1, 1, 2]];
        double expected = (Agreement(0, 1) + Agreement(0, 2) + Agreement(1, 2)) / 3;
        Assert.Equal(expected, EnsembleAgreement.MeanMutualInformation(runs), 1e-12);
        Assert.True(double.IsNaN(EnsembleAgreement.MeanMutualInformation([runs[0]])));

        double Agreement(int i, int j) => PartitionAgreement.AdjustedMutualInformation(runs[i], runs[j]);
    }

    [Fact]
    public void PerCommunity_OneStableOneNot_NamesTheStableOne()
    {
        Partition reference = new([0, 0, 0, 0, 1, 1, 1, 1], 2);
        int[][] runs = [[0, 0, 0, 0, 1, 1, 2, 2], [3, 3, 3, 3, 0, 1, 2, -1]];
        Assert.Equal([1, (0.5 + 0.25) / 2], EnsembleAgreement.PerCommunity(reference, runs));
        Assert.All(EnsembleAgreement.PerCommunity(reference, []), value => Assert.True(double.IsNaN(value)));
    }
}
