using System.Reflection;
using System.Runtime.InteropServices;

namespace Analytics.DuckDb.Native;

/// <summary>
/// Finds and checks the engine's native library. Layouts and ownership rules of the C API are those of one release, so
/// any other release is refused before its first use.
/// </summary>
internal static class DuckDbLibrary
{
    public const string LogicalName = "duckdb";
    public const string ExpectedVersion = "1.5.6";
    public const string PathVariable = "DUCKDB_LIBRARY";

    private static readonly Lock Gate = new();
    private static nint _library;

    /// <summary>Makes every P/Invoke of this assembly resolve through <see cref="Load"/>.</summary>
    public static void InstallResolver() => NativeLibrary.SetDllImportResolver(
        typeof(DuckDbLibrary).Assembly,
        static (name, _, _) => name == LogicalName ? Loaded() : 0);

    /// <summary>The file that would be loaded: <c>DUCKDB_LIBRARY</c>, else the one beside this assembly.</summary>
    public static string FindPath(string? configured, string baseDirectory)
    {
        if (!string.IsNullOrWhiteSpace(configured))
            return configured;
        return Path.Combine(baseDirectory, FileName);
    }

    /// <summary>Loads the library at <paramref name="path"/> and refuses a wrong release.</summary>
    /// <exception cref="DuckDbException">The file is absent, cannot be loaded, or is another release.</exception>
    public static nint Load(string path)
    {
        if (!File.Exists(path))
            throw new DuckDbException(MissingMessage(path), null, DuckDbErrorType.MissingLibrary);
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            var message = $"The DuckDB library '{path}' cannot be loaded: {error.Message} "
                + $"Expected libduckdb {ExpectedVersion} for {RuntimeInformation.RuntimeIdentifier}. {Remedy}";
            throw new DuckDbException(message, null, DuckDbErrorType.MissingLibrary, error);
        }
        CheckVersion(VersionOf(library, path), path);
        return library;
    }

    /// <summary>Refuses every release but <see cref="ExpectedVersion"/>.</summary>
    public static void CheckVersion(string found, string path)
    {
        if (found.TrimStart('v') != ExpectedVersion)
            throw new DuckDbException(
                $"The DuckDB library '{path}' is version {found}; expected v{ExpectedVersion}. {Remedy}",
                null,
                DuckDbErrorType.MissingLibrary);
    }

    private static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll"
        : OperatingSystem.IsMacOS() ? "libduckdb.dylib"
        : "libduckdb.so";

    private static string Remedy =>
        $"Build with Node.js 20 or newer installed, which restores the right library, or set {PathVariable} to the "
        + $"path of a libduckdb {ExpectedVersion}.";

    private static string MissingMessage(string path) =>
        $"The DuckDB library was not found at '{path}'; expected libduckdb {ExpectedVersion} there. {Remedy}";

    private static nint Loaded()
    {
        lock (Gate)
        {
            if (_library == 0)
            {
                var configured = Environment.GetEnvironmentVariable(PathVariable);
                _library = Load(FindPath(configured, AssemblyDirectory()));
            }
            return _library;
        }
    }

    private static string AssemblyDirectory()
    {
        var location = Assembly.GetExecutingAssembly().Location;
        return location.Length == 0 ? AppContext.BaseDirectory : Path.GetDirectoryName(location)!;
    }

    private static unsafe string VersionOf(nint library, string path)
    {
        if (!NativeLibrary.TryGetExport(library, "duckdb_library_version", out var address))
            return $"unknown ('{Path.GetFileName(path)}' does not export duckdb_library_version)";
        var version = (delegate* unmanaged[Cdecl]<byte*>)address;
        return NativeText.Read(version()) ?? "unknown";
    }
}
