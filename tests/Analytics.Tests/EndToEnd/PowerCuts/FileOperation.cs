using System.Text.RegularExpressions;

namespace Analytics.Tests.EndToEnd.PowerCuts;

internal enum FileAction
{
    Create,
    Write,
    Flush,
    Rename,
    Remove,
    MakeFolder,
}

/// <summary>One thing that a process did to a file system, as strace saw it.</summary>
/// <param name="Target">Of a rename: the new path.</param>
internal sealed partial record FileOperation(FileAction Action, string Path, string? Target = null)
{
    public const string Calls =
        "openat,creat,write,pwrite64,pwritev,writev,ftruncate,fallocate,copy_file_range,sendfile,fsync,fdatasync,"
        + "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir";

    /// <summary>
    /// Successful calls below a folder, in order. Of a call that others interrupt, a write counts from its beginning
    /// and everything else from its end: the worse for whoever trusts in it.
    /// </summary>
    public static IEnumerable<FileOperation> Read(string log, string root)
    {
        Dictionary<string, string> begun = [];
        foreach (var line in File.ReadLines(log))
        {
            var (process, rest) = line.Split(' ', 2, StringSplitOptions.TrimEntries) is [var id, var text]
                ? (id, text) : ("", line);
            if (rest.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[process] = rest[..^"<unfinished ...>".Length];
                if (Of(begun[process] + ") = 1") is { Action: FileAction.Write } early && early.IsBelow(root))
                    yield return early;
                continue;
            }

            if (Resumed().Match(rest) is { Success: true } resumed && begun.Remove(process, out var start))
                rest = start + rest[resumed.Length..];
            if (Of(rest) is { } operation && operation.IsBelow(root)) yield return operation;
        }
    }

    private bool IsBelow(string root) => Path.StartsWith(root, StringComparison.Ordinal);

    private static FileOperation? Of(string call)
    {
        if (!Result().IsMatch(call)) return null;
        var name = call[..Math.Max(0, call.IndexOf('('))];
        var quoted = Quoted().Matches(call).Select(match => match.Groups[1].Value).ToList();
        var handles = Handle().Matches(call).Select(match => match.Groups[1].Value).ToList();
        return name switch
        {
            "openat" or "creat" when call.Contains("O_TRUNC", StringComparison.Ordinal) || name == "creat" =>
                new FileOperation(FileAction.Write, quoted[0]),
            "openat" when call.Contains("O_CREAT", StringComparison.Ordinal) =>
                new FileOperation(FileAction.Create, quoted[0]),
            "fsync" or "fdatasync" => new FileOperation(FileAction.Flush, handles[0]),
            "rename" or "renameat" or "renameat2" => new FileOperation(FileAction.Rename, quoted[0], quoted[1]),
            "link" or "linkat" => new FileOperation(FileAction.Create, quoted[1]),
            "unlink" or "unlinkat" or "rmdir" => new FileOperation(FileAction.Remove, quoted[0]),
            "mkdir" or "mkdirat" => new FileOperation(FileAction.MakeFolder, quoted[0]),
            "sendfile" or "write" or "pwrite64" or "pwritev" or "writev" or "ftruncate" or "fallocate" =>
                handles.Count > 0 ? new FileOperation(FileAction.Write, handles[0]) : null,
            "copy_file_range" => new FileOperation(FileAction.Write, handles[1]),
            _ => null,
        };
    }

    [GeneratedRegex(@"\) += \d")]
    private static partial Regex Result();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\d+<(/[^>]*)>")]
    private static partial Regex Handle();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();
}
