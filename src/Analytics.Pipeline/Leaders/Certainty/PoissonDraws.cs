using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Analytics.Graph.Randomness;

namespace Analytics.Pipeline.Leaders.Certainty;

/// <summary>
/// Poisson numbers of mean 1, sixteen at a time: how often an interaction counts in each of sixteen replicates
/// (Poisson bootstrap: Hanley &amp; MacGibbon 2006). Exact to 1/65,536; 7 and more are 7 or 8.
/// </summary>
internal sealed class PoissonDraws
{
    private readonly WideStream _stream = new();
    private Vector256<ushort> _left;
    private bool _hasLeft;

    /// <summary>Starts the sequence that belongs to a seed and the number of a part of the work.</summary>
    public void Restart(ulong seed, ulong part)
    {
        _stream.Restart(seed, part);
        _hasLeft = false;
    }

    /// <summary>Sixteen numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<ushort> Next()
    {
        if (_hasLeft)
        {
            _hasLeft = false;
            return _left;
        }

        var uniform = _stream.NextBytes().AsUInt16();
        _left = Count(uniform.GetUpper());
        _hasLeft = true;
        return Count(uniform.GetLower());
    }

    /// <summary>Counts how many of 65,536 · P(at most 0, 1, 2, …) each uniform number reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Count(Vector256<ushort> uniform) =>
        Vector256<ushort>.Zero
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)24109))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)48218))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)60273))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)64291))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)65296))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)65497))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)65531))
            - Vector256.GreaterThanOrEqual(uniform, Vector256.Create((ushort)65535));
}
