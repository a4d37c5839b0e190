using Analytics.Pipeline.Privacy;
using Analytics.Tests.Marts;

namespace Analytics.Tests.Privacy;

/// <summary>Pseudonym keys that are the same in each test run.</summary>
internal static class TestKey
{
    /// <summary>The key whose 32 bytes are all <paramref name="fill"/>.</summary>
    public static PseudonymKey Of(byte fill)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "key");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat(fill.ToString("x2"), PseudonymKey.SizeBytes)) + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return PseudonymKey.LoadOrCreate(path, Path.Combine(folder.Path, "lake"));
    }
}
