namespace Analytics.Tests.Faults;

/// <summary>Files that are not what they were.</summary>
internal static class Damage
{
    /// <summary>Cuts a file off, flips one bit or more of it, or empties it.</summary>
    public static void Strike(string file, byte[] sound, Random random) =>
        File.WriteAllBytes(file, random.Next(5) switch
        {
            0 => [],
            1 or 2 => Cut(sound, random),
            _ => Flipped(sound, random),
        });

    public static byte[] Cut(byte[] sound, Random random) => sound[..random.Next(sound.Length)];

    public static byte[] Flipped(byte[] sound, Random random)
    {
        var bytes = sound.ToArray();
        for (var flips = random.Next(1, 4); flips > 0; flips--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }
}
