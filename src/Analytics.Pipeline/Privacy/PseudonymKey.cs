using System.Security.Cryptography;
using System.Text;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Privacy;

/// <summary>
/// The secret behind all pseudonyms: 256 random bits in a file of mode 0600 that lives outside the lake. There is no
/// default key; the first run makes one. Who loses the file can never again join old and new facts.
/// </summary>
public sealed class PseudonymKey
{
    public const int SizeBytes = 32;

    private readonly byte[] _bytes;

    private PseudonymKey(byte[] bytes, string path, bool created)
    {
        _bytes = bytes;
        Path = path;
        WasCreated = created;
    }

    public string Path { get; }

    /// <summary>True when this call made the file; the run says where.</summary>
    public bool WasCreated { get; }

    /// <summary>Eight hex digits that identify the key without giving it away; a lake remembers them.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_bytes, "analytics/key-fingerprint"u8))[..8];

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads the key, or makes one if there is none.</summary>
    /// <exception cref="UserException">The file is inside the lake, readable by others, or not a key.</exception>
    public static PseudonymKey LoadOrCreate(string path, string lakePath)
    {
        path = System.IO.Path.GetFullPath(path);
        if (new LakeFolder(lakePath).Contains(path))
        {
            throw new UserException(
                $"{path}: the pseudonym key lies inside the lake {lakePath}. Whoever gets the lake would get the key. "
                + "Expected: a path outside it. Set privacy.key_file, e.g. ~/.config/analytics/pseudonym.key.");
        }

        return File.Exists(path) ? Load(path) : Create(path);
    }

    /// <summary>A key that is never written down, for a run whose result is thrown away.</summary>
    public static PseudonymKey ForOneRun() => new(RandomNumberGenerator.GetBytes(SizeBytes), "", created: false);

    private static PseudonymKey Load(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            var open = File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (open != UnixFileMode.None)
            {
                throw new UserException(
                    $"{path}: the pseudonym key can be used by others (mode has {open}). Expected: mode 0600. "
                    + $"Run: chmod 600 '{path}'.");
            }
        }

        var text = File.ReadAllText(path).Trim();
        if (text.Length != SizeBytes * 2 || !text.All(Uri.IsHexDigit))
        {
            throw new UserException(
                $"{path}: not a pseudonym key. Found {text.Length} characters, expected {SizeBytes * 2} hexadecimal "
                + "digits. Restore the file from a backup; a new key makes all earlier facts unjoinable.");
        }

        return new PseudonymKey(Convert.FromHexString(text), path, created: false);
    }

    private static PseudonymKey Create(string path)
    {
        Durable.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        var bytes = RandomNumberGenerator.GetBytes(SizeBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Written beside and renamed, so that a crash never leaves half a key under the real name. The draft's name is
        // random: process numbers come again, in containers always, and threads share theirs.
        var draft = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        // Another run may make its key at the same time; the first one counts.
        return Durable.RenameNew(draft, path) ? new PseudonymKey(bytes, path, created: true) : Load(path);
    }
}
