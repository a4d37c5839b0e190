using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.Pipeline.Privacy;

/// <summary>
/// Turns native ids into keyed 64-bit pseudonyms. One sub-key per platform and realm (HKDF-SHA-256, RFC 5869), then
/// AES-256-CMAC cut to its first 64 bits: the same account has the same pseudonym in each run, another one under
/// another key, and the same text on two platforms is two accounts. Two of n accounts share a pseudonym with
/// probability n² / 2⁶⁵: 3 in a million at 10 million accounts.
/// </summary>
public sealed class Pseudonymizer
{
    private readonly PseudonymKey _key;
    private readonly Dictionary<(string Realm, string Platform), PseudonymFunction> _functions = [];
    private readonly Lock _gate = new();

    public Pseudonymizer(PseudonymKey key) => _key = key;

    /// <summary>The function for accounts of <paramref name="platform"/>.</summary>
    public PseudonymFunction Accounts(string platform) => Function("account", platform);

    /// <summary>The function for posts of <paramref name="platform"/>.</summary>
    public PseudonymFunction Posts(string platform) => Function("post", platform);

    private PseudonymFunction Function(string realm, string platform)
    {
        lock (_gate)
        {
            if (_functions.TryGetValue((realm, platform), out var function)) return function;

            Span<byte> subKey = stackalloc byte[PseudonymKey.SizeBytes];
            var info = Encoding.UTF8.GetBytes($"analytics/{realm}/{platform}");
            HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Bytes, subKey, [], info);
            return _functions[(realm, platform)] = new PseudonymFunction(new AesCmac(subKey));
        }
    }
}

/// <summary>The pseudonyms of one realm of one platform. Thread-safe.</summary>
public sealed class PseudonymFunction
{
    private readonly AesCmac _prf;

    internal PseudonymFunction(AesCmac prf) => _prf = prf;

    /// <param name="nativeId">UTF-8 bytes of the id as the platform writes it.</param>
    public ulong Of(ReadOnlySpan<byte> nativeId) => _prf.Tag(nativeId).AsUInt64().ToScalar();

    /// <summary>Four at once, which costs little more than one; otherwise the same.</summary>
    public void OfFour(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d,
        Span<ulong> pseudonyms) =>
        _prf.Tags(a, b, c, d, pseudonyms);
}
