using System.Diagnostics;
using Analytics.Graph.Communities;
using Analytics.Graph.Randomness;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Communities;

public class PartitionAgreementTests
{
    [Fact]
    public void AdjustedRand_RandomLabels_EqualsPairCounting() => ForAllLabels((a, b) =>
        Assert.Equal(Textbook.AdjustedRand(a, b), PartitionAgreement.AdjustedRand(a, b), 1e-12));

    [Fact]
    public void AdjustedMutualInformation_RandomLabels_EqualsTheFormula() => ForAllLabels((a, b) =>
    {
        // Where chance leaves no room, all alone or all together, the formula is 0/0 and equality decides.
        double expected = InformationTheory.AdjustedMutual(a, b);
        double reached = PartitionAgreement.AdjustedMutualInformation(a, b);
        Assert.Equal(double.IsNaN(expected) ? 1 : expected, reached, 1e-9);
    });

    [Fact]
    public void AdjustedMutualInformation_Formula_IsTheMeanOfShuffles()
    {
        // Checks the oracle itself, by a way that knows nothing of the formula.
        int[] a = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2];
        int[] b = [0, 1, 0, 1, 0, 1, 1, 1, 2, 2, 0, 2];
        double simulated = InformationTheory.MeanOfShuffles(a, b, 4000, seed: 1);
        Assert.Equal(InformationTheory.Expected(a, b), simulated, 0.01);
    }

    [Fact]
    public void NormalizedMutualInformation_RandomLabels_EqualsTheDefinition() => ForAllLabels((a, b) =>
    {
        double mean = (InformationTheory.Entropy(a) + InformationTheory.Entropy(b)) / 2;
        double expected = mean < 1e-12 ? 1 : InformationTheory.Mutual(a, b) / mean;
        Assert.Equal(expected, PartitionAgreement.NormalizedMutualInformation(a, b), 1e-12);
    });

    [Fact]
    public void AllMeasures_SamePartitionOtherNames_AreOne() => ForAllLabels((a, _) =>
    {
        int[] renamed = [.. a.Select(label => 7 - label)];
        Assert.Equal(1, PartitionAgreement.AdjustedRand(a, renamed), 1e-12);
        Assert.Equal(1, PartitionAgreement.AdjustedMutualInformation(a, renamed), 1e-12);
        Assert.Equal(1, PartitionAgreement.NormalizedMutualInformation(a, renamed), 1e-12);
    });

    [Fact]
    public void AllMeasures_ResidualInEither_LeavesThoseVerticesOut()
    {
        int[] a = [0, 0, 1, 1, -1, 2, 2, 0];
        int[] b = [0, 0, 1, 0, 1, -1, 2, 2];
        int[] keptA = [0, 0, 1, 1, 2, 0];
        int[] keptB = [0, 0, 1, 0, 2, 2];
        Assert.Equal(PartitionAgreement.AdjustedRand(keptA, keptB), PartitionAgreement.AdjustedRand(a, b));
        Assert.Equal(
            PartitionAgreement.AdjustedMutualInformation(keptA, keptB),
            PartitionAgreement.AdjustedMutualInformation(a, b));
    }

    [Fact]
    public void AllMeasures_IndependentLabels_AreNearZeroWhereTheyAreAdjusted()
    {
        Xoshiro256 random = new(1);
        int[] a = [.. Enumerable.Range(0, 20_000).Select(_ => random.Below(100))];
        int[] b = [.. Enumerable.Range(0, 20_000).Select(_ => random.Below(100))];
        Assert.InRange(PartitionAgreement.AdjustedRand(a, b), -0.002, 0.002);
        Assert.InRange(PartitionAgreement.AdjustedMutualInformation(a, b), -0.005, 0.005);
        Assert.InRange(PartitionAgreement.NormalizedMutualInformation(a, b), 0.02, 1);
    }

    [Fact]
    public void AdjustedMutualInformation_MillionVerticesHundredsOfCommunities_TakesSeconds()
    {
        Xoshiro256 random = new(2);
        int[] a = [.. Enumerable.Range(0, 1_000_000).Select(_ => (int)Math.Sqrt(random.Below(90_000)))];
        int[] b = [.. a.Select(label => random.Below(10) == 0 ? random.Below(300) : label)];
        Stopwatch watch = Stopwatch.StartNew();
        Assert.InRange(PartitionAgreement.AdjustedMutualInformation(a, b), 0.7, 0.9);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void AllMeasures_UnequalLengths_AreRefused() =>
        Assert.Throws<ArgumentException>(() => PartitionAgreement.AdjustedRand([0, 1], [0]));

    [Fact]
    public void AllMeasures_NoVertices_AreOne()
    {
        Assert.Equal(1, PartitionAgreement.AdjustedRand([], []));
        Assert.Equal(1, PartitionAgreement.AdjustedMutualInformation([], []));
        Assert.Equal(1, PartitionAgreement.NormalizedMutualInformation([], []));
    }

    private static void ForAllLabels(Action<int[], int[]> check)
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            Xoshiro256 random = new(seed);
            int vertices = 1 + random.Below(30);
            int first = 1 + random.Below(6);
            int second = 1 + random.Below(6);
            check(
                [.. Enumerable.Range(0, vertices).Select(_ => random.Below(first))],
                [.. Enumerable.Range(0, vertices).Select(_ => random.Below(second))]);
        }
    }
}
