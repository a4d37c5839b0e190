using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Analytics.Pipeline.Privacy;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Privacy;

public sealed class AesCmacTests
{
    private static readonly byte[] Key =
        Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

    private static readonly byte[] Message = Convert.FromHexString(
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

    /// <summary>The examples for AES-256 of NIST SP 800-38B, appendix D.3.</summary>
    [Theory]
    [InlineData(0, "028962f61b7bf89efc6b551f4667d983")]
    [InlineData(16, "28a7023f452e8f82bd4bf28d8c37c35c")]
    [InlineData(40, "aaf3d8f1de5640c232f5b169b9c911e6")]
    [InlineData(64, "e1992190549f6ed5696a2c056c315410")]
    public void Tag_NistExample_IsTheirs(int length, string expected)
    {
        foreach (var portable in new[] { false, true })
        {
            var tag = new AesCmac(Key, portable).Tag(Message.AsSpan(0, length));
            Assert.Equal(expected, Hex(tag));
        }
    }

    [Fact]
    public void Tag_AnyKeyAndMessage_SameWithAndWithoutInstructions()
    {
        var random = new Random(1);
        var key = new byte[32];
        for (var round = 0; round < 20; round++)
        {
            random.NextBytes(key);
            var fast = new AesCmac(key);
            var portable = new AesCmac(key, forcePortable: true);
            for (var length = 0; length <= 100; length++)
            {
                var message = new byte[length];
                random.NextBytes(message);
                Assert.Equal(portable.Tag(message), fast.Tag(message));
            }
        }
    }

    [Fact]
    public void Tag_AnyLength_IsTheTextbooks()
    {
        var random = new Random(3);
        var cmac = new AesCmac(Key);
        for (var length = 0; length <= 70; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);
            Assert.Equal(TextbookCmac.Tag(Key, message), Hex(cmac.Tag(message)));
        }
    }

    [Fact]
    public void Tags_FourMessagesOfAnyLengths_AreThoseOfOneByOne()
    {
        var random = new Random(4);
        var tags = new ulong[4];
        foreach (var cmac in new[] { new AesCmac(Key), new AesCmac(Key, forcePortable: true) })
        {
            for (var round = 0; round < 3000; round++)
            {
                // Most rounds all of one number of blocks, which takes the short way.
                var blocks = random.Next(3) * 16;
                var messages = Enumerable.Range(0, 4)
                    .Select(_ => new byte[round % 4 == 0 ? random.Next(50) : blocks + random.Next(17)])
                    .ToArray();
                foreach (var message in messages) random.NextBytes(message);

                cmac.Tags(messages[0], messages[1], messages[2], messages[3], tags);

                Assert.Equal(messages.Select(message => cmac.Tag(message).AsUInt64()[0]), tags);
            }
        }
    }

    [Fact]
    public void Tag_ByManyThreads_IsTheSame()
    {
        var fast = new AesCmac(Key);
        var portable = new AesCmac(Key, forcePortable: true);
        var expected = fast.Tag(Message);

        Parallel.For(0, 2000, i => Assert.Equal(expected, (i % 2 == 0 ? fast : portable).Tag(Message)));
    }

    [Fact]
    public void Constructor_ShortKey_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new AesCmac(new byte[16]));

    /// <summary>One block, encrypted by the round keys step by step, against the platform's AES.</summary>
    [Fact]
    public void Expand_AnyKey_EncryptsAsThePlatformDoes()
    {
        Assert.SkipUnless(
            System.Runtime.Intrinsics.X86.Aes.IsSupported, "no AES instructions here to run the keys with");
        var random = new Random(2);
        var (key, block) = (new byte[32], new byte[16]);
        for (var round = 0; round < 200; round++)
        {
            random.NextBytes(key);
            random.NextBytes(block);
            using var platform = Aes.Create();
            platform.Key = key;

            var keys = AesKeySchedule.Expand(key);
            var state = Vector128.Create(block) ^ keys[0];
            foreach (var roundKey in keys[1..^1]) state = System.Runtime.Intrinsics.X86.Aes.Encrypt(state, roundKey);
            state = System.Runtime.Intrinsics.X86.Aes.EncryptLast(state, keys[^1]);

            Assert.Equal(15, keys.Length);
            Assert.Equal(Convert.ToHexStringLower(platform.EncryptEcb(block, PaddingMode.None)), Hex(state));
        }
    }

    private static string Hex(Vector128<byte> value)
    {
        var bytes = new byte[16];
        value.CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
