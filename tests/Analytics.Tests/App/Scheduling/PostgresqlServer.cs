using System.Diagnostics;

namespace Analytics.Tests.App.Scheduling;

/// <summary>
/// A PostgreSQL server of its own from Debian's packages: data and socket in a temporary folder, no network. It does
/// not start as root, so then it runs as the packages' user.
/// </summary>
public sealed class PostgresqlServer : IDisposable
{
    private const string Packages = "/usr/lib/postgresql";
    private const string User = "postgres";

    private readonly string _programs;
    private readonly bool _started;

    public PostgresqlServer()
    {
        _programs = Programs() ?? "";
        Folder = Directory.CreateTempSubdirectory("analytics-postgresql-").FullName;
        if (_programs.Length == 0) return;
        if (IsRoot) Run("chown", [User, Folder]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Folder, Everybody);
        RunAsUser("initdb", "-D", $"{Folder}/data", "-A", "trust", "-U", "analytics", "--no-sync");
        RunAsUser(
            "pg_ctl", "-D", $"{Folder}/data", "-w", "-l", $"{Folder}/log", "-o",
            $"-k {Folder} -c listen_addresses='' -c fsync=off", "start");
        _started = true;
    }

    public string Folder { get; }

    /// <summary>For <c>--store</c>.</summary>
    public string Store => $"postgresql:Host={Folder};Username=analytics;Database=postgres";

    /// <summary>Why there is no server; null when there is one.</summary>
    public string? Missing => _started ? null
        : $"PostgreSQL is not installed here (no initdb under {Packages} that may be used): apt-get install postgresql";

    public void Dispose()
    {
        if (_started) RunAsUser("pg_ctl", "-D", $"{Folder}/data", "-m", "immediate", "stop");
        Directory.Delete(Folder, recursive: true);
    }

    private static UnixFileMode Everybody =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static bool IsRoot => Environment.UserName == "root";

    private static string? Programs()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Packages)) return null;
        if (IsRoot && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ":", StringComparison.Ordinal)))
            return null;
        return Directory.EnumerateDirectories(Packages).Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault();
    }

    private void RunAsUser(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        if (IsRoot) Run("runuser", ["-u", User, "--", path, .. arguments]);
        else Run(path, arguments);
    }

    private static void Run(string program, string[] arguments)
    {
        // The server keeps what it inherits; pipes would never end.
        ProcessStartInfo start = new(
            "sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: code {process.ExitCode}");
    }
}
