using System.Diagnostics;

namespace Analytics.Tests.Resources;

/// <summary>A file system of a few megabytes in memory, for tests that fill it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly bool _isMounted;

    public SmallDisk(int megabytes)
    {
        Path = Directory.CreateTempSubdirectory("analytics-disk-").FullName;
        _isMounted = OperatingSystem.IsLinux()
            && Succeeds("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path);
    }

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void SkipUnlessMounted() => Assert.SkipUnless(
        _isMounted, "A small file system cannot be mounted here: that needs Linux and the right to mount tmpfs.");

    /// <summary>Leaves so many bytes free; fewer than there are.</summary>
    public void FillBut(long bytes)
    {
        Empty();
        using FileStream ballast = new(PathOf("ballast"), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            PreallocationSize = Math.Max(1, new DriveInfo(Path).AvailableFreeSpace - bytes),
        });
    }

    public void Empty() => File.Delete(PathOf("ballast"));

    public void Dispose()
    {
        if (_isMounted) Succeeds("umount", "--lazy", Path);
        Directory.Delete(Path, recursive: true);
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
