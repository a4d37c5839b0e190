using Analytics.Graph.Csr;
using Analytics.Graph.Randomness;

namespace Analytics.Tests.Reference;

/// <summary>
/// A graph whose communities are known: sizes by a power law (exponent 1.5), degrees by a power law (exponent 2.5), a
/// share of the arcs (the mixing) to anywhere, the others to the own community.
/// </summary>
public static class PlantedGraph
{
    public static (CsrGraph Graph, int[] Truth) Create(
        int vertices, double mixing, ulong seed, int smallest = 50, int largest = 1000, double meanDegree = 20)
    {
        Xoshiro256 random = new(seed);
        int[] starts = Starts(vertices, smallest, largest, random);
        int[] order = new int[vertices];
        random.Permutation(order);
        int[] truth = new int[vertices];
        CsrBuilder builder = new();
        for (int c = 0; c + 1 < starts.Length; c++)
        {
            for (int i = starts[c]; i < starts[c + 1]; i++)
                truth[order[i]] = c;
        }

        for (int c = 0; c + 1 < starts.Length; c++)
        {
            for (int i = starts[c]; i < starts[c + 1]; i++)
            {
                // Each end draws half of its edges; a mean of 2.0 × lowest belongs to the exponent and the cut.
                double degree = PowerLaw(random, 2.5, meanDegree / 4, vertices / 50.0 + 20);
                for (double left = degree; left > random.NextDouble(); left--)
                {
                    int other = random.NextDouble() < mixing
                        ? random.Below(vertices)
                        : starts[c] + random.Below(starts[c + 1] - starts[c]);
                    if (other != i)
                        builder.Add(order[i], order[other], 1);
                }
            }
        }

        return (builder.Build(vertices).Symmetrize(), truth);
    }

    private static int[] Starts(int vertices, int smallest, int largest, Xoshiro256 random)
    {
        List<int> starts = [0];
        while (starts[^1] < vertices)
        {
            int left = vertices - starts[^1];
            int size = (int)PowerLaw(random, 1.5, smallest, largest);
            starts.Add(left - size < smallest ? vertices : starts[^1] + size);
        }

        return [.. starts];
    }

    private static double PowerLaw(Xoshiro256 random, double exponent, double lowest, double highest)
    {
        double power = 1 - exponent;
        double low = Math.Pow(lowest, power);
        return Math.Pow(low + random.NextDouble() * (Math.Pow(highest, power) - low), 1 / power);
    }
}
