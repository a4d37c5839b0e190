using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Analytics.Pipeline.Lake;

/// <summary>File operations that are on disk when they return.</summary>
internal static partial class Durable
{
    private const int ReadOnly = 0;

    /// <summary>Replaces a file whole: a reader sees the old text or the new one, never a part.</summary>
    public static void WriteText(string path, string text)
    {
        var draft = path + ".next";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        Rename(draft, path);
    }

    /// <summary>Moves over an existing file and makes the folder entry durable.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Makes a folder and those above it that are missing, each with its entry on disk.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = Path.GetDirectoryName(path)!;
        CreateFolder(parent);
        Directory.CreateDirectory(path);
        FlushFolder(parent);
    }

    /// <summary>Moves a file or a folder to where none is, on the same file system.</summary>
    public static void Move(string from, string to)
    {
        Directory.Move(from, to);
        FlushFolder(Path.GetDirectoryName(to)!);
        FlushFolder(Path.GetDirectoryName(from)!);
    }

    /// <summary>
    /// Moves a file to where none is. File.Move looks before it moves, so of two at once both may succeed and one file
    /// is lost; here exactly one does. The other's file is removed.
    /// </summary>
    /// <returns>False if there was a file.</returns>
    public static bool RenameNew(string from, string to)
    {
        var moved = OperatingSystem.IsWindows() ? TryMove(from, to) : TryLink(from, to);
        File.Delete(from);
        if (moved) FlushFolder(Path.GetDirectoryName(to)!);
        return moved;
    }

    public static void FlushFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes renames and new files in a folder durable; only Unix has this operation, and needs it.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0) throw new IOException($"{path}: {new Win32Exception().Message}");
        try
        {
            // File systems that cannot flush folders say so with EINVAL; they need no flush.
            const int invalid = 22;
            if (Flush(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error and not invalid)
                throw new IOException($"{path}: {new Win32Exception(error).Message}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool TryLink(string from, string to)
    {
        const int exists = 17;
        if (Link(from, to) == 0) return true;

        // A file system without links, such as a USB stick's, is left to the platform.
        return Marshal.GetLastPInvokeError() != exists && TryMove(from, to);
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
