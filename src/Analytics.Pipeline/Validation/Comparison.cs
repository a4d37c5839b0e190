using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Validation;

/// <summary>Hits of one community, of the baseline in it, and how many there could be.</summary>
internal readonly record struct Share(double Hits, double BaselineHits, double Possible);

/// <summary>Hits over possible hits, communities together; resampled by community, which is what varies.</summary>
internal sealed class Comparison(Share[] shares)
{
    private const int Resamples = 1_000;
    private const ulong Seed = 20_260_630;

    public double Value => Ratio(shares.Sum(s => s.Hits), shares.Sum(s => s.Possible));

    public double BaselineValue => Ratio(shares.Sum(s => s.BaselineHits), shares.Sum(s => s.Possible));

    /// <summary>The 5th and the 95th percentile of bootstrap values; the same for the same shares.</summary>
    public (double Low, double High) Interval()
    {
        if (shares.Length == 0) return (double.NaN, double.NaN);

        Draws draws = new(Seed);
        var values = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            double hits = 0, possible = 0;
            for (var i = 0; i < shares.Length; i++)
            {
                var share = shares[draws.Below(shares.Length)];
                hits += share.Hits;
                possible += share.Possible;
            }

            values[resample] = Ratio(hits, possible);
        }

        Array.Sort(values);
        return (values[Resamples / 20], values[Resamples - 1 - (Resamples / 20)]);
    }

    private static double Ratio(double hits, double possible) => possible == 0 ? double.NaN : hits / possible;
}
