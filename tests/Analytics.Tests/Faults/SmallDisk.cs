using System.Diagnostics;

namespace Analytics.Tests.Faults;

/// <summary>A file system in memory of any size, mounted over a folder. Needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>More than any case needs.</summary>
    public const int PlentyKb = 1 << 20;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <returns>Null where this user may not mount.</returns>
    public static SmallDisk? TryMount(string folder)
    {
        Directory.CreateDirectory(folder);
        return OperatingSystem.IsLinux() && Succeeds("mount", "-t", "tmpfs", "-o", $"size={PlentyKb}k", "none", folder)
            ? new SmallDisk(folder)
            : null;
    }

    /// <summary>Makes the disk as large as what is on it and a little more.</summary>
    public void LeaveRoom(int kilobytes)
    {
        DriveInfo drive = new(_folder);
        var used = (drive.TotalSize - drive.TotalFreeSpace) >> 10;
        if (!Succeeds("mount", "-o", $"remount,size={used + Math.Max(4, kilobytes)}k", _folder))
            throw new InvalidOperationException($"{_folder} could not be mounted anew");
    }

    public void Dispose() => Succeeds("umount", "--lazy", _folder);

    internal static bool Succeeds(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program here.
            return false;
        }
    }
}
