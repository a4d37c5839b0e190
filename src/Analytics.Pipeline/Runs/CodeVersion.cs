using System.Reflection;

namespace Analytics.Pipeline.Runs;

/// <summary>Version of this program, with the commit where it was built from one.</summary>
public static class CodeVersion
{
    public static string Text { get; } =
        typeof(CodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    /// <summary>Tells builds apart that call themselves the same version.</summary>
    public static string Build { get; } = typeof(CodeVersion).Assembly.ManifestModule.ModuleVersionId.ToString("N");
}
