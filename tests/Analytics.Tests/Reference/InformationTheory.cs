using Analytics.Graph.Randomness;

namespace Analytics.Tests.Reference;

/// <summary>Mutual information of label arrays by definition, and its expectation under chance by shuffling or by
/// adding up the hypergeometric distribution without any shortcut.</summary>
public static class InformationTheory
{
    public static double Mutual(int[] a, int[] b)
    {
        double n = a.Length;
        return a.Zip(b).Distinct().Sum(pair =>
        {
            double together = a.Zip(b).Count(p => p == pair) / n;
            double independent = a.Count(x => x == pair.First) / n * (b.Count(y => y == pair.Second) / n);
            return together * Math.Log(together / independent);
        });
    }

    public static double Entropy(int[] a) => Mutual(a, a);

    /// <summary>Mean mutual information when one of the two is shuffled.</summary>
    public static double MeanOfShuffles(int[] a, int[] b, int shuffles, ulong seed)
    {
        Xoshiro256 random = new(seed);
        int[] order = new int[a.Length];
        double sum = 0;
        for (int i = 0; i < shuffles; i++)
        {
            random.Permutation(order);
            sum += Mutual(a, [.. order.Select(v => b[v])]);
        }

        return sum / shuffles;
    }

    /// <summary>The formula of Vinh, Epps and Bailey, cell by cell, with binomial coefficients.</summary>
    public static double Expected(int[] a, int[] b)
    {
        int n = a.Length;
        double sum = 0;
        foreach (int row in a.CountBy(x => x).Select(g => g.Value))
        {
            foreach (int column in b.CountBy(x => x).Select(g => g.Value))
            {
                for (int k = Math.Max(1, row + column - n); k <= Math.Min(row, column); k++)
                {
                    double chance = Choose(row, k) * Choose(n - row, column - k) / Choose(n, column);
                    sum += (double)k / n * Math.Log((double)n * k / (row * column)) * chance;
                }
            }
        }

        return sum;
    }

    public static double AdjustedMutual(int[] a, int[] b)
    {
        double expected = Expected(a, b);
        return (Mutual(a, b) - expected) / ((Entropy(a) + Entropy(b)) / 2 - expected);
    }

    private static double Choose(int n, int k) =>
        Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);
}
