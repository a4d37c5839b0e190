using Analytics.DuckDb;

namespace Analytics.Pipeline.Resources;

/// <summary>Recognises that there was no space left, whoever noticed it.</summary>
public static class DiskFull
{
    // ENOSPC, EDQUOT, EFBIG; the same numbers on Linux for all processors that .NET runs on. Then those of Windows.
    private static readonly int[] Numbers = [28, 122, 27, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    // The engine tells the system's reason as text, and has a limit of its own for what it may spill. The platform has
    // no number where space that was asked for beforehand cannot be had.
    private static readonly string[] Texts =
    [
        "No space left on device", "Disk quota exceeded", "File too large", "max_temp_directory_size",
        "because the disk was full",
    ];

    /// <summary>Whether an error, or what caused it, is a full disk.</summary>
    public static bool Caused(Exception? error) => error switch
    {
        null => false,
        AggregateException several => several.InnerExceptions.Any(Caused),
        IOException io when Numbers.Contains(io.HResult) => true,
        DuckDbException or IOException when Texts.Any(text => error.Message.Contains(text, StringComparison.Ordinal)) =>
            true,
        _ => Caused(error.InnerException),
    };
}
