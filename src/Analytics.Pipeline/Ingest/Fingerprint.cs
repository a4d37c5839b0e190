using System.Runtime.CompilerServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// 128-bit fingerprints of fact keys by folded 64 × 64 → 128-bit products. The inputs are keyed pseudonyms or times,
/// so nobody outside can aim for a collision.
/// </summary>
internal static class Fingerprint
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;
    private const ulong Third = 0xD6E8FEB86659FD93;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Of(ulong a, ulong b) =>
        new(Fold(a ^ First, b ^ Second), Fold(b + Third, (a ^ (a >> 29)) + Second));

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
