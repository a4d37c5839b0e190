using System.Numerics;
using System.Runtime.InteropServices;

namespace Analytics.Graph.Csr;

/// <summary>What must hold of arcs before they may be added: ids from 0, weights finite and not negative.</summary>
internal static class ArcChecks
{
    private const uint Infinity = 0x7F80_0000;
    private const uint NegativeZero = 0x8000_0000;

    /// <summary>The highest id of both columns, −1 for none.</summary>
    /// <exception cref="ArgumentException">The first arc that is not allowed.</exception>
    public static int HighestId(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        Vector<int> highest = new(-1);
        Vector<int> signs = Vector<int>.Zero;
        Vector<uint> wrong = Vector<uint>.Zero;
        int i = 0;
        for (; i <= sources.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> source = new(sources[i..]);
            Vector<int> target = new(targets[i..]);
            // As unsigned numbers, the bits of all weights that are not allowed, and of −0, lie above the largest.
            Vector<uint> bits = new(MemoryMarshal.Cast<float, uint>(weights[i..]));
            highest = Vector.Max(highest, Vector.Max(source, target));
            signs |= source | target;
            wrong |= Vector.AndNot(
                Vector.GreaterThanOrEqual(bits, new Vector<uint>(Infinity)),
                Vector.Equals(bits, new Vector<uint>(NegativeZero)));
        }

        if (Vector.LessThanAny(signs, Vector<int>.Zero) || wrong != Vector<uint>.Zero)
            i = 0; // the loop below finds it and says which
        int result = -1;
        for (int lane = 0; lane < Vector<int>.Count; lane++)
            result = Math.Max(result, highest[lane]);
        for (; i < sources.Length; i++)
            result = Math.Max(result, Checked(i, sources[i], targets[i], weights[i]));
        return result;
    }

    private static int Checked(int i, int source, int target, float weight)
    {
        if ((source | target) < 0)
            throw new ArgumentException($"Arc {i}: {source} → {target} has a negative vertex id.");
        if (!(weight >= 0) || float.IsInfinity(weight))
        {
            throw new ArgumentException(
                $"Arc {i}: weight {weight} of {source} → {target} is not a finite number ≥ 0.");
        }

        return Math.Max(source, target);
    }
}
