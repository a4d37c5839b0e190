using System.Globalization;

namespace Analytics.Pipeline.Resources;

/// <summary>What the machine or the container around the process gives it.</summary>
public static class Machine
{
    /// <summary>
    /// Memory in bytes, and who sets that limit: the lowest limit of the process's control groups (version 2 or 1), or
    /// the machine's memory.
    /// </summary>
    /// <param name="root">Where /proc and /sys lie; another folder in tests.</param>
    public static (long Bytes, string Source) Memory(string root = "/")
    {
        var machine = MemoryOfMachine(root);
        var lowest = GroupFiles(root).Select(Limit).Min();
        return lowest < machine
            ? (lowest.Value, "the control group's limit")
            : (machine, "the machine's memory");
    }

    private static long MemoryOfMachine(string root)
    {
        foreach (var line in Lines(Path.Combine(root, "proc", "meminfo")))
        {
            if (!line.StartsWith("MemTotal:", StringComparison.Ordinal)) continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes))
                return kilobytes << 10;
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    /// <summary>Every file that may hold a limit for the process: of its own group and of those around it.</summary>
    private static IEnumerable<string> GroupFiles(string root)
    {
        var mount = Path.Combine(root, "sys", "fs", "cgroup");
        foreach (var line in Lines(Path.Combine(root, "proc", "self", "cgroup")))
        {
            // hierarchy:controllers:path; of version 2 the first is 0 and the second empty.
            if (line.Split(':', 3) is not [var hierarchy, var controllers, var path]) continue;
            var isNew = hierarchy == "0" && controllers.Length == 0;
            if (!isNew && !controllers.Split(',').Contains("memory")) continue;
            var (folder, name) = isNew
                ? (mount, "memory.max")
                : (Path.Combine(mount, "memory"), "memory.limit_in_bytes");
            for (var group = path.Trim('/'); ; group = Path.GetDirectoryName(group) ?? "")
            {
                yield return Path.Combine(folder, group, name);
                if (group.Length == 0) break;
            }
        }
    }

    /// <summary>Null where there is no file or no limit ("max").</summary>
    private static long? Limit(string file) =>
        Lines(file) is [var text, ..] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
