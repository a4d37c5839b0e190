using System.Runtime.InteropServices;

namespace Analytics.Pipeline.Lake;

/// <summary>
/// The operating system's lock on a folder itself. A lock file can be tidied away while it is held, and the next run
/// would lock another file of the same name; a folder with a lake in it stays the same one.
/// </summary>
internal sealed partial class FolderLock : IDisposable
{
    private const int Exclusively = 2;
    private const int WithoutWaiting = 4;

    private int _descriptor;

    private FolderLock(int descriptor) => _descriptor = descriptor;

    /// <param name="isHeld">True if another process, or another part of this one, holds it.</param>
    /// <returns>Null where it is held, and where neither system nor file system locks folders.</returns>
    public static FolderLock? TryTake(string path, out bool isHeld)
    {
        isHeld = false;
        if (OperatingSystem.IsWindows()) return null;
        var closedInChildren = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;
        var descriptor = Open(path, closedInChildren);
        if (descriptor < 0) return null;
        if (Lock(descriptor, Exclusively | WithoutWaiting) == 0) return new FolderLock(descriptor);
        isHeld = Marshal.GetLastPInvokeError() == (OperatingSystem.IsLinux() ? 11 : 35);
        _ = Close(descriptor);
        return null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _descriptor, -1) is >= 0 and var descriptor) _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
