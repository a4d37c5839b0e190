using System.Text;
using Analytics.Pipeline.Privacy;
using FsCheck;
using FsCheck.Fluent;

namespace Analytics.Tests.Privacy;

public sealed class PseudonymizerTests
{
    [Fact]
    public void Of_SameAccountAgain_IsTheSame() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), id =>
    {
        var bytes = Encoding.UTF8.GetBytes(id ?? "");
        var first = new Pseudonymizer(TestKey.Of(1)).Accounts("x").Of(bytes);
        return first == new Pseudonymizer(TestKey.Of(1)).Accounts("x").Of(bytes);
    }));

    [Fact]
    public void Of_OtherKeyPlatformRealmOrId_IsAnother()
    {
        var pseudonyms = new Pseudonymizer(TestKey.Of(1));
        ulong[] all =
        [
            pseudonyms.Accounts("x").Of("42"u8),
            pseudonyms.Accounts("x").Of("43"u8),
            pseudonyms.Accounts("x").Of("042"u8),
            pseudonyms.Accounts("y").Of("42"u8),
            pseudonyms.Accounts("").Of("42"u8),
            pseudonyms.Posts("x").Of("42"u8),
            new Pseudonymizer(TestKey.Of(2)).Accounts("x").Of("42"u8),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    /// <summary>Pins the derivation: a lake outlives the program that began it.</summary>
    [Fact]
    public void Of_KnownKeyAndId_IsAsComputedByTheDefinition()
    {
        var subKey = System.Security.Cryptography.HKDF.DeriveKey(
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            Enumerable.Repeat((byte)7, 32).ToArray(), 32, [], "analytics/account/default"u8.ToArray());
        var tag = new AesCmac(subKey, forcePortable: true).Tag("12"u8);
        var expected = System.Runtime.Intrinsics.Vector128.AsUInt64(tag)[0];

        Assert.Equal(expected, new Pseudonymizer(TestKey.Of(7)).Accounts("default").Of("12"u8));
    }

    [Fact]
    public void Of_AHundredThousandIds_AllDiffer()
    {
        var accounts = new Pseudonymizer(TestKey.Of(1)).Accounts("x");

        var distinct = Enumerable.Range(0, 100_000).Select(i => accounts.Of(Encoding.ASCII.GetBytes($"{i}")))
            .ToHashSet();

        Assert.Equal(100_000, distinct.Count);
    }
}
