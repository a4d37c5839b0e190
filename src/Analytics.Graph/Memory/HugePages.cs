using System.Runtime.InteropServices;

namespace Analytics.Graph.Memory;

/// <summary>
/// Asks the operating system for pages of 2 MiB under large columns. Kernels jump through them at random, and with
/// pages of 4 KiB most jumps cost a walk through the page tables. Where nothing of the kind exists nothing happens.
/// </summary>
internal static partial class HugePages
{
    /// <summary>Bytes of a large page, and the best alignment of large columns.</summary>
    public const int Size = 1 << 21;
    private const nint SmallPage = 1 << 12;
    private const int AdviseHugePages = 14;

    /// <summary>Called before the memory is touched for the first time.</summary>
    public static unsafe void Ask(void* first, long bytes)
    {
        if (bytes < 2L * Size || !OperatingSystem.IsLinux())
            return;
        nint start = ((nint)first + SmallPage - 1) & -SmallPage;
        nint end = (nint)((nint)first + bytes) & -SmallPage;
        _ = Advise(start, end - start, AdviseHugePages); // a wish: refusal changes nothing but speed
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nint length, int advice);
}
