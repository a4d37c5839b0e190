using System.Numerics;
using System.Security.Cryptography;

namespace Analytics.Tests.Reference;

/// <summary>CMAC as SP 800-38B writes it down, over big integers and the platform's AES, one block at a time.</summary>
internal static class TextbookCmac
{
    private const int Block = 16;

    /// <summary>The tag in hexadecimal digits.</summary>
    public static string Tag(byte[] key, byte[] message)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var subKey1 = Double(aes.EncryptEcb(new byte[Block], PaddingMode.None));
        var isWhole = message.Length > 0 && message.Length % Block == 0;
        var padded = isWhole ? message : [.. message, 0x80, .. new byte[Block - 1 - message.Length % Block]];
        var mask = isWhole ? subKey1 : Double(subKey1);
        var state = new byte[Block];
        foreach (var (block, i) in padded.Chunk(Block).Select((block, i) => (block, i)))
        {
            var input = state.Zip(block, (a, b) => (byte)(a ^ b));
            if ((i + 1) * Block == padded.Length) input = input.Zip(mask, (a, b) => (byte)(a ^ b));
            state = aes.EncryptEcb([.. input], PaddingMode.None);
        }

        return Convert.ToHexStringLower(state);
    }

    private static byte[] Double(byte[] block)
    {
        var value = new BigInteger(block, isUnsigned: true, isBigEndian: true) << 1;
        if ((value >> 128) != 0) value = (value & ((BigInteger.One << 128) - 1)) ^ 0x87;
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Block - bytes.Length], .. bytes];
    }
}
