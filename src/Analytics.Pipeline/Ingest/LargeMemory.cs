using System.Runtime.InteropServices;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Native memory in pieces of 2 MiB and more, zeroed, asked for in huge pages where the system has them: tables that
/// are read at random spend much of their time on address translation otherwise.
/// </summary>
internal static unsafe partial class LargeMemory
{
    /// <summary>A huge page of x64 and most arm64 systems.</summary>
    public const nuint PageBytes = 2 << 20;

    private const int HugePages = 14;

    /// <param name="bytes">A multiple of <see cref="PageBytes"/>, or less than one.</param>
    public static void* Allocate(nuint bytes)
    {
        if (bytes < PageBytes || !OperatingSystem.IsLinux())
        {
            return NativeMemory.AllocZeroed(bytes);
        }

        var memory = NativeMemory.AlignedAlloc(bytes, PageBytes);

        // Advice only: a system without huge pages says no, and nothing is lost.
        _ = Advise(memory, bytes, HugePages);
        NativeMemory.Clear(memory, bytes);
        return memory;
    }

    public static void Free(void* memory, nuint bytes)
    {
        if (bytes < PageBytes || !OperatingSystem.IsLinux()) NativeMemory.Free(memory);
        else NativeMemory.AlignedFree(memory);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* memory, nuint bytes, int advice);
}
