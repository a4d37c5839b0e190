using Analytics.Pipeline.Validation.Predictive;

namespace Analytics.Tests.Validation;

public sealed class RankAgreementTests
{
    [Fact]
    public void Spearman_WithoutTies_IsTheFormulaOfSquaredDifferences()
    {
        // Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 − 6 · (1 + 1 + 1 + 1) / (5 · 24).
        Assert.Equal(0.8, RankAgreement.Spearman([10, 20, 30, 40, 50], [2, 1, 4, 3, 5]), 12);
        Assert.Equal(1, RankAgreement.Spearman([1, 2, 3], [1, 10, 100]), 12);
        Assert.Equal(-1, RankAgreement.Spearman([1, 2, 3], [3, 2, 1]), 12);
    }

    [Fact]
    public void Spearman_WithTies_TakesMeanRanks()
    {
        // Ranks 0.5 0.5 2 3 against 0 1 2.5 2.5: Pearson by hand, 4 / √(4.5 · 4.5).
        Assert.Equal(4 / 4.5, RankAgreement.Spearman([1, 1, 2, 3], [0, 1, 5, 5]), 12);
        Assert.Equal(double.NaN, RankAgreement.Spearman([7, 7, 7], [1, 2, 3]));
    }

    [Fact]
    public void Ndcg_ByHand()
    {
        // Order of the measure: outcomes 0, 3, 1; best order 3, 1, 0.
        var best = Math.Log(4) + (Math.Log(2) / Math.Log2(3));
        var expected = ((Math.Log(4) / Math.Log2(3)) + (Math.Log(2) / 2)) / best;

        Assert.Equal(expected, RankAgreement.Ndcg([9, 8, 7], [0, 3, 1], 3), 12);
        Assert.Equal(Math.Log(4) / Math.Log2(3) / best, RankAgreement.Ndcg([9, 8, 7], [0, 3, 1], 2), 12);
        Assert.Equal(1, RankAgreement.Ndcg([1, 5, 3], [0, 3, 1], 10), 12);
        Assert.Equal(double.NaN, RankAgreement.Ndcg([1, 2], [0, 0], 10));
    }

    [Fact]
    public void TopOverlap_ByHand()
    {
        Assert.Equal(0.5, RankAgreement.TopOverlap([4, 3, 2, 1], [9, 1, 5, 0], 2), 12);
        // Only two have an outcome, so the depth is two.
        Assert.Equal(0.5, RankAgreement.TopOverlap([4, 3, 2, 1], [9, 0, 5, 0], 100), 12);
        // All are equal: by chance half of the two are found.
        Assert.Equal(0.5, RankAgreement.TopOverlap([1, 1, 1, 1], [9, 0, 5, 0], 100), 12);
        Assert.Equal(double.NaN, RankAgreement.TopOverlap([1, 2], [0, 0], 100));
    }

    [Fact]
    public void EveryFigure_WithTies_IsTheMeanOverAllOrders()
    {
        double[] outcome = [2, 0, 7, 1, 1, 0];
        double[] tied = [3, 1, 2, 2, 2, double.NaN];
        foreach (var depth in (int[])[1, 2, 3, 4, 10])
        {
            var orders = OrdersOf(tied).ToList();

            Assert.Equal(6, orders.Count);
            Assert.Equal(
                orders.Average(order => RankAgreement.Ndcg(order, outcome, depth)),
                RankAgreement.Ndcg(tied, outcome, depth), 12);
            Assert.Equal(
                orders.Average(order => RankAgreement.TopOverlap(order, outcome, depth)),
                RankAgreement.TopOverlap(tied, outcome, depth), 12);
        }
    }

    /// <summary>Measures without ties that put the three tied members (2, 3, 4) in each order.</summary>
    private static IEnumerable<double[]> OrdersOf(double[] tied)
    {
        foreach (var (a, b, c) in ((double, double, double)[])
            [(1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)])
        {
            double[] order = [.. tied];
            (order[2], order[3], order[4]) = (2 + (a / 10), 2 + (b / 10), 2 + (c / 10));
            yield return order;
        }
    }
}
