using Analytics.Graph.Influence;

namespace Analytics.Tests.Graph.Influence;

public class SpreadBoundsTests
{
    [Fact]
    public void LowerAndUpper_AllOutcomes_FailNoMoreOftenThanTheySay()
    {
        const int Trials = 60;
        const double Cost = 3;
        foreach (double p in (double[])[0.001, 0.02, 0.1, 0.4, 0.5, 0.9, 0.999])
        {
            double tooHigh = 0;
            double tooLow = 0;
            for (int x = 0; x <= Trials; x++)
            {
                double chance = Binomial(Trials, x, p);
                tooHigh += SpreadBounds.Lower(x, Trials, Cost) > p ? chance : 0;
                tooLow += SpreadBounds.Upper(x, Trials, Cost) < p ? chance : 0;
            }

            Assert.InRange(tooHigh, 0, Math.Exp(-Cost));
            Assert.InRange(tooLow, 0, Math.Exp(-Cost));
        }
    }

    [Fact]
    public void LowerAndUpper_MoreTrials_CloseInOnTheShare()
    {
        Assert.Equal(0.3, SpreadBounds.Lower(30_000_000, 100_000_000, 10), 0.001);
        Assert.Equal(0.3, SpreadBounds.Upper(30_000_000, 100_000_000, 10), 0.001);
        Assert.True(SpreadBounds.Lower(30, 100, 10) < SpreadBounds.Lower(300, 1000, 10));
        Assert.Equal(0, SpreadBounds.Lower(0, 100, 10));
        Assert.Equal(1, SpreadBounds.Upper(100, 100, 10));
        // Without a success, (1 − p)^trials = exp(−cost).
        Assert.Equal(1 - Math.Exp(-0.1), SpreadBounds.Upper(0, 100, 10), 1e-9);
    }

    private static double Binomial(int n, int x, double p)
    {
        double log = x * Math.Log(p) + (n - x) * Math.Log(1 - p);
        for (int i = 1; i <= x; i++)
            log += Math.Log((n - x + i) / (double)i);
        return Math.Exp(log);
    }
}
